import { sql } from 'kysely';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { numberReaders } from '../contract.ts';
import { memberNumbersOf } from './member-numbers.ts';

type Organised = { readonly id: string; readonly name: string; readonly kind: string };

/** Established organisations that cover each of these firms on a day. */
export async function organisationsOf(
  ask: Ask,
  firmIds: readonly string[],
  on: IsoDate,
): Promise<ReadonlyMap<string, readonly Organised[]>> {
  const { rows } = await sql<Organised & { firm_id: string }>`SELECT DISTINCT u.firm_id, o.id, o.name, o.kind FROM organisation_units u
    JOIN party_organisations o ON o.zone_id = u.zone_id AND o.id = u.organisation_id
    WHERE u.zone_id = ${ask.actor.zoneId} AND u.firm_id = ANY(${[...firmIds]}::uuid[]) AND ${holdsOn('u', on)}
      AND o.established_on <= ${on}::date AND (o.dissolved_on IS NULL OR o.dissolved_on > ${on}::date)
      AND (o.ended_on IS NULL OR o.ended_on > ${on}::date) ORDER BY o.name`.execute(ask.tx);
  const organised = new Map<string, Organised[]>();
  for (const { firm_id: firmId, ...one } of rows) organised.set(firmId, [...(organised.get(firmId) ?? []), one]);
  return organised;
}

/** Full and probationary members of these firms on a day, for whoever may see numbers; a firm without is absent (rulebook §12.1). */
export async function membersOf(ask: Ask, firmIds: readonly string[], on: IsoDate): Promise<ReadonlyMap<string, number>> {
  if (!ask.actor.roles.some((role) => numberReaders.includes(role))) return new Map();
  const numbers = await memberNumbersOf(ask.tx, ask.actor.zoneId, on);
  return new Map(
    firmIds.flatMap((id) => {
      const own = numbers.get(id);
      return own ? [[id, own.full + own.probationary] as const] : [];
    }),
  );
}

/** Firms that an instructor looks after on a day. */
export async function instructedFirms(ask: Ask, on: IsoDate): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ firm_id: string }>`SELECT DISTINCT firm_id FROM instructor_assignments a
    WHERE zone_id = ${ask.actor.zoneId} AND kind = 'instructor' AND ${holdsOn('a', on)}`.execute(ask.tx);
  return new Set(rows.map((row) => row.firm_id));
}
