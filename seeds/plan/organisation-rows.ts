import { defaultOrganisationPack } from '#features/organisation/rules/organisation-pack.ts';
import { endOfTerm } from '#features/organisation/rules/terms.ts';
import { hasCommittee } from '#features/organisation/rules/set-up.ts';
import type { OrganisationKind } from '#features/organisation/rules/kinds.ts';
import { addDays, addMonths, dateOf, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { makeId, type Random } from '../random.ts';
import { inventName } from './registry.ts';
import type { PlannedFirm, PlannedRow, World } from './world.ts';

export type PlannedOrganisation = {
  readonly id: string;
  readonly name: string;
  readonly kind: OrganisationKind;
  readonly firms: readonly PlannedFirm[];
  readonly full: number;
  readonly establishedOn: IsoDate;
  readonly parentId: string | null;
};

export type PlannedOrganisations = {
  readonly rows: Readonly<
    Record<'partyOrganisation' | 'organisationUnit' | 'organisationTerm' | 'organisationPost' | 'memberCount', readonly PlannedRow[]>
  >;
  readonly organisations: readonly PlannedOrganisation[];
  /** firm id → full and probationary members */
  readonly members: ReadonlyMap<string, { readonly full: number; readonly probationary: number }>;
};

/** What the parts of the plan add to. */
export type Plan = {
  readonly world: World;
  readonly random: Random;
  readonly members: PlannedOrganisations['members'];
  readonly organisations: PlannedOrganisation[];
  readonly rows: Record<keyof PlannedOrganisations['rows'], PlannedRow[]>;
};

const rules = defaultOrganisationPack.params;

/** One organisation with its units, term and officers. */
export function add(plan: Plan, one: Omit<PlannedOrganisation, 'id'>, more: Record<string, unknown> = {}): PlannedOrganisation {
  const { random, rows, world } = plan;
  const createdAt = startOfDay(one.establishedOn > world.startedOn ? one.establishedOn : world.startedOn);
  const row = (values: Record<string, unknown>): PlannedRow => ({ id: makeId(random, createdAt), createdAt, values });
  const elected = ['committee', 'generalBranch', 'branchIndependent', 'branchJoint'].includes(one.kind);
  const years = one.kind === 'committee' ? 5 : 3;
  let begins = addDays(one.establishedOn, 12);
  while (addMonths(begins, years * 12) < addDays(dateOf(world.now), -200)) begins = addMonths(begins, years * 12);
  const endsOn = elected ? endOfTerm(begins, one.kind, rules) : null;
  const late = endsOn !== null && endsOn < dateOf(world.now);
  const delayedTo = late && random.chance(0.35) ? addDays(dateOf(world.now), random.int(10, 120)) : null;
  const vacant = elected && random.chance(0.03);
  const secretaryName = vacant ? null : inventName(random);
  const organisation = row({
    name: one.name,
    kind: one.kind,
    status: 'established',
    parentId: one.parentId,
    unitFirmIds: one.firms.map((firm) => firm.id),
    establishedOn: one.establishedOn,
    approvalNumber: `云高党批〔${one.establishedOn.slice(0, 4)}〕${random.int(1, 99)}号`,
    termEndsOn: delayedTo ?? endsOn,
    secretaryName,
    ...more,
  });
  rows.partyOrganisation.push(organisation);
  const organisationId = organisation.id;
  for (const firm of one.firms)
    rows.organisationUnit.push(
      row({ title: `${one.name} – ${firm.name}`, organisationId, firmId: firm.id, fromOn: one.establishedOn, toOn: null }),
    );
  if (endsOn !== null) {
    rows.organisationTerm.push(
      row({
        title: `${one.name} ${begins}`,
        organisationId,
        basis: 'election',
        electedOn: begins,
        beginsOn: begins,
        endsOn,
        delayedTo,
        delayApproval: delayedTo === null ? null : '云高党函延 3 号',
        approvalNumber: '云高党批复',
      }),
    );
  }
  const post = (name: string, key: string, traits: readonly string[] = []) =>
    rows.organisationPost.push(
      row({ title: `${one.name} – ${name}`, organisationId, name, post: key, traits, isManager: random.chance(0.7), fromOn: begins }),
    );
  if (secretaryName !== null) post(secretaryName, 'secretary', [random.pick(['executive', 'highKnowledge', 'founder'])]);
  if (elected && hasCommittee(one.kind, one.full, rules))
    for (const key of ['organization', 'publicity', 'discipline', 'member'].slice(0, random.chance(0.9) ? 4 : 2))
      post(inventName(random), key);
  const planned = { ...one, id: organisationId };
  plan.organisations.push(planned);
  return planned;
}
