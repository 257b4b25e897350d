import { sql } from 'kysely';
import { dateOf, yearOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titleOf } from '#kernel/server/records/spans.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import { lifeKinds } from '../choices.ts';
import { partyOrganisation } from '../records.ts';
import {
  checkLife,
  complianceOf,
  fitTogether,
  hasHalf,
  isLateEntry,
  type Checked,
  type LifeEvent,
  type Waiver,
} from '../rules/life-compliance.ts';
import { lifeRulesOn } from '../rules/life-pack.ts';
import { requirementsOf, type LifeSubject } from '../rules/life-requirements.ts';
import { organisationRulesOn, type OrganisationParams } from '../rules/organisation-pack.ts';
import { hasCommittee } from '../rules/set-up.ts';
import { organisationKindNames, traitsOf, type OrganisationKind } from '../rules/kinds.ts';
import { lifeRecord, lifeWaiver } from '../scheme-records.ts';
import { lifeDue, organisationLife } from '../work-contract.ts';
import { memberNumbersOf } from './member-numbers.ts';

/** Records of organisation life with their rules: kinds that fit together, a quorum, a group for a group's meeting (§2). */
export const lifeServers: readonly RecordServer[] = [
  {
    declaration: lifeRecord,
    async beforeWrite(ask, values, before) {
      const today = dateOf(ask.now);
      const heldOn = String(values['heldOn'] ?? today);
      const rules = lifeRulesOn((await groundsOf(ask)).packs, heldOn).params;
      const enteredOn = before === undefined ? today : String(before['enteredOn'] ?? today);
      const present = Array.isArray(values['presentIds']) && values['present'] === null ? values['presentIds'].length : values['present'];
      return {
        values: {
          ...values,
          present: present ?? null,
          lateEntry: before === undefined ? isLateEntry(heldOn, enteredOn, rules) : (before['lateEntry'] ?? false),
        },
        refusals: refusalsOf(values, today),
      };
    },
  },
  {
    declaration: lifeWaiver,
    async beforeWrite(ask, values) {
      const kind = lifeKinds[values['kind'] as keyof typeof lifeKinds];
      return {
        values: {
          ...values,
          title: `${await titleOf(ask, 'partyOrganisation', values['organisationId'])} ${kind?.zh ?? ''} ${String(values['periodStart'] ?? '')}`,
          approvedBy: ask.actor.name,
        },
      };
    },
  },
];

function refusalsOf(values: Readonly<Record<string, unknown>>, today: IsoDate): Refusal[] {
  const kinds = Array.isArray(values['kinds']) ? values['kinds'].map(String) : [];
  const [entitled, present] = [values['entitled'], values['present']];
  const refusals: Refusal[] = [];
  const refuse = (code: string, rule: string, field: string, zh: string, en: string) =>
    refusals.push({ code, rule, field, message: { zh, en } });
  if (String(values['heldOn'] ?? '') > today) refuse('HELD_AHEAD', '§2', 'heldOn', '召开日期不能晚于今天', 'It cannot be held after today');
  if (!fitTogether(kinds))
    refuse(
      'KINDS_APART',
      '§2',
      'kinds',
      '一次活动只能兼作：主题党日＋党员大会、主题党日＋党课、组织生活会＋民主评议',
      'One event serves two kinds only as theme day with members’ meeting or lecture, or organisation-life meeting with appraisal',
    );
  if (kinds.includes('groupMeeting') && !values['groupId'])
    refuse('GROUP_MISSING', 'LIFE-03', 'groupId', '党小组会请选择党小组', 'Choose the group of a group meeting');
  const votes = kinds.includes('committeeMeeting') ? 'LIFE-02' : kinds.includes('membersMeeting') ? 'LIFE-11' : null;
  if (votes !== null && typeof entitled === 'number' && typeof present === 'number' && !hasHalf(entitled, present))
    refuse('NO_QUORUM', votes, 'present', `应到 ${entitled} 人，实到须达到半数`, `At least half of ${entitled} must be present`);
  return refusals;
}

type Stored = { id: string; name: string; kind: OrganisationKind; established_on: string; dissolved_on: string | null; firm_ids: string[] };

/** Serves what organisation life asks, year by year and over the zone. */
export function serveLife(server: Server): void {
  serve(server, organisationLife, async ({ params, query }, ask) => {
    await storedRow(ask, partyOrganisation, params.id, 'read');
    const year = query.year ?? yearOf(dateOf(ask.now));
    const { edition, checked, on } = await lifeOf(ask, year, dateOf(ask.now), params.id);
    const own = checked.get(params.id)?.checked ?? [];
    const shown = own.map(({ kind, periodStart, periodEnd, groupId, rule, strength, status, eventId }) => ({
      kind,
      periodStart,
      periodEnd,
      groupId,
      rule,
      strength,
      status,
      eventId,
    }));
    return { year, edition, ...complianceOf(own, on), requirements: shown };
  });
  serve(server, lifeDue, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    const { checked } = await lifeOf(ask, yearOf(asOf), asOf, undefined, query.parkId);
    const all = [...checked.values()];
    const rows = all.flatMap(({ id, name, checked: own }) => {
      const overdue = own.filter((one) => one.status === 'overdue');
      const soon = own.filter((one) => one.status === 'dueSoon');
      return overdue.length + soon.length === 0
        ? []
        : [
            {
              id,
              name,
              overdue: overdue.length,
              dueSoon: soon.length,
              kinds: [...new Set([...soon, ...overdue].map((one) => one.kind))],
              first: [...soon, ...overdue].map((one) => one.periodEnd).toSorted()[0] ?? '',
            },
          ];
    });
    const inOrder = rows
      .toSorted((a, b) => Number(b.dueSoon > 0) - Number(a.dueSoon > 0) || (a.first < b.first ? -1 : 1))
      .map(({ first: _first, ...row }) => row);
    return {
      asOf,
      ...complianceOf(
        all.flatMap((one) => one.checked),
        asOf,
      ),
      rows: inOrder,
    };
  });
}

