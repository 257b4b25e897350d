import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { overlapRefusals, titleOf } from '#kernel/server/records/spans.ts';
import {
  instructorAssignment,
  massOrganisation,
  memberCount,
  memberLedResult,
  partyMember,
  partyMembership,
  partyVenue,
  vanguardPost,
} from '../people-records.ts';
import { traitsOf } from '../rules/kinds.ts';
import { organisationGroundsOf } from './organisation-grounds.ts';

type Values = Readonly<Record<string, unknown>>;

/** Members, their homes and numbers, instructors, mass organisations and members' work, with the checks that need other rows. */
export const peopleServers: readonly RecordServer[] = [
  { declaration: partyMember },
  {
    declaration: partyMembership,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const organisation = (await organisationGroundsOf(ask)).byId.get(String(values['organisationId']));
      const title = `${await titleOf(ask, 'partyMember', values['memberId'])} – ${organisation?.name ?? ''}`;
      const legal = values['nature'] === 'legal';
      if (legal) await lockMember(ask, values);
      const refusals = [
        ...(legal && organisation && !traitsOf(organisation.kind).legalHome ? [noLegalHome(traitsOf(organisation.kind).label)] : []),
        ...(legal
          ? await overlapRefusals(ask, partyMembership, values, before, ['memberId', 'nature'], {
              code: 'SECOND_LEGAL_HOME',
              rule: 'ORG-HOME',
              field: 'organisationId',
              message: {
                zh: '这名党员的组织关系已在另一个党组织；请先结束原组织关系，或改为功能型',
                en: 'This member has a legal home already; end it first, or make this one functional',
              },
            })
          : await overlapRefusals(ask, partyMembership, values, before, ['memberId', 'organisationId', 'nature'], {
              code: 'SPAN_OVERLAPS',
              rule: 'D-SPAN',
              field: 'fromOn',
              message: { zh: '这名党员已在这个党组织', en: 'The member is in this organisation already' },
            })),
      ];
      return { values: { ...values, title }, refusals };
    },
  },
  {
    declaration: memberCount,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const firm = await titleOf(ask, 'firm', values['firmId']);
      return {
        values: { ...values, title: `${firm} ${String(values['countedOn'] ?? '')}` },
        refusals: await countRefusals(ask, values, before),
      };
    },
  },
  {
    declaration: instructorAssignment,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const title = `${await titleOf(ask, 'user', values['userId'])} – ${await titleOf(ask, 'firm', values['firmId'])}`;
      const refusals = await overlapRefusals(ask, instructorAssignment, values, before, ['userId', 'firmId', 'kind'], {
        code: 'SPAN_OVERLAPS',
        rule: '1.3',
        field: 'fromOn',
        message: { zh: '此人已是这家企业的指导员（联络员）', en: 'This person looks after the firm already' },
      });
      return { values: { ...values, title }, refusals };
    },
  },
  {
    declaration: massOrganisation,
    beforeWrite: async (ask, values) => ({
      values: { ...values, title: `${await titleOf(ask, 'firm', values['firmId'])} ${massWords[String(values['kind'])] ?? ''}` },
    }),
  },
  { declaration: vanguardPost },
  {
    declaration: memberLedResult,
    beforeWrite: async (ask, values) => ({
      values: { ...values, ledByMember: await wasMember(ask, values['leaderId'], values['filedOn']) },
    }),
  },
  { declaration: partyVenue },
];

const massWords: Readonly<Record<string, string>> = { union: '工会', youthLeague: '共青团', women: '妇联' };

function noLegalHome(label: { readonly zh: string; readonly en: string }): Refusal {
  return {
    code: 'NO_LEGAL_HOME',
    rule: 'ORG-08',
    field: 'organisationId',
    message: { zh: `${label.zh}不转接组织关系，请选“功能型”`, en: `A ${label.en.toLowerCase()} is no legal home; choose functional` },
  };
}

/** One change of a member's legal home at a time: whoever comes second sees what the first has left. */
async function lockMember(ask: Ask, values: Values): Promise<void> {
  await sql`SELECT 1 FROM party_members WHERE zone_id = ${ask.actor.zoneId} AND id::text = ${String(values['memberId'])} FOR UPDATE`.execute(
    ask.tx,
  );
}

async function countRefusals(ask: Ask, values: Values, before: Values | undefined): Promise<Refusal[]> {
  const refusals: Refusal[] = [];
  if (String(values['countedOn'] ?? '') > dateOf(ask.now))
    refusals.push({
      code: 'COUNTED_AHEAD',
      rule: '1.3',
      field: 'countedOn',
      message: { zh: '统计日期不能晚于今天', en: 'It cannot be counted after today' },
    });
  const moved = before === undefined || before['countedOn'] !== values['countedOn'] || before['firmId'] !== values['firmId'];
  const { rows } = await sql`SELECT 1 FROM member_counts WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL
    AND firm_id::text = ${String(values['firmId'])} AND counted_on = ${values['countedOn'] ?? null}::date`.execute(ask.tx);
  if (moved && rows.length > 0)
    refusals.push({
      code: 'COUNTED_TWICE',
      rule: '1.3',
      field: 'countedOn',
      message: { zh: '这家企业当天已有一份人数，请改那一份', en: 'The firm has a count of that day; change it instead' },
    });
  return refusals;
}

/** NPE-09: whoever leads a patent or project counts as a member only if admitted by the day it was filed or begun. */
async function wasMember(ask: Ask, leaderId: unknown, filedOn: unknown): Promise<boolean> {
  if (typeof leaderId !== 'string' || typeof filedOn !== 'string') return false;
  const { rows } = await sql`SELECT 1 FROM party_members WHERE zone_id = ${ask.actor.zoneId} AND id = ${leaderId}
    AND joined_on <= ${filedOn}::date AND (left_on IS NULL OR left_on > ${filedOn}::date)`.execute(ask.tx);
  return rows.length > 0;
}
