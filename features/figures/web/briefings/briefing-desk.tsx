import Button from 'antd/es/button';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import Popconfirm from 'antd/es/popconfirm';
import { useQueryClient } from '@tanstack/react-query';
import { call, download } from '#kernel/web/api.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import { formatTime } from '#kernel/web/format.ts';
import { useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { briefingCreate, briefingDiscard, briefingIssue, briefingPdf, briefingSave, briefingWord } from '../../briefing-contract.ts';
import { quotesIn, questionKey, type BriefingSaid } from './briefing-doc.ts';
import { BriefingEditor } from './briefing-editor.tsx';
import { briefingWords as b } from './briefing-messages.ts';
import { isStale } from './quote-node.tsx';
import { useDraft, type Draft, type Saving } from './use-draft.ts';
import { useDoing } from '../use-doing.ts';
import { useLiveQuotes } from './use-live-quotes.ts';

/** Where a draft is written: the text, its live numbers, and issuing. */
export function BriefingDesk({ said }: { readonly said: BriefingSaid }) {
  const say = useText();
  const go = useGo();
  const toast = useToast();
  const client = useQueryClient();
  const { draft, saving, change, flush } = useDraft(said.id, said.draft, said.version);
  const quotes = quotesIn(draft.blocks);
  const live = useLiveQuotes(quotes, draft.day);
  const stale = quotes.filter((quote) => isStale(quote, live.get(questionKey(quote)))).length;
  const { doing, busy, problem } = useDoing();
  const params = { id: said.id };
  const issue = () =>
    doing(async () => {
      const version = await flush();
      const done = await call(briefingIssue, { params, version });
      await download(briefingWord, { params });
      toast(`${say(b.issued)} ${say(b.issueNumber(done.number))}`);
      await Promise.all([client.invalidateQueries({ queryKey: ['briefings'] }), client.invalidateQueries({ queryKey: ['figures'] })]);
    });
  const take = (file: typeof briefingWord) =>
    doing(async () => {
      await flush();
      await download(file, { params });
    });
  const discard = () =>
    doing(async () => {
      await call(briefingDiscard, { params, version: await flush() });
      await client.invalidateQueries({ queryKey: ['briefings'] });
      go('/briefings');
    });
  const keepMine = () =>
    doing(async () => {
      const made = await call(briefingCreate, { body: {}, idempotencyKey: crypto.randomUUID() });
      await call(briefingSave, { params: { id: made.id }, body: draft, version: made.version });
      go(`/briefings/${made.id}`);
    });
  return (
    <div className="briefing-desk">
      <PageHead title={draft.title || say(b.draft)} aside={<SavingMark saving={saving} />}>
        <Button onClick={() => void take(briefingWord)}>{say(b.word)}</Button>
        <Button onClick={() => void take(briefingPdf)}>{say(b.pdf)}</Button>
        <Popconfirm title={say(b.discardSure)} onConfirm={() => void discard()}>
          <Button danger>{say(b.discard)}</Button>
        </Popconfirm>
        <Popconfirm title={say(b.issueSure)} okText={say(b.issue)} onConfirm={() => void issue()}>
          <Button type="primary" loading={busy}>
            {say(b.issueWord)}
          </Button>
        </Popconfirm>
      </PageHead>
      {problem && <ProblemNotice error={problem} everyField />}
      {saving.error && saving.state !== 'late' && (
        <ProblemNotice error={saving.error} onRetry={() => void flush().catch(() => undefined)} />
      )}
      {saving.state === 'late' && saving.error && (
        <>
          <ProblemNotice error={saving.error} />
          <div className="line-acts">
            <Button onClick={() => void keepMine()}>{say(b.lateKeep)}</Button>
            <Button onClick={() => location.reload()}>{say(b.lateTake)}</Button>
          </div>
        </>
      )}
      <div className="briefing-head-fields">
        <label className="wide">
          {say(b.title)}
          <Input value={draft.title} maxLength={120} onChange={(event) => change({ title: event.target.value })} />
        </label>
        <label>
          {say(b.mark)}
          <Input value={draft.mark} maxLength={40} onChange={(event) => change({ mark: event.target.value })} />
        </label>
        <label>
          {say(b.day)}
          <DateInput value={draft.day} onChange={(day) => day && change({ day })} />
        </label>
      </div>
      <BriefingEditor blocks={said.draft.blocks} day={draft.day} live={live} stale={stale} onChange={(blocks) => change({ blocks })} />
      <p className="quiet small">{say(b.slash)}</p>
      <details className="card">
        <summary>{say(b.paper)}</summary>
        <Imprint draft={draft} change={change} />
      </details>
    </div>
  );
}

function Imprint({ draft, change }: { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void }) {
  const say = useText();
  const line = (key: 'issuer' | 'report' | 'send' | 'issueTo', label: string) => (
    <label key={key}>
      {label}
      <Input value={draft[key]} maxLength={key === 'issuer' ? 60 : 300} onChange={(event) => change({ [key]: event.target.value })} />
    </label>
  );
  return (
    <div className="briefing-head-fields">
      {line('issuer', say(b.issuer))}
      {line('report', say(b.report))}
      {line('send', say(b.send))}
      {line('issueTo', say(b.issueTo))}
      <label>
        {say(b.copies)}
        <InputNumber min={0} max={100_000} value={draft.copies} onChange={(copies) => change({ copies: copies ?? null })} />
      </label>
      <label className="wide">
        {say(b.editorNote)}
        <Input.TextArea
          autoSize={{ minRows: 2 }}
          maxLength={2000}
          value={draft.editorNote}
          onChange={(event) => change({ editorNote: event.target.value })}
        />
      </label>
    </div>
  );
}

function SavingMark({ saving }: { readonly saving: Saving }) {
  const say = useText();
  const text = { saved: b.saved(formatTime(saving.at)), waiting: b.saving, saving: b.saving, late: b.unsaved, failed: b.unsaved }[
    saving.state
  ];
  return <span role="status">{say(text)}</span>;
}
