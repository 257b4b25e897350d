import type { FirmPoints } from '../../points-contract.ts';
import { firmPoints } from '../../points-contract.ts';
import { pointsInput } from '../../points-records.ts';
import Select from 'antd/es/select';
import { useState, type ReactNode } from 'react';
import { DateInput } from '#kernel/web/date-input.tsx';
import { formatDate } from '#kernel/web/format.ts';
import { PageLink, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { FirmChoice, useIsOwn, useOwnFirm } from '../own-firm.tsx';
import { PointsBar } from './points-bar.tsx';
import { measured, words as w } from './points-messages.ts';
import { Standing } from './standing.tsx';
import './points.css';

/** A contact's own firm. */
export function OwnPointsPage() {
  const firmId = useOwnFirm();
  return firmId ? <Statement key={firmId} firmId={firmId} choice={<FirmChoice />} /> : null;
}

export function FirmPointsPage() {
  return <Statement firmId={usePathParameter('id')} />;
}

/** What each indicator gave, from which value, source and day; as of any day under the edition then in force. */
function Statement({ firmId, choice }: { readonly firmId: string; readonly choice?: ReactNode }) {
  const say = useText();
  const isOwn = useIsOwn(firmId);
  const [on, setOn] = useState<string | null>(null);
  const [asked, setAsked] = useState<number | null>(null);
  const query = { ...(on !== null && { on }), ...(asked !== null && { year: asked }) };
  const read = useRead(
    keyOf(pointsInput, 'statement', firmId, on, asked),
    firmPoints,
    { params: { id: firmId }, query },
    { keepPrevious: true },
  );
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { firm, trace, year, years, edition, standing, advice } = read.data;
  return (
    <>
      <PageHead
        title={`${firm} · ${say(w.points)} ${year}`}
        aside={
          <>
            {trace.stage && <span>{say(w.stages[trace.stage])}</span>}
            <span>
              {say(w.edition)}：{edition}
            </span>
          </>
        }
      >
        {years.length > 1 && (
          <label className="points-day">
            {say(w.year)}{' '}
            <Select
              value={year}
              options={years.map((value) => ({ value, label: String(value) }))}
              onChange={(value: number) => setAsked(value)}
            />
          </label>
        )}
        <label className="points-day">
          {say(w.asOf)} <DateInput value={on ?? read.data.on} onChange={(value) => setOn(value)} />
        </label>
        {choice}
        {isOwn && (
          <PageLink to="/points-passports" query={{ firmId }} className="button-link">
            {say(w.passport)}
          </PageLink>
        )}
      </PageHead>
      <p className="points-score">
        {say(w.score)} <strong>{trace.score.toFixed(2)}</strong>
        {!trace.lines.some(({ state }) => state === 'value') && <em>{say(w.nothingYet)}</em>}
        {trace.stage === null && <em>{say(w.noStage)}</em>}
        {trace.isVetoed && <em>{say(w.vetoed)}</em>}
      </p>
      <Standing firmId={firmId} points={read.data} />
      <div className="points-grid">
        <div>
          {(['technical', 'growth', 'auxiliary'] as const).map((group) => (
            <section key={group}>
              <h2>{say(w.groups[group])}</h2>
              {trace.lines
                .filter((line) => line.group === group)
                .map((line) => (
                  <Line key={line.code} line={line} />
                ))}
            </section>
          ))}
          <Extras lines={trace.lines} />
        </div>
        {trace.stage !== null && (
          <section>
            <h2>{say(w.advice)}</h2>
            <p className="quiet">{say(advice.length === 0 ? w.adviceEmpty : w.adviceHint)}</p>
            {advice.length > 0 && standing.kind !== 'provisional' && <p className="quiet">{say(w.adviceClosed)}</p>}
            <ul className="points-advice">
              {advice.map((one) => (
                <li key={one.code}>
                  <span>{one.name}</span>
                  <span>
                    {say(gainWords[one.kind](one.gain))}
                    {isOwn && one.kind === 'missing' && standing.kind === 'provisional' && (
                      <>
                        {' '}
                        <PageLink
                          to="/points-inputs/new"
                          query={{ firmId, year: String(year), indicator: one.name, state: 'value' }}
                          className="in-text"
                          label={`${say(w.fillIn)} ${one.name}`}
                        >
                          {say(w.fillIn)} ›
                        </PageLink>
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}

const gainWords = { missing: w.gainMissing, below: w.gainBelow, veto: w.gainVeto } as const;

type TraceLine = FirmPoints['trace']['lines'][number];

/** The bonuses, penalties and vetoes that were given; that there is none is said in a sentence, for it is no gap. */
function Extras({ lines }: { readonly lines: readonly TraceLine[] }) {
  const say = useText();
  const { language } = useSpeech();
  const given = (['bonus', 'penalty', 'veto'] as const).flatMap((kind) =>
    lines.filter(({ group, state }) => group === kind && state === 'value').map((line) => ({ ...line, kind })),
  );
  return (
    <section>
      <h2>{say(w.extras)}</h2>
      {given.length === 0 && <p className="quiet">{say(w.extrasNone)}</p>}
      {given.map((line) => (
        <div key={line.code} className="points-extra">
          <span className="points-name">{line.name}</span>
          <span className="points-given">
            {line.kind === 'veto' ? say(w.vetoGives) : `${line.kind === 'penalty' ? '−' : '+'}${line.points.toFixed(2)}`}
          </span>
          <small>
            {say(w.extraKinds[line.kind])} · {line.value}
            {line.kind !== 'veto' && ` · ${say(w.most(line.weight))}`} · {line.source} ·{' '}
            {line.enteredOn && formatDate(line.enteredOn, language)} {say(w.enteredOn)}
          </small>
        </div>
      ))}
    </section>
  );
}

function Line({ line }: { readonly line: TraceLine }) {
  const say = useText();
  const { language } = useSpeech();
  return (
    <PointsBar line={line}>
      {line.state === 'value' && line.value !== null
        ? [
            say(measured(line.value, line.unit)),
            say(w.full(say(measured(line.fullScoreRef ?? 0, line.unit)))),
            line.source,
            line.enteredOn && `${formatDate(line.enteredOn, language)} ${say(w.enteredOn)}`,
          ]
            .filter(Boolean)
            .join(' · ')
        : say(line.state === 'missing' ? w.missing : w.notApplicable)}
    </PointsBar>
  );
}
