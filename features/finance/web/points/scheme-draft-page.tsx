import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Popconfirm from 'antd/es/popconfirm';
import { DateInput } from '#kernel/web/date-input.tsx';
import { formatDate } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { useGo, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { publishPointsScheme } from '../../points-contract.ts';
import { schemeRefusals } from '../../rules/points-scheme.ts';
import { dropSchemeDraft, readSchemeDraft, type SchemeDraft } from '../../scheme-contract.ts';
import { SchemeComparisonPart } from './scheme-comparison.tsx';
import { draftKey, schemesKey, useDraft, type DraftContent } from './scheme-draft-state.ts';
import { SchemeEditor } from './scheme-editor.tsx';
import { schemeWords as w } from './scheme-messages.ts';
import { SchemeTable } from './scheme-table.tsx';
import './scheme.css';

/** A draft of the scheme: the finance officer writes it, leader and auditor read it. */
export function SchemeDraftPage() {
  const id = usePathParameter('id');
  const isOfficer = useActor().roles.includes('financeOfficer');
  const read = useRead(draftKey(id), readSchemeDraft, { params: { id } });
  const say = useText();
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  if (isOfficer) return <Writing key={id} draft={read.data} />;
  return (
    <>
      <PageHead title={read.data.edition || say(w.unnamed)} aside={say(w.draft)} />
      <SchemeTable scheme={read.data.scheme} />
      <SchemeComparisonPart draft={read.data} isKept />
    </>
  );
}

function Writing({ draft }: { readonly draft: SchemeDraft }) {
  const say = useText();
  const { content, change, version, isKept, error } = useDraft(draft);
  const faults = schemeRefusals(content.scheme);
  return (
    <>
      <PageHead
        title={content.edition || say(w.unnamed)}
        aside={
          <span role="status">
            {say(w.draft)} · {say(isKept ? w.saved : w.saving)}
          </span>
        }
      >
        <DropButton id={draft.id} />
      </PageHead>
      {error && <ProblemNotice error={error} onReload={() => window.location.reload()} />}
      <SchemeEditor scheme={content.scheme} onChange={(scheme) => change({ scheme })} />
      <section className="card scheme-publish">
        <h2 className={faults.length > 0 ? 'late-word' : ''}>{say(faults.length > 0 ? w.faults : w.noFaults)}</h2>
        <ul aria-live="polite">
          {faults.map((fault) => (
            <li key={`${fault.code}${fault.message.zh}`} className="late-word">
              ✕ {say(fault.message)} <span className="quiet small">{fault.rule}</span>
            </li>
          ))}
        </ul>
        {faults.length === 0 && <SchemeComparisonPart draft={{ id: draft.id, version, scheme: content.scheme }} isKept={isKept} />}
        <PublishForm id={draft.id} content={content} isSound={faults.length === 0} change={change} />
      </section>
    </>
  );
}

function PublishForm(props: {
  readonly id: string;
  readonly content: DraftContent;
  readonly isSound: boolean;
  readonly change: (part: Partial<DraftContent>) => void;
}) {
  const say = useText();
  const go = useGo();
  const toast = useToast();
  const { today } = useActor();
  const { language } = useSpeech();
  const { edition, effectiveFrom, source, scheme } = props.content;
  const act = useAct(publishPointsScheme, [schemesKey]);
  const drop = useAct(dropSchemeDraft, [schemesKey]);
  const isComplete = edition.trim() !== '' && source.trim() !== '' && effectiveFrom !== null;
  const isBackdated = effectiveFrom !== null && effectiveFrom < today;
  const publish = async () => {
    await act.mutateAsync({ body: { edition, effectiveFrom: effectiveFrom ?? '', source, scheme } });
    await drop.mutateAsync({ params: { id: props.id } });
    toast(say(w.published));
    go('/points-schemes');
  };
  return (
    <>
      <div className="scheme-head">
        <label>
          <span>{say(w.edition)}</span>
          <Input maxLength={80} value={edition} onChange={(event) => props.change({ edition: event.target.value })} />
        </label>
        <label>
          <span>{say(w.effectiveFrom)}</span>
          <DateInput value={effectiveFrom} onChange={(day) => props.change({ effectiveFrom: day })} />
        </label>
        <label>
          <span>{say(w.source)}</span>
          <Input
            maxLength={300}
            placeholder={say(w.sourceHint)}
            value={source}
            onChange={(event) => props.change({ source: event.target.value })}
          />
        </label>
      </div>
      {!isComplete && <p className="quiet">{say(w.lacking)}</p>}
      {isBackdated && <p className="late-word">{say(w.backdated)}</p>}
      {act.error && <ProblemNotice error={act.error} everyField />}
      {drop.error && <ProblemNotice error={drop.error} />}
      <Popconfirm
        title={say(w.publishAsk(edition, effectiveFrom ? formatDate(effectiveFrom, language) : ''))}
        onConfirm={() => void publish().catch(() => undefined)}
      >
        <Button type="primary" disabled={!isComplete || isBackdated || !props.isSound} loading={act.isPending || drop.isPending}>
          {say(w.publish)}
        </Button>
      </Popconfirm>
    </>
  );
}

function DropButton({ id }: { readonly id: string }) {
  const say = useText();
  const go = useGo();
  const act = useAct(dropSchemeDraft, [schemesKey]);
  return (
    <Popconfirm title={say(w.dropAsk)} onConfirm={() => act.mutate({ params: { id } }, { onSuccess: () => go('/points-schemes') })}>
      <Button danger loading={act.isPending}>
        {say(w.drop)}
      </Button>
    </Popconfirm>
  );
}
