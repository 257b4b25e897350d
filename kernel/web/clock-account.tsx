import { useState } from 'react';
import type { ClockView } from '#kernel/contract/case-endpoints.ts';
import type { ClockAccount } from '#kernel/rules/clock.ts';
import { calendarRule, type Span } from '#kernel/rules/clock-spans.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import { BudgetBar, TimeStrip } from './clock-bars.tsx';
import { phasesOf, uncountedBy, type Phase } from './clock-phases.ts';
import { verdictOf } from './clock-verdict.ts';
import { sayMinutes, sayPeriod } from './clock-words.ts';
import { formatMinutes } from './format.ts';
import { lampOfClock } from './lamp.ts';
import { LampMark } from './lamp-mark.tsx';
import { caseMessages as c } from './messages-case.ts';
import { useSpeech, useText } from './text.tsx';

/**
 * Why is it red? The verdict in a sentence, the sum it comes from, a bar in true proportion, and every stretch
 * in words with the rule under which it counted or did not.
 */
export function ClockAccountView({ clock }: { readonly clock: ClockView }) {
  const say = useText();
  const { language } = useSpeech();
  const [lit, setLit] = useState<readonly [Instant, Instant]>();
  const { account } = clock;
  const now = Date.now();
  return (
    <div className="clock-account">
      <p className={`account-verdict tone-${lampOfClock(account)}`}>
        <LampMark state={lampOfClock(account)} large />
        <span>{verdictOf(account, language)}</span>
      </p>
      {account.provisional && <p className="account-provisional">{say(c.provisional(account.missingYears.join('、')))}</p>}
      <Sum account={account} />
      <h3>{say(c.budget)}</h3>
      <BudgetBar account={account} />
      <h3>{say(account.stoppedAt === null ? c.strip : c.stripStopped)}</h3>
      <TimeStrip account={account} now={now} lit={lit} onLight={(from, to) => setLit([from, to])} />
      <Legend spans={account.spans} />
      <h3>{say(c.table)}</h3>
      <PhaseTable account={account} lit={lit} onLight={(phase) => setLit([phase.from, phase.to])} />
      <p className="quiet small">
        {say(c.heldBy(say(clock.holder.title)))} · {say(c.underRule(account.rule, account.edition))}
        {account.everOverdue && account.lamp !== 'red' && ` · ${say(c.everOverdue)}`}
      </p>
    </div>
  );
}

/** The sum in figures: limit − counted = left; once exceeded, counted − limit = over. */
function Sum({ account }: { readonly account: ClockAccount }) {
  const say = useText();
  const { language } = useSpeech();
  const minutes = (value: number) => sayMinutes(account, value, language);
  const over = account.overdueMinutes > 0;
  const limit = (
    <div>
      <span>{say(c.limit)}</span>
      <strong>{minutes(account.limitMinutes)}</strong>
      {account.extendedMinutes > 0 && <span className="quiet small">{say(c.extended(minutes(account.extendedMinutes)))}</span>}
    </div>
  );
  const spent = (
    <div>
      <span>{say(c.spent)}</span>
      <strong>{minutes(account.spentMinutes)}</strong>
    </div>
  );
  const uncounted = uncountedBy(account);
  const aroundTheClock = account.spans.some((span) => span.why === 'roundTheClock');
  return (
    <>
      <div className="account-sum">
        {over ? spent : limit}
        <span className="account-sign" aria-hidden="true">
          −
        </span>
        {over ? limit : spent}
        <span className="account-sign" aria-hidden="true">
          =
        </span>
        <div className={over ? 'account-over' : ''}>
          <span>{say(over ? c.over : c.left)}</span>
          <strong>{minutes(over ? account.overdueMinutes : account.remainingMinutes)}</strong>
        </div>
        {uncounted.length > 0 && (
          <div className="account-rest">
            <span>{say(c.notCounted)}</span>
            {uncounted.map(({ why, minutes: left }) => (
              <span key={why}>
                {say(c.why[why])} {minutes(left)}
              </span>
            ))}
          </div>
        )}
      </div>
      <p className="quiet small">{say(aroundTheClock ? c.allHours : c.officeHours)}</p>
    </>
  );
}

function Legend({ spans }: { readonly spans: readonly Span[] }) {
  const say = useText();
  const shown = [...new Set(spans.map((span) => span.why))];
  return (
    <ul className="legend">
      {shown.map((why) => (
        <li key={why}>
          <span className={`span-key span-${why}`} aria-hidden="true" /> {say(c.why[why])}
        </li>
      ))}
    </ul>
  );
}

function PhaseTable(props: {
  readonly account: ClockAccount;
  readonly lit: readonly [Instant, Instant] | undefined;
  readonly onLight: (phase: Phase) => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const phases = phasesOf(props.account.spans);
  return (
    <>
      <table className="account-table">
        <thead>
          <tr>
            <th scope="col">{say(c.when)}</th>
            <th scope="col">{say(c.what)}</th>
            <th scope="col" className="number">
              {say(c.howMuch)}
            </th>
            <th scope="col">{say(c.under)}</th>
          </tr>
        </thead>
        <tbody>
          {phases.map((phase) => {
            const main = phase.spans[0];
            const inside = props.lit && props.lit[0] >= phase.from && props.lit[1] <= phase.to;
            return (
              <tr key={phase.from} className={`phase-${phase.kind}${inside ? ' lit' : ''}`} onMouseEnter={() => props.onLight(phase)}>
                <td>{sayPeriod(phase.from, phase.to, language)}</td>
                <td>
                  <span className={`span-key span-${main?.why ?? ''}`} aria-hidden="true" />{' '}
                  {whysOf(phase)
                    .map((why) => say(c.why[why]))
                    .join('、')}
                  {main?.note && <span className="phase-note">{main.note}</span>}
                </td>
                <td className="number">{phase.counted > 0 ? formatMinutes(phase.counted, language) : say(c.notCounted)}</td>
                <td className="quiet">{main?.rule === calendarRule ? say(c.calendarRule) : main?.rule}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <details className="every-span">
        <summary>{say(c.every(props.account.spans.length))}</summary>
        <ol>
          {props.account.spans.map((span) => (
            <li key={span.from}>
              <span>{sayPeriod(span.from, span.to, language)}</span>
              <span>
                {say(c.why[span.why])}
                {span.note ? `：${span.note}` : ''}
              </span>
              <span className="number">{span.counted ? formatMinutes(span.minutes, language) : say(c.notCounted)}</span>
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}

/** What the phase is named by: its counted kinds where it has any, a weekend amid overdue days not. */
function whysOf(phase: Phase): readonly Span['why'][] {
  const counted = phase.spans.filter((span) => span.counted);
  return [...new Set((counted.length > 0 ? counted : phase.spans).map((span) => span.why))];
}
