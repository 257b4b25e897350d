import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { overlapRefusals, titleOf } from '#kernel/server/records/spans.ts';
import { organisationGroundsOf } from './organisation-grounds.ts';
import { organisationPost, organisationTerm, organisationUnit, partyGroup, partyOrganisation } from '../records.ts';
import type { OrganisationKind } from '../rules/kinds.ts';
import { parentRefusals, unitsRefusal } from '../rules/legal-tree.ts';
import { organisationRulesOn } from '../rules/organisation-pack.ts';
import { keepTies, unitsToForm } from './ties.ts';

/** Party organisations with their units, terms, posts and groups: checks that need other rows, and what follows from a write. */
export const organisationServers: readonly RecordServer[] = [
  {
    declaration: partyOrganisation,
    async beforeWrite(ask, values, before) {
      const { byId, parentOf } = await organisationGroundsOf(ask);
      const kind = values['kind'] as OrganisationKind;
      const own = before === undefined ? null : ([...byId.values()].find((one) => one.name === before['name'])?.id ?? null);
      const parent = byId.get(String(values['parentId'] ?? ''));
      const { packs } = await groundsOf(ask);
      const rules = organisationRulesOn(packs, dateOf(ask.now)).params;
      const units = Array.isArray(values['unitFirmIds']) ? new Set(values['unitFirmIds'] as readonly string[]) : new Set<string>();
      const tooMany = unitsRefusal(kind, units.size, rules.jointBranchMaxUnits);
      const refusals: Refusal[] = [
        ...(parent ? parentRefusals({ id: own, name: String(values['name']), kind }, parent, parentOf) : []),
        ...(tooMany ? [tooMany] : []),
        ...(typeof values['establishedOn'] === 'string' && values['establishedOn'] > dateOf(ask.now) && values['status'] !== 'planned'
          ? [establishedAhead]
          : []),
      ];
      const status = values['status'] ?? (values['establishedOn'] ? 'established' : 'planned');
      return { values: { ...values, status: status === 'planned' && values['establishedOn'] ? 'established' : status }, refusals };
    },
    async afterWrite(ask, ids, before) {
      await keepTies(ask, ids, before === undefined);
    },
  },
  {
    declaration: organisationUnit,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const organisation = (await organisationGroundsOf(ask)).byId.get(String(values['organisationId']));
      const title = `${organisation?.name ?? ''} – ${await titleOf(ask, 'firm', values['firmId'])}`;
      const refusals = [
        ...(await overlapRefusals(ask, organisationUnit, values, before, ['organisationId', 'firmId'], {
          code: 'SPAN_OVERLAPS',
          rule: 'ORG-03',
          field: 'fromOn',
          message: {
            zh: '这家企业在这个党组织的覆盖时段与已有记录重叠',
            en: 'The firm is covered by this organisation already for some of these days',
          },
        })),
        ...(organisation ? await unitRefusals(ask, organisation.id, organisation.kind, values, before) : []),
      ];
      return { values: { ...values, title }, refusals };
    },
    afterWrite: (ask, ids) => unitsToForm(ask, ids),
  },
  {
    declaration: organisationTerm,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const title = `${await titleOf(ask, 'partyOrganisation', values['organisationId'])} ${String(values['beginsOn'] ?? '')}`;
      const refusals = await overlapRefusals(
        ask,
        organisationTerm,
        values,
        before,
        ['organisationId'],
        {
          code: 'TERMS_OVERLAP',
          rule: 'ORG-14',
          field: 'beginsOn',
          message: { zh: '与已有的一届任期重叠', en: 'It overlaps another term' },
        },
        ['beginsOn', 'endsOn'],
      );
      return { values: { ...values, title }, refusals };
    },
    async afterWrite(ask, ids) {
      await sql`UPDATE party_organisations o SET term_ends_on = t.ends FROM (
          SELECT organisation_id, max(coalesce(delayed_to, ends_on)) AS ends FROM organisation_terms WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL
            AND organisation_id IN (SELECT organisation_id FROM organisation_terms WHERE zone_id = ${ask.actor.zoneId} AND id = ANY(${[...ids]}::uuid[]))
          GROUP BY organisation_id) t
        WHERE o.zone_id = ${ask.actor.zoneId} AND o.id = t.organisation_id AND o.term_ends_on IS DISTINCT FROM t.ends`.execute(ask.tx);
      await markChanged(ask.tx, ask.actor.zoneId, partyOrganisation.name);
    },
  },
  {
    declaration: organisationPost,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const title = `${await titleOf(ask, 'partyOrganisation', values['organisationId'])} – ${String(values['name'] ?? '')}`;
      const single = values['post'] === 'secretary' || values['post'] === 'deputySecretary';
      const refusals = single
        ? await overlapRefusals(ask, organisationPost, values, before, ['organisationId', 'post'], {
            code: 'POST_TAKEN',
            rule: 'ORG-10',
            field: 'post',
            message: {
              zh: '书记、副书记同一时间各一人，请先给前任填写截止日',
              en: 'One secretary and one deputy at a time; give the former a last day first',
            },
          })
        : [];
      return { values: { ...values, title }, refusals };
    },
    async afterWrite(ask, ids) {
      const today = dateOf(ask.now);
      await sql`UPDATE party_organisations o SET secretary_name = p.name FROM (
          SELECT DISTINCT ON (u.organisation_id) u.organisation_id, s.name FROM (SELECT DISTINCT organisation_id FROM organisation_posts
            WHERE zone_id = ${ask.actor.zoneId} AND id = ANY(${[...ids]}::uuid[])) u
          LEFT JOIN organisation_posts s ON s.zone_id = ${ask.actor.zoneId} AND s.organisation_id = u.organisation_id AND s.post = 'secretary'
            AND s.ended_on IS NULL AND s.from_on <= ${today}::date AND (s.to_on IS NULL OR s.to_on >= ${today}::date)
          ORDER BY u.organisation_id, s.from_on DESC) p
        WHERE o.zone_id = ${ask.actor.zoneId} AND o.id = p.organisation_id AND o.secretary_name IS DISTINCT FROM p.name`.execute(ask.tx);
      await markChanged(ask.tx, ask.actor.zoneId, partyOrganisation.name);
    },
  },
  { declaration: partyGroup },
];

