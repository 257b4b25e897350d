import { sql } from 'kysely';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Ask } from '../house.ts';
import type { Applied } from './batches.ts';
import type { CheckedRow } from './check-rows.ts';

type Work = {
  readonly check: () => Promise<CheckedRow[]>;
  readonly apply: (rows: readonly CheckedRow[]) => Promise<Applied[]>;
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
  const applied = await apply([...settled.values()]);
  while (namesItself(declaration)) {
    const waiting = [...settled.values()].filter((row) => row.outcome === 'refused');
    if (waiting.length === 0) break;
    const now = (await check()).filter((row) => row.outcome !== 'refused' && settled.get(row.row)?.outcome === 'refused');
    if (now.length === 0) break;
    applied.push(...(await apply(now)));
    for (const row of now) settled.set(row.row, row);
  }
  return { checked: [...settled.values()].toSorted((a, b) => a.row - b.row), applied };
}

/** What the import would do: where rows may name one another it is tried and taken back, so that nothing stays written. */
export async function tryInWaves(ask: Ask, declaration: RecordDeclaration, work: Work): Promise<CheckedRow[]> {
  if (!namesItself(declaration)) return work.check();
  await sql`SAVEPOINT waves`.execute(ask.tx);
  const { checked } = await applyInWaves(declaration, work);
  await sql`ROLLBACK TO SAVEPOINT waves`.execute(ask.tx);
  return checked;
}

/** Does a row of this record name another of its own kind: an organisation its upper one, a building its park? */
function namesItself(declaration: RecordDeclaration): boolean {
  return Object.values(declaration.fields).some(
    (field) => !field.derived && (field.kind === 'reference' || field.kind === 'references') && field.record === declaration.name,
  );
}
