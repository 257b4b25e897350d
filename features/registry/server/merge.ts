import { uuidv7 } from 'uuidv7';
import type { InputOf } from '#kernel/contract/endpoint.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { clearValues, endRow, storedRow, updateRow } from '#kernel/server/records/write.ts';
import type { registryEndpoints } from '../contract.ts';
import { firm } from '../records.ts';
import { valuesToRestore, valuesToTake } from '../rules/merge.ts';
import { getMergeForUndo, insertMerge, markUndone, sealSecrets, type Snapshot } from './merges.repo.ts';
import { moveReferences, returnReferences } from './references.ts';

type Body = InputOf<typeof registryEndpoints.merge>['body'];

/** Fields that a person may choose between; what the system derives is none of them. */
const choosable = Object.entries(firm.fields)
  .filter(([, field]) => !('derived' in field))
  .map(([name]) => name);

/**
 * Merges firm `fromId` (read at `version`) into another, in one transaction: the losing row is ended and
 * points to the other, everything that names it goes over, and a snapshot is kept for the way back.
 * @returns the id of the merge
 */
export async function mergeFirms(
  ask: Ask,
  fromId: string,
  version: number,
  { intoId, intoVersion, choose = {}, why }: Body,
): Promise<string> {
  if (fromId === intoId) throw faulty('intoId', 'SAME_FIRM', '不能并入自己', 'A firm cannot be merged into itself');
  const unknown = Object.keys(choose).find((name) => !choosable.includes(name));
  if (unknown !== undefined) throw faulty(`choose.${unknown}`, 'FIELD_UNKNOWN', '没有这个字段', 'There is no such field');
  const [from, into] = await lockBoth(ask, fromId, intoId);
  guardLive(ask, from);
  guardLive(ask, into);
  const before = clearValues(ask, firm, into);
  const taken = valuesToTake(choosable, clearValues(ask, firm, from), before, choose);
  const marked = await updateRow(ask, firm, fromId, version, { mergedIntoId: intoId }, why);
  // ended before the other takes its code, which is unique among live firms
  await endRow(ask, firm, fromId, marked.version, dateOf(ask.now), why);
  await updateRow(ask, firm, intoId, intoVersion, taken, why);
  const moved = await moveReferences(ask, fromId, intoId);
  const kept = Object.fromEntries(Object.keys(taken).map((name) => [name, before[name] ?? null]));
  const snapshot: Snapshot = { before: sealSecrets(ask, kept), after: sealSecrets(ask, taken), moved };
  const id = uuidv7();
  await insertMerge(ask, { id, fromId, intoId, why, snapshot });
  await writeAudit(ask, [
    { action: 'merge', subjectKind: firm.name, subjectId: fromId, why, after: { mergedIntoId: intoId } },
    { action: 'merge', subjectKind: firm.name, subjectId: intoId, why, after: { mergedFromId: fromId } },
  ]);
  return id;
}

/**
 * Takes a merge back: both firms, their cases and records are as before it. What somebody changed since, and
 * what was opened on the surviving firm since, stays with it.
 * @returns names of the fields left alone because they were changed since
 */
export async function undoMerge(ask: Ask, id: string, why: string): Promise<readonly string[]> {
  const { fromId, intoId, snapshot } = await getMergeForUndo(ask, id);
  const [from, into] = await lockBoth(ask, fromId, intoId);
  if (into['merged_into_id'] !== null) {
    throw new Refused(409, {
      code: 'UNDO_LATER_FIRST',
      message: {
        zh: `“${String(into['name'])}”后来又并入了别的企业，请先撤销那一次合并`,
        en: `“${String(into['name'])}” was itself merged later; undo that merge first`,
      },
    });
  }
  const { values, left } = valuesToRestore(snapshot.before, snapshot.after, clearValues(ask, firm, into));
  await updateRow(ask, firm, intoId, Number(into['version']), values, why);
  const freed = await updateRow(ask, firm, fromId, Number(from['version']), { mergedIntoId: null }, why);
  await endRow(ask, firm, fromId, freed.version, null, why);
  await returnReferences(ask, fromId, intoId, snapshot.moved);
  await markUndone(ask, id, why);
  await writeAudit(
    ask,
    [fromId, intoId].map((subjectId) => ({ action: 'undoMerge', subjectKind: firm.name, subjectId, why })),
  );
  return left;
}

/** Locks both rows, always in the order of their ids, so that two merges never wait for each other. */
async function lockBoth(ask: Ask, fromId: string, intoId: string): Promise<readonly [Record<string, unknown>, Record<string, unknown>]> {
  const rows = new Map<string, Record<string, unknown>>();
  for (const id of [fromId, intoId].toSorted()) rows.set(id, await storedRow(ask, firm, id, 'merge'));
  return [rows.get(fromId) ?? {}, rows.get(intoId) ?? {}];
}

function guardLive(ask: Ask, row: Readonly<Record<string, unknown>>): void {
  const endedOn = row['ended_on'];
  if (typeof endedOn !== 'string' || endedOn > dateOf(ask.now)) return;
  throw new Refused(409, {
    code: 'FIRM_ENDED',
    message: { zh: `“${String(row['name'])}”已归档，不能再合并`, en: `“${String(row['name'])}” has been ended and cannot be merged` },
  });
}

function faulty(field: string, code: string, zh: string, en: string): Refused {
  const message = { zh, en };
  return new Refused(422, { code, message, field }, [{ path: field, message }]);
}
