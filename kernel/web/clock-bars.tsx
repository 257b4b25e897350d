import type { ClockAccount } from '#kernel/rules/clock.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import { budgetShares, stripScale } from './clock-phases.ts';
import { formatMinutes, formatMomentShort } from './format.ts';
import { caseMessages as c } from './messages-case.ts';
import { useSpeech, useText } from './text.tsx';

const percent = (share: number) => `${(share * 100).toFixed(3)}%`;

/** How much of the limit is used; what lies beyond the limit is striped. */
export function BudgetBar({ account, small = false }: { readonly account: ClockAccount; readonly small?: boolean }) {
  const say = useText();
  const { language } = useSpeech();
  const { used, over, limit } = budgetShares(account);
  const tone = account.lamp === 'red' ? 'red' : account.lamp === 'yellow' ? 'yellow' : 'green';
  const words = say(c.usedOf(formatMinutes(account.spentMinutes, language), formatMinutes(account.limitMinutes, language)));
  return (
    <span className={small ? 'budget budget-small' : 'budget'} role="img" aria-label={words}>
      <span className={`budget-used tone-${tone}`} style={{ width: percent(used) }} />
      {over > 0 && <span className="budget-over" style={{ left: percent(limit), width: percent(over) }} />}
      {over > 0 && <span className="budget-limit" style={{ left: percent(limit) }} />}
    </span>
  );
}

/** From the start until now in true proportion: filled where time counted, hollow where it did not. */
export function TimeStrip(props: {
  readonly account: ClockAccount;
  readonly now: Instant;
  readonly lit: readonly [Instant, Instant] | undefined;
  readonly onLight: (from: Instant, to: Instant) => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const { account, now, lit } = props;
  const { at, end } = stripScale(account, now);
  const last = account.stoppedAt ?? now;
  const marks = [
    {
      key: 'yellow',
      at: account.yellowAt,
      label: say(c.yellowMark),
      shown: account.yellowAt < account.dueAt && account.yellowAt > account.startedAt,
    },
    { key: 'due', at: account.dueAt, label: say(c.dueMark), shown: true },
    { key: 'now', at: last, label: say(account.stoppedAt === null ? c.now : c.end), shown: true },
  ].filter((mark) => mark.shown);
  const says = (from: Instant, to: Instant) => `${formatMomentShort(from, now, language)} – ${formatMomentShort(to, now, language)}`;
  return (
    <div
      className="strip"
      role="img"
      aria-label={`${say(account.stoppedAt === null ? c.strip : c.stripStopped)}：${says(account.startedAt, end)}`}
    >
      <div className="strip-bar">
        {account.spans.map((span) => (
          <span
            key={span.from}
            className={`span span-${span.why}`}
            style={{ left: percent(at(span.from)), width: percent(at(span.to) - at(span.from)) }}
            title={`${says(span.from, span.to)}\n${say(c.why[span.why])}`}
            onMouseEnter={() => props.onLight(span.from, span.to)}
          />
        ))}
        {last < account.dueAt && (
          <span className="span-ahead" style={{ left: percent(at(last)), width: percent(at(account.dueAt) - at(last)) }} />
        )}
        {lit && <span className="strip-lit" style={{ left: percent(at(lit[0])), width: percent(at(lit[1]) - at(lit[0])) }} />}
        {marks.map((mark) => (
          <span key={mark.key} className={`mark mark-${mark.key}`} style={{ left: percent(at(mark.at)) }} />
        ))}
      </div>
      <div className="strip-marks">
        <span className="mark-word" style={{ left: 0 }} data-row="1">
          {say(c.start)} {formatMomentShort(account.startedAt, now, language)}
        </span>
        {placed(marks.map((mark) => ({ ...mark, share: at(mark.at) }))).map((mark) => (
          <span
            key={mark.key}
            className={`mark-word mark-word-${mark.key}`}
            data-row={mark.row}
            style={mark.share > 0.5 ? { right: percent(1 - mark.share), textAlign: 'right' } : { left: percent(mark.share) }}
          >
            {mark.label} {formatMomentShort(mark.at, now, language)}
          </span>
        ))}
      </div>
    </div>
  );
}

/** Each word has a row of its own, so that none covers another however near the marks are. */
function placed<T>(marks: readonly T[]): readonly (T & { readonly row: number })[] {
  return marks.map((mark, index) => ({ ...mark, row: index + 2 }));
}
