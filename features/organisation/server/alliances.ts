import { sql } from 'kysely';
import { addMonths, dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Ask, CaseServer, RecordServer } from '#kernel/server/house.ts';
import { forbidden, invalid, notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { overlapRefusals, titleOf } from '#kernel/server/records/spans.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import { allianceMeeting, allianceMember, clusterAlliance, partyBrand } from '../alliance-records.ts';
import { allianceDecision } from '../decision-case.ts';
import { allianceLacks, allianceRules, chairOn, type AllianceUnit } from '../rules/alliance.ts';
import { allianceState } from '../work-contract.ts';

/** Alliances, their units, meetings and brands with the checks that need other rows (§7.3). */
export const allianceServers: readonly RecordServer[] = [
  { declaration: clusterAlliance },
  {
    declaration: allianceMember,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const unit = values['organisationId']
        ? await titleOf(ask, 'partyOrganisation', values['organisationId'])
        : String(values['unitName'] ?? '');
      const title = `${await titleOf(ask, 'clusterAlliance', values['allianceId'])} – ${unit}`;
      const refusals = await overlapRefusals(ask, allianceMember, values, before, ['allianceId', 'organisationId'], {
        code: 'SPAN_OVERLAPS',
        rule: '7.3',
        field: 'fromOn',
        message: { zh: '这个党组织已是联盟成员', en: 'This organisation is a member already' },
      });
      return { values: { ...values, title }, refusals };
    },
  },
  {
    declaration: allianceMeeting,
    async beforeWrite(ask, values) {
      const allianceId = String(values['allianceId'] ?? '');
      const heldOn = String(values['heldOn'] ?? dateOf(ask.now));
      const chair = values['chairOrganisationId'] ?? (await chairOf(ask, allianceId, heldOn));
      const refusals: Refusal[] =
        heldOn > dateOf(ask.now)
          ? [
              {
                code: 'HELD_AHEAD',
                rule: '7.3',
                field: 'heldOn',
                message: { zh: '召开日期不能晚于今天', en: 'It cannot be held after today' },
              },
            ]
          : [];
      return { values: { ...values, chairOrganisationId: chair ?? null }, refusals };
    },
  },
  { declaration: partyBrand },
];

/** A joint meeting's decision: it belongs to the meeting's alliance, has an owner, and the chairing unit confirms it. */
export const decisionServer: CaseServer = {
  declaration: allianceDecision,
  async prepare(ask, move, input) {
    if (move !== 'open') return { ...input };
    const { rows } = await sql<{
      alliance_id: string;
      chair_organisation_id: string | null;
    }>`SELECT alliance_id, chair_organisation_id FROM alliance_meetings
      WHERE zone_id = ${ask.actor.zoneId} AND id = ${String(input['meetingId'])}`.execute(ask.tx);
    const meeting = rows[0];
    if (!meeting) throw notFound(allianceMeeting.label);
    const { roles, scope } = ask.actor;
    if (!roles.includes('partyWorkOfficer') && !scope.organisations.includes(meeting.chair_organisation_id ?? '-'))
      throw forbidden({ zh: '由轮值单位记议定事项', en: 'The chairing unit records the decisions' });
    const refusals: Refusal[] = [];
    if (!input['ownerOrganisationId'] && !input['ownerDepartmentId'])
      refusals.push({
        code: 'OWNER_MISSING',
        rule: '7.3',
        field: 'ownerOrganisationId',
        message: { zh: '请写明由谁落实', en: 'Say who keeps it' },
      });
    if (String(input['dueOn']) < dateOf(ask.now))
      refusals.push({
        code: 'DUE_IN_PAST',
        rule: '7.3',
        field: 'dueOn',
        message: { zh: '期限不能早于今天', en: 'It cannot be due before today' },
      });
    if (refusals.length > 0) throw invalid(refusals);
    return {
      ...input,
      allianceId: meeting.alliance_id,
      ...(meeting.chair_organisation_id ? { chairOrganisationId: meeting.chair_organisation_id } : {}),
    };
  },
};

type Unit = AllianceUnit & { readonly contact: string | null; readonly organisationId: string | null };

