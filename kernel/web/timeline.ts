import type { CaseView, TimelineEntry } from '#kernel/contract/case-endpoints.ts';
import type { Text } from '#kernel/contract/text.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import { instantOf } from './format.ts';
import type { LampState } from './lamp.ts';
import { caseMessages as c } from './messages-case.ts';

/** One line of the page's timeline: a move somebody made, or a clock that began, turned or stopped. */
export type TimelineLine =
  | { readonly kind: 'move'; readonly key: string; readonly at: Instant; readonly entry: TimelineEntry }
  | { readonly kind: 'clock'; readonly key: string; readonly at: Instant; readonly says: Text; readonly lamp: LampState };

/** Moves and clocks in one line, newest first. A clock that began or stopped with a move stands below it. */
export function timelineOf(view: Pick<CaseView, 'timeline' | 'clocks'>, now: Instant): readonly TimelineLine[] {
  const moves = view.timeline.map((entry): TimelineLine => ({ kind: 'move', key: `move-${entry.seq}`, at: instantOf(entry.at), entry }));
  const turns = view.clocks.flatMap(({ key, label, account }): TimelineLine[] => {
    const end = account.stoppedAt ?? now;
    const turn = (name: string, at: Instant, says: Text, lamp: LampState): TimelineLine => ({
      kind: 'clock',
      key: `${key}-${name}`,
      at,
      says,
      lamp,
    });
    return [
      turn('start', account.startedAt, c.clockStarted(label), 'green'),
      ...(account.yellowAt > account.startedAt && account.yellowAt <= end && account.yellowAt < account.dueAt
        ? [turn('yellow', account.yellowAt, c.clockYellow(label), 'yellow')]
        : []),
      ...(account.dueAt < end ? [turn('red', account.dueAt, c.clockRed(label), 'red')] : []),
      ...(account.stoppedAt === null
        ? []
        : [turn('stop', account.stoppedAt, c.clockStopped(label), account.overdueMinutes > 0 ? 'late' : 'stopped')]),
    ];
  });
  const rank = (line: TimelineLine) => (line.kind === 'move' ? line.entry.seq : -1);
  return [...moves, ...turns].sort((a, b) => b.at - a.at || rank(b) - rank(a));
}
