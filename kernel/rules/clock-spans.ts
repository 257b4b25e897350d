import type { Piece, Why } from './clock-walk.ts';
import { minuteMs, type Instant } from './instant.ts';

/** One line of the account: what this stretch of time counted for, and under which rule. */
export type Span = {
  readonly from: Instant;
  readonly to: Instant;
  readonly counted: boolean;
  /** minutes in it of the sort that the limit is made of (working minutes, or all), counted or not */
  readonly minutes: number;
  readonly why: Why;
  /** the clock's own rule, or `calendarRule` where the working calendar decides */
  readonly rule: string;
  /** the reason given for the pause */
  readonly note?: string;
};

/** Rule named by spans that the working calendar decides: domain §0, dates. */
export const calendarRule = 'CAL';

export type Run = {
  /** by counted minutes: the first moment at which so many had counted */
  readonly reachedAt: ReadonlyMap<number, Instant>;
  readonly pieces: readonly Piece[];
  readonly pausedUntil: Instant | null;
};

/** Walks past `end` until every mark (counted minutes) is reached; the pieces are those before `end`. */
export function runTo(walk: Iterable<Piece>, end: Instant, marks: readonly number[]): Run {
  const limit = Math.max(...marks) * minuteMs;
  const open = [...new Set(marks)].filter((mark) => mark > 0).sort((a, b) => a - b);
  const reachedAt = new Map<number, Instant>();
  const pieces: Piece[] = [];
  let spent = 0;
  let pausedAtEnd = false;
  let pausedUntil: Instant | null = null;
  for (const piece of walk) {
    if (piece.from <= end) pausedAtEnd = piece.paused;
    else if (pausedAtEnd && !piece.paused) pausedUntil ??= piece.from;
    if (piece.from < end) pieces.push(...cutAt(piece, end, piece.from + limit - spent));
    if (piece.counted) {
      const after = spent + piece.to - piece.from;
      for (let mark = open[0]; mark !== undefined && mark * minuteMs <= after; mark = open[0]) {
        reachedAt.set(mark, piece.from + mark * minuteMs - spent);
        open.shift();
      }
      spent = after;
    }
    if (piece.to > end && open.length === 0 && (!pausedAtEnd || pausedUntil !== null)) break;
  }
  return { reachedAt, pieces, pausedUntil };
}

/** Equal neighbours become one; fractions of a minute are carried over, so that the sums are exact. */
export function spansOf(pieces: readonly Piece[], rule: string): Span[] {
  const merged: Piece[] = [];
  const workingMs: number[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    const ms = piece.working ? piece.to - piece.from : 0;
    if (last && last.why === piece.why && last.note === piece.note) {
      merged.splice(-1, 1, { ...last, to: piece.to });
      workingMs.push((workingMs.pop() ?? 0) + ms);
    } else {
      merged.push(piece);
      workingMs.push(ms);
    }
  }
  const totals = { counted: 0, paused: 0, other: 0 };
  return merged.map(({ from, to, why, counted, note }, index) => {
    const account = counted ? 'counted' : why === 'paused' ? 'paused' : 'other';
    const before = totals[account];
    totals[account] = before + (workingMs[index] ?? 0);
    const minutes = Math.floor(totals[account] / minuteMs) - Math.floor(before / minuteMs);
    const byCalendar = why !== 'paused' && (!counted || why === 'adjustedWorkday');
    return {
      from,
      to,
      counted,
      minutes,
      why,
      rule: byCalendar ? calendarRule : rule,
      ...(note !== undefined && { note }),
    };
  });
}

/** The piece up to `end`; what counts after `due` is overdue. */
function cutAt(piece: Piece, end: Instant, due: Instant): Piece[] {
  const to = Math.min(piece.to, end);
  if (!piece.counted || due >= to) return [{ ...piece, to }];
  const { note: _, ...late } = {
    ...piece,
    from: Math.max(piece.from, due),
    to,
    why: 'overdue' as const,
  };
  return due > piece.from ? [{ ...piece, to: due }, late] : [late];
}
