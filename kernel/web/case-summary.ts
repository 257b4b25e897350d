import type { CaseWeb } from './feature.ts';

/** The facts that stand in a case's head and inbox line: the feature's choice, or its first columns. */
export function summaryOf({ declaration, summary }: CaseWeb): readonly string[] {
  return summary ?? declaration.list.columns.filter((name) => name !== declaration.title).slice(0, 5);
}
