import { sql } from 'kysely';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { insertRows, updateRow } from '#kernel/server/records/write.ts';
import { partyMembership } from '../people-records.ts';
import { organisationPost, organisationUnit, partyOrganisation } from '../records.ts';
import { organisationGroundsOf } from './organisation-grounds.ts';

/**
 * Ends an organisation as of a day (ORG-07): its members go to their new home from that day, its units, posts, term
 * and functional memberships end the day before. Refused while others stand below it, or members would have no home.
 */
export async function dissolveOrganisation(ask: Ask, id: string, input: Readonly<Record<string, unknown>>): Promise<void> {
  const { tx, actor } = ask;
  const on = String(input['dissolvedOn']);
  const last = addDays(on, -1);
  const newHomeId = typeof input['newHomeId'] === 'string' ? input['newHomeId'] : null;
  const { byId } = await organisationGroundsOf(ask);
  const { rows: homes } = await sql<{
    id: string;
    member_id: string;
  }>`SELECT id, member_id FROM party_memberships WHERE zone_id = ${actor.zoneId}
    AND organisation_id = ${id} AND nature = 'legal' AND ended_on IS NULL AND (to_on IS NULL OR to_on >= ${on}::date) ORDER BY id FOR UPDATE`.execute(
    tx,
  );
  const below = [...byId.values()].filter((one) => one.parentId === id && one.dissolvedOn === null);
  const refusals: Refusal[] = [];
  if (on > dateOf(ask.now))
    refusals.push({
      code: 'DISSOLVED_AHEAD',
      rule: 'ORG-07',
      field: 'dissolvedOn',
      message: { zh: '撤销日期不能晚于今天', en: 'It cannot be after today' },
    });
  if (below.length > 0) {
    refusals.push({
      code: 'STILL_LEADS',
      rule: 'ORG-07',
      field: 'newHomeId',
      message: {
        zh: `还有 ${below.length} 个下级党组织（如“${below[0]?.name ?? ''}”），请先调整隶属关系`,
        en: `${below.length} organisations stand below it; move them first`,
      },
    });
  }
  if (homes.length > 0 && (newHomeId === null || newHomeId === id)) {
    refusals.push({
      code: 'MEMBERS_HOMELESS',
      rule: 'ORG-07',
      field: 'newHomeId',
      message: {
        zh: `还有 ${homes.length} 名党员的组织关系在此，请写明转入哪个党组织`,
        en: `${homes.length} members have their home here; say where they go`,
      },
    });
  }
  if (refusals.length > 0) throw invalid(refusals);
  await sql`UPDATE party_memberships SET to_on = greatest(${last}::date, from_on), version = version + 1 WHERE zone_id = ${actor.zoneId}
    AND organisation_id = ${id} AND ended_on IS NULL AND (to_on IS NULL OR to_on >= ${on}::date)`.execute(tx);
  await markChanged(tx, actor.zoneId, partyMembership.name);
  if (newHomeId !== null && homes.length > 0)
    await insertRows(
      ask,
      partyMembership,
      homes.map((home) => ({ memberId: home.member_id, organisationId: newHomeId, nature: 'legal', fromOn: on })),
      '党组织撤销',
    );
  for (const table of ['organisation_units', 'organisation_posts'] as const) {
    await sql`UPDATE ${sql.table(table)} SET to_on = greatest(${last}::date, from_on), version = version + 1 WHERE zone_id = ${actor.zoneId}
      AND organisation_id = ${id} AND ended_on IS NULL AND (to_on IS NULL OR to_on >= ${on}::date)`.execute(tx);
  }
  await markChanged(tx, actor.zoneId, organisationUnit.name);
  await markChanged(tx, actor.zoneId, organisationPost.name);
  await sql`UPDATE organisation_parents SET to_on = greatest(${last}::date, from_on) WHERE zone_id = ${actor.zoneId} AND organisation_id = ${id} AND to_on IS NULL`.execute(
    tx,
  );
  const { rows } = await sql<{
    version: number;
  }>`SELECT version FROM party_organisations WHERE zone_id = ${actor.zoneId} AND id = ${id} FOR UPDATE`.execute(tx);
  if (rows[0])
    await updateRow(ask, partyOrganisation, id, rows[0].version, {
      status: 'dissolved',
      dissolvedOn: on,
      parentId: null,
      unitFirmIds: [],
      chainIds: [],
    });
  await writeAudit(ask, [
    {
      action: 'dissolve',
      subjectKind: partyOrganisation.name,
      subjectId: id,
      after: { dissolvedOn: on, members: homes.length, newHomeId },
    },
  ]);
}
