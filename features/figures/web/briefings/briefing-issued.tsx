import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import type { DocumentBlock, OfficialDocument, Run } from '#kernel/contract/document.ts';
import { download } from '#kernel/web/api.ts';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { briefingCreate, briefingPdf, briefingWithdraw, briefingWord } from '../../briefing-contract.ts';
import { briefingWords as b } from './briefing-messages.ts';
import type { BriefingSaid } from './briefing-doc.ts';
import { words as w } from '../messages.ts';

/** What was issued, word for word; beside it what was restated since. Every number opens its passport. */
export function BriefingIssued({ said, writes }: { readonly said: BriefingSaid; readonly writes: boolean }) {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const params = { id: said.id };
  const copy = useAct(briefingCreate, [['briefings']]);
  return (
    <>
      <PageHead
        title={said.title}
        aside={`${said.mark}${said.number === null ? '' : ` ${say(b.issueNumber(said.number))}`} · ${say(said.status === 'withdrawn' ? b.withdrawn : b.issued)}${
          said.issuedAt ? ` ${formatMoment(instantOf(said.issuedAt), language)} ${said.issuedBy ?? ''}` : ''
        }`}
      >
        <Button onClick={() => void download(briefingWord, { params })}>{say(b.word)}</Button>
        <Button onClick={() => void download(briefingPdf, { params })}>{say(b.pdf)}</Button>
        {said.proofPath && (
          <a href={said.proofPath} className="button-link">
            {say(w.proof)} ›
          </a>
        )}
        {writes && (
          <Button
            loading={copy.isPending}
            onClick={() => copy.mutate({ body: { copyOf: said.id } }, { onSuccess: ({ id }) => go(`/briefings/${id}`) })}
          >
            {say(b.copy)}
          </Button>
        )}
      </PageHead>
      {said.status === 'withdrawn' && (
        <section className="card verdict verdict-bad">
          <strong>{say(b.withdrawn)}</strong>
          <p>{said.withdrawnWhy}</p>
        </section>
      )}
      <div className="with-side">
        {said.issued && <Paper paper={said.issued} passportIds={said.passportIds} />}
        <aside className="side">
          <section className="card" aria-label={say(b.restated)}>
            <h2>{say(b.restated)}</h2>
            {said.restated.length === 0 && <p className="quiet">{say(w.noRestatement)}</p>}
            <ul className="lines">
              {said.restated.map((one) => (
                <li key={one.passportId}>
                  <PageLink to={`/passports/${one.passportId}`}>{say(one.label)}</PageLink>
                  <span className="restated">{say(w.restated(one.before, one.after))}</span>
                </li>
              ))}
            </ul>
          </section>
          <section className="card" aria-label={say(b.numbers)}>
            <h2>{say(b.numbers)}</h2>
            <ul className="lines">
              {said.issued?.passports?.map((line, index) => (
                <li key={line.code}>
                  <PageLink to={`/passports/${said.passportIds[index] ?? ''}`}>{`〔${index + 1}〕${line.label} ${line.value}`}</PageLink>
                  <span className="quiet small">
                    {say(w.asOf)} {formatDate(line.asOf, language)} · <span className="code">{line.code}</span>
                  </span>
                </li>
              ))}
            </ul>
          </section>
          {writes && said.status === 'issued' && <Withdraw said={said} />}
        </aside>
      </div>
    </>
  );
}

function Withdraw({ said }: { readonly said: BriefingSaid }) {
  const say = useText();
  const [why, setWhy] = useState('');
  const act = useAct(briefingWithdraw, [['briefings']]);
  return (
    <form
      className="card freeze-form"
      onSubmit={(event) => {
        event.preventDefault();
        act.mutate({ params: { id: said.id }, body: { why: why.trim() }, version: said.version });
      }}
    >
      <Input
        aria-label={say(b.withdrawWhy)}
        placeholder={say(b.withdrawWhy)}
        maxLength={300}
        value={why}
        onChange={(event) => setWhy(event.target.value)}
      />
      <Button danger htmlType="submit" disabled={why.trim().length < 2} loading={act.isPending}>
        {say(b.withdraw)}
      </Button>
      {act.error && <ProblemNotice error={act.error} />}
    </form>
  );
}

function Paper({ paper, passportIds }: { readonly paper: OfficialDocument; readonly passportIds: readonly string[] }) {
  const say = useText();
  return (
    <article className="briefing-sheet briefing-paper" lang="zh-CN">
      <div className="paper-mark">{paper.mark}</div>
      {paper.number && <div className="paper-number">{paper.number}</div>}
      <div className="paper-rule">
        <span>{paper.issuer}</span>
        <span>{formatDate(paper.date, 'zh')}</span>
      </div>
      <h2 className="paper-title">{paper.title}</h2>
      {paper.editorNote && (
        <p>
          <strong>编者按：</strong>
          {paper.editorNote.map((run) => run.text).join('')}
        </p>
      )}
      {paper.blocks.map((block, index) => (
        <PaperBlock key={index} block={block} passportIds={passportIds} open={say(w.passport)} />
      ))}
    </article>
  );
}

function PaperBlock({
  block,
  passportIds,
  open,
}: {
  readonly block: DocumentBlock;
  readonly passportIds: readonly string[];
  readonly open: string;
}) {
  if (block.kind === 'table') {
    return (
      <div className="wide-scroll">
        <table className="grid-table">
          <thead>
            <tr>
              {block.head.map((cell, index) => (
                <th key={index}>{cell}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {block.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, place) => (
                  <td key={place}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    );
  }
  const runs = block.runs.map((run, index) => <PaperRun key={index} run={run} passportIds={passportIds} open={open} />);
  return block.kind === 'heading' ? <h3 className={`paper-heading-${block.level}`}>{runs}</h3> : <p>{runs}</p>;
}

function PaperRun({ run, passportIds, open }: { readonly run: Run; readonly passportIds: readonly string[]; readonly open: string }) {
  const id = run.passport === undefined ? undefined : passportIds[run.passport - 1];
  if (id === undefined) return run.bold ? <strong>{run.text}</strong> : run.text;
  return (
    <PageLink to={`/passports/${id}`} className="quote" label={`${run.text}，${open}`}>
      {run.text}
    </PageLink>
  );
}
