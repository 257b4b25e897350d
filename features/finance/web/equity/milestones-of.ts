import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import type { Text } from '#kernel/contract/text.ts';
import { referralMoves } from '../../referral-moves.ts';

type Entry = CaseView['timeline'][number];

/** What was agreed for after the investment, by its number, with its report. */
export function milestonesOf({ timeline }: Pick<CaseView, 'timeline'>) {
  const reports = timeline.filter(({ move }) => move === 'reportMilestone');
  return timeline
    .filter(({ move }) => move === 'addMilestone')
    .map((entry, index) => ({
      number: index + 1,
      entry,
      report: reports.find((one) => saidIn(one, 'number')?.zh === String(index + 1)),
    }));
}

/** What a move's form held under this field. */
export function saidIn({ move, input }: Entry, field: string): Text | undefined {
  const label = referralMoves[move]?.input[field]?.label;
  return input.find((one) => one.label.zh === label?.zh)?.value;
}
