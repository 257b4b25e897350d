import Button from 'antd/es/button';
import { useState } from 'react';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageLink, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { passportRecords, passportView } from '../contract.ts';
import { CountedTable } from './counted-table.tsx';
import { textOf, type Info } from './figure-text.ts';
import { words as w } from './messages.ts';
import { useDictionary } from './use-figures.ts';
import './figures.css';

type View = AnswerOf<typeof passportView>;

/** A frozen number: is it genuine, has it been restated since, and by which records. */
export function PassportPage() {
  const say = useText();
  const { language } = useSpeech();
  const id = usePathParameter('id');
  const read = useRead(['figures', 'passport', id], passportView, { params: { id } });
  const { infos } = useDictionary();
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  const { passport } = read.data;
  const info = infos?.get(passport.figureId);
  return (
    <>
      <PageHead
        title={`${say(passport.label)} ${textOf(passport.value, passport.unit, language)}`}
        aside={<span className="code">{passport.code}</span>}
      >
        <PageLink to={`/figures/${passport.figureId}`} className="button-link">
          {say(w.figure)} ›
        </PageLink>
        <a href={passport.proofPath} className="button-link">
          {say(w.proof)} ›
        </a>
      </PageHead>
      <Verdict view={read.data} />
      <div className="with-side">
        <div className="figure-main">
          {read.data.now && read.data.now.moved.length > 0 && <MovedRecords view={read.data} />}
          <FrozenRecords id={id} info={info} unit={passport.unit} />
        </div>
        <aside className="side">
          <section className="card">
            <dl className="facts">
              <dt>{say(w.asOf)}</dt>
              <dd>
                {passport.from || passport.to
                  ? `${passport.from ? formatDate(passport.from, language) : say(w.windows.all)} – ${formatDate(passport.to ?? passport.asOf, language)}`
                  : formatDate(passport.asOf, language)}
              </dd>
              <dt>{say(w.cut)}</dt>
              <dd>
                {passport.filter.length === 0
                  ? say(w.wholeCut)
                  : passport.filter.map((part) => `${say(part.dimension)}：${say(part.label)}`).join('；')}
              </dd>
              <dt>{say(w.definition)}</dt>
              <dd>{say(passport.definition)}</dd>
              <dt>{say(w.formula)}</dt>
              <dd>{say(passport.formula)}</dd>
              <dt>{say(w.edition)}</dt>
              <dd>{passport.edition}</dd>
              <dt>{say(w.frozenAt)}</dt>
              <dd>{formatMoment(instantOf(passport.frozenAt), language)}</dd>
              <dt>{say(w.frozenBy)}</dt>
              <dd>{passport.frozenBy}</dd>
              <dt>{say(w.why)}</dt>
              <dd>{passport.why ?? '—'}</dd>
              <dt>{say(w.hash)}</dt>
              <dd className="code wrap-anywhere">{passport.hash}</dd>
              <dt>{say(w.signature)}</dt>
              <dd className="code wrap-anywhere">{passport.signature}</dd>
            </dl>
          </section>
        </aside>
      </div>
    </>
  );
}

function Verdict({ view }: { readonly view: View }) {
  const say = useText();
  const { language } = useSpeech();
  const { passport, now } = view;
  const edited = now?.moved.filter(({ change }) => change === 'edited').length ?? 0;
  return (
    <section className={view.genuine ? 'card verdict verdict-good' : 'card verdict verdict-bad'} role="status">
      <strong>
        {view.genuine ? '✓ ' : '✕ '}
        {say(view.genuine ? w.genuine : w.notGenuine)}
      </strong>
      <p>{view.genuine ? say(w.genuineHint) : view.faults.map((fault) => say(fault)).join('；')}</p>
      {now === null ? (
        <p className="quiet">{say(w.notAskable)}</p>
      ) : now.restated ? (
        <p className="restated">
          {say(w.restated(textOf(passport.value, passport.unit, language), textOf(now.value, passport.unit, language)))}
        </p>
      ) : (
        <p className="quiet">
          {say(w.notRestated)}
          {edited > 0 && `；${say(w.edited(edited))}`}
        </p>
      )}
    </section>
  );
}

function MovedRecords({ view }: { readonly view: View }) {
  const say = useText();
  const { language } = useSpeech();
  const amount = (value: number | null) => (value === null ? '—' : textOf(value, view.passport.unit, language));
  return (
    <section className="card" aria-label={say(w.moved)}>
      <div className="card-head">
        <h2>{say(w.moved)}</h2>
        <span className="count">{view.now?.movedTotal}</span>
      </div>
      <ul className="lines">
        {view.now?.moved.map((one) => (
          <li key={`${one.id} ${one.change}`}>
            <div className="line-head">
              {one.path ? <PageLink to={one.path}>{one.title || '—'}</PageLink> : <span className="quiet">{one.title}</span>}
              <span className={`moved-${one.change}`}>
                {say(w.changes[one.change])}
                {one.change === 'amount' && ` ${amount(one.before)} → ${amount(one.after)}`}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FrozenRecords({
  id,
  info,
  unit,
}: {
  readonly id: string;
  readonly info: Info | undefined;
  readonly unit: View['passport']['unit'];
}) {
  const say = useText();
  const [limit, setLimit] = useState(50);
  const read = useRead(
    ['figures', 'passport-records', id, limit],
    passportRecords,
    { params: { id }, query: { limit } },
    { keepPrevious: true },
  );
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  return (
    <section aria-label={say(w.frozenRecords)}>
      <div className="section-head">
        <h2>{say(w.frozenRecords)}</h2>
        <span className="count">
          {read.data.total}
          {read.data.unseen > 0 && `（${say(w.unseen(read.data.unseen))}）`}
        </span>
      </div>
      {read.data.rows.length > 0 && (
        <CountedTable
          rows={read.data.rows}
          columns={[]}
          record={info?.record.name ?? read.data.rows[0]?.record ?? ''}
          unit={unit}
          weighed={info !== undefined && info.measure !== 'count' && info.measure !== 'share'}
        />
      )}
      {read.data.total - read.data.unseen > read.data.rows.length && limit < 1000 && (
        <Button onClick={() => setLimit(Math.min(1000, limit * 4))}>{say(w.more)}</Button>
      )}
    </section>
  );
}
