import type { ClockAccount, Span } from '#kernel/rules/clock.ts';
import { dayMs, type Instant } from '#kernel/rules/instant.ts';

/** A stretch that people would name as one: "counted from Tuesday to Friday", "waited for the firm". */
export type Phase = {
  readonly kind: 'counting' | 'notYet' | 'rest' | 'paused' | 'budgetSpent' | 'overdue';
  readonly from: Instant;
  readonly to: Instant;
  /** minutes of it that counted */
  readonly counted: number;
  readonly spans: readonly Span[];
};

const kinds: Readonly<Record<Span['why'], Phase['kind']>> = {
  workingHours: 'counting',
  adjustedWorkday: 'counting',
  roundTheClock: 'counting',
  startDay: 'notYet',
  outsideHours: 'rest',
  weekend: 'rest',
  holiday: 'rest',
  paused: 'paused',
  pauseBudgetSpent: 'budgetSpent',
  overdue: 'overdue',
};

/**
 * The account's spans as phases. Nights between them go without saying; once overdue, so do weekends. Weekends
 * and holidays between counted days stand by themselves, since people ask about them.
 */
export function phasesOf(spans: readonly Span[]): readonly Phase[] {
  const told = spans.filter((span) => span.why !== 'outsideHours');
  const phases: Phase[] = [];
  for (const span of told.length > 0 ? told : spans) {
    const kind = kinds[span.why];
    const last = phases.at(-1);
    const joins = last && (kind === last.kind || (kind === 'rest' && last.kind === 'overdue'));
    if (last && joins) phases.splice(-1, 1, extended(last, span));
    else phases.push(extended({ kind, from: span.from, to: span.from, counted: 0, spans: [] }, span));
  }
  return phases;
}

/** Minutes that did not count, by reason, the largest first; only time of the limit's own sort. */
export function uncountedBy(account: ClockAccount): readonly { readonly why: Span['why']; readonly minutes: number }[] {
  const sums = new Map<Span['why'], number>();
  for (const span of account.spans) {
    if (!span.counted) sums.set(span.why, (sums.get(span.why) ?? 0) + span.minutes);
  }
  return [...sums]
    .map(([why, minutes]) => ({ why, minutes }))
    .filter(({ minutes }) => minutes > 0)
    .sort((a, b) => b.minutes - a.minutes);
}

/** A position on the strip from the start to the later of the due time and the end, as a share of 1. */
export function stripScale(account: ClockAccount, now: Instant): { readonly end: Instant; readonly at: (instant: Instant) => number } {
  const last = account.stoppedAt ?? now;
  const end = Math.max(account.dueAt, last, account.startedAt + dayMs / 24);
  const length = end - account.startedAt;
  return { end, at: (instant) => Math.min(1, Math.max(0, (instant - account.startedAt) / length)) };
}

/** The budget bar: how much of the limit is used, where it turns yellow, and what lies beyond, as shares of the whole bar. */
export function budgetShares(account: ClockAccount): { readonly used: number; readonly over: number; readonly limit: number } {
  const whole = Math.max(account.limitMinutes, account.spentMinutes, 1);
  return {
    used: Math.min(account.spentMinutes, account.limitMinutes) / whole,
    over: account.overdueMinutes / whole,
    limit: account.limitMinutes / whole,
  };
}

function extended(phase: Phase, span: Span): Phase {
  return {
    ...phase,
    to: span.to,
    counted: phase.counted + (span.counted ? span.minutes : 0),
    spans: [...phase.spans, span],
  };
}