const establishedAhead: Refusal = {
  code: 'ESTABLISHED_AHEAD',
  rule: 'ORG-06',
  field: 'establishedOn',
  message: { zh: '成立日期不能晚于今天；还没建成的请从“组建”办起', en: 'It cannot be established after today; begin a formation instead' },
};

/** ORG-03 on the unit's own page: how many firms the organisation covers on the days that this one is added for. */
async function unitRefusals(
  ask: Ask,
  organisationId: string,
  kind: OrganisationKind,
  values: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>> | undefined,
): Promise<Refusal[]> {
  const { packs } = await groundsOf(ask);
  const rules = organisationRulesOn(packs, dateOf(ask.now)).params;
  const { rows } = await sql<{ units: number }>`SELECT count(DISTINCT firm_id)::int AS units FROM organisation_units
    WHERE zone_id = ${ask.actor.zoneId} AND organisation_id = ${organisationId} AND ended_on IS NULL
      AND firm_id::text <> ${String(values['firmId'])} AND from_on <= coalesce(${values['toOn'] ?? null}::date, '9999-12-31')
      AND coalesce(to_on, '9999-12-31') >= ${values['fromOn'] ?? dateOf(ask.now)}::date`.execute(ask.tx);
  const refusal = unitsRefusal(kind, (rows[0]?.units ?? 0) + 1, rules.jointBranchMaxUnits);
  return refusal && before?.['firmId'] !== values['firmId'] ? [{ ...refusal, field: 'firmId' }] : [];
}