type Life = { readonly id: string; readonly name: string; readonly checked: readonly Checked[] };

/** Every elected organisation that covers or has members, or one of them, with what the year asks of it. */
async function lifeOf(
  ask: Ask,
  year: number,
  on: IsoDate,
  id?: string,
  parkId?: string,
): Promise<{ edition: string; on: IsoDate; checked: ReadonlyMap<string, Life> }> {
  const { tx, actor } = ask;
  const { packs } = await groundsOf(ask);
  const pack = lifeRulesOn(packs, on);
  const set = organisationRulesOn(packs, on).params;
  const kinds = organisationKindNames.filter((kind) => traitsOf(kind).elected && kind.startsWith('branch'));
  const { rows } =
    await sql<Stored>`SELECT o.id, o.name, o.kind, o.established_on, o.dissolved_on, coalesce(o.unit_firm_ids, '{}') AS firm_ids FROM party_organisations o
    WHERE o.zone_id = ${actor.zoneId} AND o.established_on IS NOT NULL AND o.ended_on IS NULL AND o.kind = ANY(${kinds}::text[])
      AND (${id ?? null}::uuid IS NULL OR o.id = ${id ?? null}::uuid) AND (${parkId ?? null}::uuid IS NULL OR o.park_id = ${parkId ?? null}::uuid) ORDER BY o.name`.execute(
      tx,
    );
  const ids = rows.map((row) => row.id);
  const numbers = await memberNumbersOf(tx, actor.zoneId, on);
  const groups = await sql<{
    id: string;
    organisation_id: string;
    from_on: string;
    to_on: string | null;
  }>`SELECT id, organisation_id, from_on, to_on FROM party_groups
    WHERE zone_id = ${actor.zoneId} AND organisation_id = ANY(${ids}::uuid[]) AND ended_on IS NULL`.execute(tx);
  const events = await sql<{
    id: string;
    organisation_id: string;
    kinds: string[];
    held_on: string;
    group_id: string | null;
    has_attendance: boolean;
    has_minutes: boolean;
    state: string;
  }>`
    SELECT id, organisation_id, kinds, held_on, group_id, (coalesce(present, 0) > 0 OR coalesce(array_length(present_ids, 1), 0) > 0) AS has_attendance,
      (minutes IS NOT NULL AND minutes <> '') AS has_minutes, state FROM life_records
    WHERE zone_id = ${actor.zoneId} AND organisation_id = ANY(${ids}::uuid[]) AND ended_on IS NULL AND held_on BETWEEN ${`${year}-01-01`}::date AND ${`${year + 1}-12-31`}::date`.execute(
    tx,
  );
  const waivers = await sql<{
    organisation_id: string;
    kind: string;
    period_start: string;
    group_id: string | null;
  }>`SELECT organisation_id, kind, period_start, group_id FROM life_waivers
    WHERE zone_id = ${actor.zoneId} AND organisation_id = ANY(${ids}::uuid[]) AND ended_on IS NULL`.execute(tx);
  const byGroup = Map.groupBy(groups.rows, (row) => row.organisation_id);
  const byEvent = Map.groupBy(events.rows, (row) => row.organisation_id);
  const byWaiver = Map.groupBy(waivers.rows, (row) => row.organisation_id);
  const checked = rows.map((row): [string, Life] => {
    const subject = subjectOf(
      row,
      byGroup.get(row.id) ?? [],
      row.firm_ids.reduce((sum, firmId) => sum + (numbers.get(firmId)?.full ?? 0), 0),
      set,
    );
    const own = (byEvent.get(row.id) ?? []).map((one): LifeEvent => ({
      id: one.id,
      kinds: one.kinds,
      heldOn: one.held_on,
      groupId: one.group_id,
      hasAttendance: one.has_attendance,
      hasMinutes: one.has_minutes,
      confirmed: one.state === 'confirmed',
    }));
    const waived = (byWaiver.get(row.id) ?? []).map((one): Waiver => ({
      kind: one.kind,
      periodStart: one.period_start,
      groupId: one.group_id,
    }));
    return [
      row.id,
      { id: row.id, name: row.name, checked: checkLife(requirementsOf(subject, year, pack.params), own, waived, on, pack.params) },
    ];
  });
  return { edition: pack.edition, on, checked: new Map(checked) };
}

function subjectOf(
  row: Stored,
  groups: readonly { id: string; from_on: string; to_on: string | null }[],
  full: number,
  rules: OrganisationParams,
): LifeSubject {
  return {
    establishedOn: row.established_on,
    dissolvedOn: row.dissolved_on,
    committeeSince: hasCommittee(row.kind, full, rules) ? row.established_on : null,
    groups: groups.map((group) => ({ id: group.id, fromOn: group.from_on, toOn: group.to_on })),
  };
}
