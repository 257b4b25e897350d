import { sql } from 'kysely';
import { addDays, addMonths, dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import type { Ask, CaseServer } from '#kernel/server/house.ts';
import { forbidden, invalid } from '#kernel/server/http/refused.ts';
import { endRow, insertRows, updateRow } from '#kernel/server/records/write.ts';
import { dissolution } from '../dissolution-case.ts';
import { formation } from '../formation-case.ts';
import { reelection } from '../reelection-case.ts';
import { organisationPost, organisationTerm, organisationUnit, partyOrganisation } from '../records.ts';
import { electionRefusals } from '../rules/election.ts';
import { organisationKinds, type OrganisationKind } from '../rules/kinds.ts';
import { organisationRulesOn, type OrganisationParams } from '../rules/organisation-pack.ts';
import { hasCommittee } from '../rules/set-up.ts';
import { textOf, type StepsState } from '../rules/steps-state.ts';
import { endOfTerm, shiftFinding } from '../rules/terms.ts';
import { dissolveOrganisation } from './dissolve.ts';
import { organisationGroundsOf } from './organisation-grounds.ts';

type Input = Readonly<Record<string, unknown>>;

/** 组建: the organisation is there from the first day as planned, and stands once elected and filed (ORG-06). */
export const formationServer: CaseServer = {
  declaration: formation,
  async prepare(ask, move, input, state) {
    const steps = state as StepsState | undefined;
    switch (move) {
      case 'open':
        return { ...input, organisationId: await planOrganisation(ask, input) };
      case 'elect':
        await guardElection(ask, input, textOf(required(steps), 'kind') as OrganisationKind);
        return { ...input };
      case 'appoint':
        guardDay(ask, input);
        return { ...input };
      default:
        return { ...input };
    }
  },
  async afterMove(ask, move, _input, state) {
    const steps = state as StepsState;
    const organisationId = textOf(steps, 'organisationId') ?? '';
    const status = { apply: 'applied', approve: 'approved', return: 'planned', reject: 'rejected', withdraw: 'rejected' }[move];
    if (status !== undefined) await setOrganisation(ask, organisationId, { status, approvalNumber: textOf(steps, 'approvalNumber') });
    if (move === 'reject' || move === 'withdraw') await endOrganisation(ask, organisationId, textOf(steps, 'reason') ?? '');
    if (move === 'file') {
      const electedOn = textOf(steps, 'electedOn') ?? dateOf(ask.now);
      await setOrganisation(ask, organisationId, { status: 'established', establishedOn: electedOn });
      await sql`UPDATE organisation_units SET from_on = ${electedOn} WHERE zone_id = ${ask.actor.zoneId} AND organisation_id = ${organisationId} AND to_on IS NULL`.execute(
        ask.tx,
      );
      await markChanged(ask.tx, ask.actor.zoneId, organisationUnit.name);
      await beginTerm(ask, organisationId, steps, textOf(steps, 'approvalNumber'));
    }
  },
};

/** 换届: the term that ends, the delay that is approved, and the new term with its officers (ORG-14..22). */
export const reelectionServer: CaseServer = {
  declaration: reelection,
  async prepare(ask, move, input, state) {
    const steps = state as StepsState | undefined;
    if (move === 'open') return openReelection(ask, input);
    if (move === 'delay') {
      const rules = await rulesToday(ask);
      const ends = textOf(required(steps), 'termEndsOn') ?? dateOf(ask.now);
      const to = String(input['delayedTo']);
      const refusals: Refusal[] = [];
      if (to <= ends)
        refusals.push({
          code: 'DELAY_BACKWARDS',
          rule: 'ORG-16',
          field: 'delayedTo',
          message: { zh: `须晚于届满日 ${ends}`, en: `It must be after ${ends}, when the term ends` },
        });
      const long = shiftFinding(ends, to, rules);
      if (long) refusals.push(long);
      if (refusals.length > 0) throw invalid(refusals);
    }
    if (move === 'hold') {
      const kind =
        (await organisationGroundsOf(ask)).byId.get(textOf(required(steps), 'organisationId') ?? '')?.kind ?? 'branchIndependent';
      await guardElection(ask, input, kind);
    }
    return { ...input };
  },
  async afterMove(ask, move, input, state) {
    const steps = state as StepsState;
    const organisationId = textOf(steps, 'organisationId') ?? '';
    if (move === 'open') await setOrganisation(ask, organisationId, { status: 'reelectionDue' });
    if (move === 'cancel') await setOrganisation(ask, organisationId, { status: 'established' });
    if (move === 'delay') {
      await sql`UPDATE organisation_terms SET delayed_to = ${String(input['delayedTo'])}, delay_approval = ${String(input['delayApproval'])}, version = version + 1
        WHERE zone_id = ${ask.actor.zoneId} AND organisation_id = ${organisationId} AND ended_on IS NULL AND ends_on = ${textOf(steps, 'termEndsOn')}::date`.execute(
        ask.tx,
      );
      await markChanged(ask.tx, ask.actor.zoneId, organisationTerm.name);
    }
    if (move === 'settle') {
      await closeTerm(ask, organisationId, textOf(steps, 'electedOn') ?? dateOf(ask.now));
      await beginTerm(ask, organisationId, steps, textOf(steps, 'resultApproval'));
      await setOrganisation(ask, organisationId, { status: 'established' });
    }
  },
};

/** 撤销: members go to their new home first; then units, posts and term end, and nothing is deleted (ORG-07). */
export const dissolutionServer: CaseServer = {
  declaration: dissolution,
  async prepare(ask, move, input, state) {
    if (move === 'open') {
      const organisation = (await organisationGroundsOf(ask)).byId.get(String(input['organisationId']));
      return { ...input, title: `撤销：${organisation?.name ?? ''}` };
    }
    if (move === 'dissolve')
      await dissolveOrganisation(ask, textOf(required(state as StepsState | undefined), 'organisationId') ?? '', input);
    return { ...input };
  },
  async afterMove(ask, move, _input, state) {
    const organisationId = textOf(state as StepsState, 'organisationId') ?? '';
    if (move === 'report') await setOrganisation(ask, organisationId, { status: 'adjusting' });
    if (move === 'reject' || move === 'withdraw') await setOrganisation(ask, organisationId, { status: 'established' });
  },
};

function required(state: StepsState | undefined): StepsState {
  if (!state) throw new Error('A move without a case');
  return state;
}

async function rulesToday(ask: Ask): Promise<OrganisationParams> {
  return organisationRulesOn((await groundsOf(ask)).packs, dateOf(ask.now)).params;
}

async function planOrganisation(ask: Ask, input: Input): Promise<string> {
  const { name, kind, unitFirmIds, parentId, parkId, chainIds } = input;
  const [id] = await insertRows(ask, partyOrganisation, [
    {
      name,
      kind,
      unitFirmIds: unitFirmIds ?? [],
      parentId: parentId ?? null,
      parkId: parkId ?? null,
      chainIds: chainIds ?? [],
      status: 'planned',
    },
  ]);
  if (!id) throw new Error('insertRows returned no id');
  return id;
}

async function openReelection(ask: Ask, input: Input): Promise<Record<string, unknown>> {
  const id = String(input['organisationId']);
  const organisation = (await organisationGroundsOf(ask)).byId.get(id);
  const { roles, scope } = ask.actor;
  if (!roles.includes('partyWorkOfficer') && !scope.organisations.includes(id))
    throw forbidden({ zh: '只能为本支部发起换届', en: 'Only for your own branch' });
  const { rows: open } = await sql`SELECT 1 FROM reelections WHERE zone_id = ${ask.actor.zoneId} AND organisation_id = ${id}
    AND status NOT IN ('settled', 'cancelled')`.execute(ask.tx);
  const { rows: terms } = await sql<{ ends_on: string; delayed_to: string | null }>`SELECT ends_on, delayed_to FROM organisation_terms
    WHERE zone_id = ${ask.actor.zoneId} AND organisation_id = ${id} AND ended_on IS NULL ORDER BY begins_on DESC LIMIT 1`.execute(ask.tx);
  const refusals: Refusal[] = [];
  if (open.length > 0)
    refusals.push({
      code: 'REELECTION_OPEN',
      rule: 'ORG-14',
      field: 'organisationId',
      message: { zh: '这个党组织的换届正在办理', en: 'A re-election of this organisation is under way' },
    });
  if (organisation && !organisationKinds[organisation.kind].elected) {
    refusals.push({
      code: 'APPOINTED_KIND',
      rule: 'ORG-08',
      field: 'organisationId',
      message: { zh: '临时和功能型党组织不进行换届选举', en: 'Temporary and functional organisations hold no re-election' },
    });
  } else if (!terms[0]) {
    refusals.push({
      code: 'NO_TERM',
      rule: 'ORG-14',
      field: 'organisationId',
      message: { zh: '还没有登记本届任期，请先补登', en: 'No term is recorded; record it first' },
    });
  }
  if (refusals.length > 0) throw invalid(refusals);
  return {
    ...input,
    title: `换届：${organisation?.name ?? ''}`,
    termEndsOn: terms[0]?.ends_on ?? null,
    ...(terms[0]?.delayed_to ? { delayedTo: terms[0].delayed_to } : {}),
  };
}

/** ORG-10, ORG-19..21 on what an election report states. */
async function guardElection(ask: Ask, input: Input, kind: OrganisationKind): Promise<void> {
  guardDay(ask, input);
  const rules = await rulesToday(ask);
  const count = (name: string) => (typeof input[name] === 'number' ? input[name] : 0);
  const refusals = electionRefusals(
    {
      entitled: count('entitled'),
      present: count('present'),
      seats: count('seats'),
      candidates: count('candidates'),
      leastVotes: count('leastVotes'),
    },
    rules,
  );
  const members = ['organizationName', 'publicityName', 'disciplineName'] as const;
  if (hasCommittee(kind, count('entitled'), rules)) {
    for (const field of members.filter((name) => !input[name]))
      refusals.push({
        code: 'COMMITTEE_INCOMPLETE',
        rule: 'ORG-10',
        field,
        message: {
          zh: '正式党员 7 人以上应设支委会，组织、宣传、纪检委员须齐备',
          en: 'From seven full members a branch has a committee with all its posts',
        },
      });
  }
  if (refusals.length > 0) throw invalid(refusals);
}

function guardDay(ask: Ask, input: Input): void {
  if (String(input['electedOn']) <= dateOf(ask.now)) return;
  throw invalid([
    {
      code: 'ELECTED_AHEAD',
      rule: 'ORG-14',
      field: 'electedOn',
      message: { zh: '选举（任命）日期不能晚于今天', en: 'It cannot be after today' },
    },
  ]);
}

async function setOrganisation(ask: Ask, id: string, change: Input): Promise<void> {
  const { rows } = await sql<{
    version: number;
  }>`SELECT version FROM party_organisations WHERE zone_id = ${ask.actor.zoneId} AND id = ${id} FOR UPDATE`.execute(ask.tx);
  const asOfficer = { ...ask, actor: { ...ask.actor, roles: [...ask.actor.roles, 'partyWorkOfficer' as const] } };
  if (rows[0]) await updateRow(asOfficer, partyOrganisation, id, rows[0].version, change);
}

async function endOrganisation(ask: Ask, id: string, why: string): Promise<void> {
  const { rows } = await sql<{
    version: number;
  }>`SELECT version FROM party_organisations WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  if (rows[0]) await endRow(ask, partyOrganisation, id, rows[0].version, dateOf(ask.now), why);
}

/** The former term and its officers end the day before the new election. */
async function closeTerm(ask: Ask, organisationId: string, electedOn: IsoDate): Promise<void> {
  const last = addDays(electedOn, -1);
  await sql`UPDATE organisation_posts SET to_on = greatest(${last}::date, from_on), version = version + 1 WHERE zone_id = ${ask.actor.zoneId}
    AND organisation_id = ${organisationId} AND ended_on IS NULL AND (to_on IS NULL OR to_on > ${last}::date)`.execute(ask.tx);
  await sql`UPDATE organisation_terms SET ends_on = greatest(${last}::date, begins_on + 1), version = version + 1 WHERE zone_id = ${ask.actor.zoneId}
    AND organisation_id = ${organisationId} AND ended_on IS NULL AND ends_on > ${last}::date`.execute(ask.tx);
  await markChanged(ask.tx, ask.actor.zoneId, organisationPost.name);
  await markChanged(ask.tx, ask.actor.zoneId, organisationTerm.name);
}

/** A new term from the election on, with whoever was elected or appointed (ORG-10, ORG-14). */
async function beginTerm(ask: Ask, organisationId: string, steps: StepsState, approvalNumber: string | null): Promise<void> {
  const kind = (await organisationGroundsOf(ask)).byId.get(organisationId)?.kind ?? 'branchIndependent';
  const rules = await rulesToday(ask);
  const electedOn = textOf(steps, 'electedOn') ?? dateOf(ask.now);
  await insertRows(ask, organisationTerm, [
    {
      organisationId,
      basis: organisationKinds[kind].elected ? 'election' : 'appointment',
      electedOn,
      beginsOn: electedOn,
      endsOn: organisationKinds[kind].elected
        ? endOfTerm(electedOn, kind, rules)
        : addDays(addMonths(electedOn, 12 * rules.termYears.branch), -1),
      approvalNumber,
    },
  ]);
  const posts = [
    ...(['secretary', 'deputySecretary', 'organization', 'publicity', 'discipline'] as const).map((post) => ({
      post,
      name: textOf(steps, `${post}Name`),
    })),
    ...(textOf(steps, 'memberNames') ?? '').split(/[、,，;；]/).map((name) => ({ post: 'member' as const, name: name.trim() })),
  ];
  const filled = posts.filter(({ name }) => name !== null && name !== '');
  if (filled.length > 0)
    await insertRows(
      ask,
      organisationPost,
      filled.map(({ post, name }) => ({ organisationId, post, name, fromOn: electedOn })),
    );
}