async function unitsOf(ask: Ask, allianceId: string): Promise<Unit[]> {
  const { rows } = await sql<{
    id: string;
    organisation_id: string | null;
    name: string | null;
    chair_order: number | null;
    contact_name: string | null;
    from_on: string;
    to_on: string | null;
  }>`
    SELECT m.id, m.organisation_id, coalesce(o.name, m.unit_name) AS name, m.chair_order, m.contact_name, m.from_on, m.to_on FROM alliance_members m
    LEFT JOIN party_organisations o ON o.zone_id = m.zone_id AND o.id = m.organisation_id
    WHERE m.zone_id = ${ask.actor.zoneId} AND m.alliance_id::text = ${allianceId} AND m.ended_on IS NULL ORDER BY m.chair_order NULLS LAST, m.from_on`.execute(
    ask.tx,
  );
  return rows.map((row) => ({
    id: row.organisation_id ?? row.id,
    organisationId: row.organisation_id,
    name: row.name ?? '—',
    order: row.chair_order,
    hasContact: row.contact_name !== null && row.contact_name !== '',
    contact: row.contact_name,
    fromOn: row.from_on,
    toOn: row.to_on,
  }));
}

type Alliance = { founded_on: string | null; closed_on: string | null; turn_months: number | null; hub_organisation_id: string | null };

async function allianceOf(ask: Ask, id: string): Promise<Alliance | undefined> {
  const { rows } = await sql<Alliance>`SELECT founded_on, closed_on, turn_months, hub_organisation_id FROM cluster_alliances
    WHERE zone_id = ${ask.actor.zoneId} AND id::text = ${id}`.execute(ask.tx);
  return rows[0];
}

/** Whose turn it is to chair: filled in where a meeting does not say. */
async function chairOf(ask: Ask, allianceId: string, on: IsoDate): Promise<string | null> {
  const alliance = await allianceOf(ask, allianceId);
  if (!alliance?.founded_on) return null;
  const units = (await unitsOf(ask, allianceId)).filter((unit) => unit.organisationId !== null);
  return chairOn(units, alliance.founded_on, alliance.turn_months ?? allianceRules.turnMonths, on)?.id ?? null;
}

/** Serves how an alliance stands on a day. */
export function serveAlliances(server: Server): void {
  serve(server, allianceState, async ({ params, query }, ask) => {
    await storedRow(ask, clusterAlliance, params.id, 'read');
    const asOf = query.asOf ?? dateOf(ask.now);
    const alliance = await allianceOf(ask, params.id);
    const units = await unitsOf(ask, params.id);
    const meetings = await sql<{ id: string; topic: string; heldOn: string }>`SELECT id, topic, held_on AS "heldOn" FROM alliance_meetings
      WHERE zone_id = ${ask.actor.zoneId} AND alliance_id = ${params.id} AND ended_on IS NULL AND held_on <= ${asOf}::date ORDER BY held_on DESC LIMIT 40`.execute(
      ask.tx,
    );
    const open = await sql<{
      n: number;
    }>`SELECT count(*)::int AS n FROM alliance_decisions WHERE zone_id = ${ask.actor.zoneId} AND alliance_id = ${params.id}
      AND status IN ('made', 'reportedKept')`.execute(ask.tx);
    const months = alliance?.turn_months ?? allianceRules.turnMonths;
    const founded = alliance?.founded_on ?? null;
    const lacks = allianceLacks(
      { hubId: alliance?.hub_organisation_id ?? null, foundedOn: founded, closedOn: alliance?.closed_on ?? null },
      units,
      meetings.rows.map((row) => row.heldOn),
      asOf,
    );
    const turn = founded === null ? undefined : nextTurn(founded, months, asOf);
    const chair = founded === null ? undefined : chairOn(units, founded, months, asOf);
    const next = founded === null || turn === undefined ? undefined : chairOn(units, founded, months, turn);
    return {
      asOf,
      active: lacks.length === 0,
      lacks,
      chair: chair ? { id: chair.id, name: chair.name } : null,
      next: next && turn ? { id: next.id, name: next.name, from: turn } : null,
      units: units
        .filter((unit) => unit.fromOn <= asOf && (unit.toOn === null || unit.toOn >= asOf))
        .map(({ id, name, order, contact, fromOn }) => ({ id, name, order, contact, fromOn })),
      meetings: meetings.rows,
      unfinished: open.rows[0]?.n ?? 0,
    };
  });
}

function nextTurn(founded: IsoDate, months: number, on: IsoDate): IsoDate {
  let turns = 1;
  while (addMonths(founded, turns * months) <= on) turns += 1;
  return addMonths(founded, turns * months);
}
