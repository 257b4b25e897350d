import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Ask } from '../house.ts';
import { attempt } from '../records/attempt.ts';
import type { Applied } from './batches.ts';
import type { CheckedRow } from './check-rows.ts';

type Work = {
  readonly check: () => Promise<CheckedRow[]>;
  /** writes the good rows; those refused only beside the rows written before them come back refused */
  readonly apply: (rows: readonly CheckedRow[]) => Promise<{ readonly applied: Applied[]; readonly refused: readonly CheckedRow[] }>;
};

/**
 * Applies the rows in waves: a row that names another of the same sheet comes in once that one is in, in whatever
 * order they stand. Rows that are refused even then stay refused.
 */
export async function applyInWaves(
  declaration: RecordDeclaration,
  { check, apply }: Work,
): Promise<{ readonly checked: CheckedRow[]; readonly applied: Applied[] }> {
  const settled = new Map((await check()).map((row) => [row.row, row]));
  const applied: Applied[] = [];
  const write = async (rows: readonly CheckedRow[]) => {
    const done = await apply(rows);
    applied.push(...done.applied);
    for (const row of [...rows, ...done.refused]) settled.set(row.row, row);
  };
  await write([...settled.values()]);
  while (namesItself(declaration)) {
    const waiting = [...settled.values()].filter((row) => row.outcome === 'refused');
    if (waiting.length === 0) break;
    const now = (await check()).filter((row) => row.outcome !== 'refused' && settled.get(row.row)?.outcome === 'refused');
    if (now.length === 0) break;
    await write(now);
  }
  return { checked: [...settled.values()].toSorted((a, b) => a.row - b.row), applied };
}

/** What the import would do: where rows may name one another, or weigh on one another, it is tried and taken back, so that nothing stays written. */
export async function tryInWaves(ask: Ask, declaration: RecordDeclaration, work: Work): Promise<CheckedRow[]> {
  if (!namesItself(declaration) && !ask.house.records.get(declaration.name)?.oneByOne) return work.check();
  return (await attempt(ask.tx, 'takeBack', () => applyInWaves(declaration, work))).checked;
}

/** Does a row of this record name another of its own kind: an organisation its upper one, a building its park? */
function namesItself(declaration: RecordDeclaration): boolean {
  return Object.values(declaration.fields).some(
    (field) => !field.derived && (field.kind === 'reference' || field.kind === 'references') && field.record === declaration.name,
  );
}
