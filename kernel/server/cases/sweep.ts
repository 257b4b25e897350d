import { sql } from 'kysely';
import type { Actor } from '#kernel/contract/access.ts';
import { accountOf } from '#kernel/rules/clock.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { withZone } from '../database/door.ts';
import type { Ask, House } from '../house.ts';
import { refusedByDatabase } from '../http/database-faults.ts';
import { historiesOf } from './history.ts';
import { groundsOf, makeSystemMove } from './move.ts';
import { projectionOf, storeProjections } from './project.ts';

/** Nobody in particular: what the system does by itself is on record under this name. */
export function systemActor(zoneId: string): Actor {
  return {
    userId: '00000000-0000-0000-0000-000000000000',
    name: '系统',
    zoneId,
    today: '1970-01-01',
    roles: [],
    scope: { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] },
  };
}

/**
 * Looks at every case whose clock has turned since: makes the system's own move, if the declaration names
 * one, and stores the projection anew. One transaction a case, so that one bad case stops no other: it is put off for
 * some minutes. `left` ends the sweep between two cases. Throws when the database is away.
 * @returns what stopped the cases that could not be looked at
 */
export async function sweepClocks(house: House, zoneId: string, left?: AbortSignal, most = 200): Promise<unknown[]> {
  const due = await withZone(house.db, zoneId, async (tx) => {
    const { rows } = await sql<{ case_id: string; case_name: string }>`
      SELECT case_id, min(case_name) AS case_name FROM case_clocks WHERE zone_id = ${zoneId} AND look_at <= ${toIso(house.now())}::timestamptz
      GROUP BY case_id ORDER BY min(look_at) LIMIT ${most}`.execute(tx);
    return rows;
  });
  const faults: unknown[] = [];
  for (const { case_id, case_name } of due) {
    if (left?.aborted) break;
    const look = withZone(house.db, zoneId, (tx) =>
      lookAtCase({ house, tx, actor: systemActor(zoneId), now: house.now(), ip: 'system' }, case_name, case_id),
    );
    await look.catch(async (error: unknown) => {
      if (refusedByDatabase(error)) throw error;
      faults.push(error);
      await putOff(house, zoneId, case_id);
    });
  }
  return faults;
}

const putOffMs = 5 * 60_000;

async function putOff(house: House, zoneId: string, id: string): Promise<void> {
  const now = house.now();
  await withZone(house.db, zoneId, (tx) =>
    sql`UPDATE case_clocks SET look_at = ${toIso(now + putOffMs)}::timestamptz
      WHERE zone_id = ${zoneId} AND case_id = ${id} AND look_at <= ${toIso(now)}::timestamptz`.execute(tx),
  );
}

/** Several clocks may have turned since the last look: each gets its step, `most` a look. */
async function lookAtCase(ask: Ask, caseName: string, id: string, most = 8): Promise<void> {
  const declaration = ask.house.cases.get(caseName)?.declaration;
  if (!declaration) return;
  const zoneId = ask.actor.zoneId;
  await sql`SELECT 1 FROM ${sql.table(declaration.table)} WHERE zone_id = ${zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
  const grounds = await groundsOf(ask);
  const events = (await historiesOf(ask.tx, zoneId, [id])).get(id) ?? [];
  const state = declaration.fold(id, events);
  for (const clock of declaration.clocks(state, grounds.packs)) {
    const account = accountOf(clock.rule, clock.events, grounds.calendar, ask.now);
    const step = account.state === 'stopped' ? undefined : declaration.onClock?.(state, clock, account, grounds);
    if (step && most > 0 && (await makeSystemMove(ask, declaration, id, step.move, step.input)))
      return lookAtCase(ask, caseName, id, most - 1);
  }
  await storeProjections(ask.tx, zoneId, declaration, [projectionOf(declaration, zoneId, id, events, grounds, ask.house.crypto)]);
}
