import { sql } from 'kysely';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { CaseState } from '#kernel/rules/case.ts';
import type { Ask } from '../house.ts';
import { announce } from '../http/event-hub.ts';
import { historiesOf } from './history.ts';
import { groundsOf } from './move.ts';
import { projectionOf, storeProjections } from './project.ts';

const batch = 200;

/** Stores the projections of cases anew from their events: after a merge, a change of policy, a repair. */
export async function reproject(ask: Ask, declaration: CaseDeclaration<Fields, CaseState>, ids: readonly string[]): Promise<void> {
  const zoneId = ask.actor.zoneId;
  const grounds = await groundsOf(ask);
  for (let start = 0; start < ids.length; start += batch) {
    const some = ids.slice(start, start + batch);
    await sql`SELECT 1 FROM ${sql.table(declaration.table)} WHERE zone_id = ${zoneId} AND id = ANY(${some}::uuid[]) ORDER BY id FOR UPDATE`.execute(
      ask.tx,
    );
    const histories = await historiesOf(ask.tx, zoneId, some);
    const projections = [...histories].map(([id, events]) => projectionOf(declaration, zoneId, id, events, grounds, ask.house.crypto));
    await storeProjections(ask.tx, zoneId, declaration, projections);
  }
  if (ids.length > 0) await announce(ask.tx, { zoneId, kind: 'case', name: declaration.name, id: '*' });
}
