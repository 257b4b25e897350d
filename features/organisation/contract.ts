import { z } from 'zod';
import { defineEndpoint, fileAnswer, idParams } from '#kernel/contract/endpoint.ts';
import type { Role } from '#kernel/contract/role.ts';
import { coverageMeasures } from './rules/coverage.ts';
import { organisationKindNames } from './rules/kinds.ts';

/** Who sees members' numbers firm by firm: small numbers are about people (rulebook §12.1). */
export const numberReaders: readonly Role[] = ['zoneLeader', 'partyWorkOfficer', 'assessmentOfficer', 'auditor'];

/** Who reads the zone's organisations as a whole; members' names and firms' numbers are narrower. */
export const organisationReaders: readonly Role[] = ['zoneLeader', 'partyWorkOfficer', 'assessmentOfficer', 'auditor', 'dispatcher', 'specialist'];

const id = z.uuid('不是有效的记录编号');
export const day = z.iso.date('日期写成 2026-11-23 这样');
export const Said = z.object({ zh: z.string(), en: z.string() });

const Share = z.object({ numerator: z.number(), denominator: z.number(), rate: z.number().nullable() });
const measure = z.enum(coverageMeasures);
const base = z.enum(['operating', 'survey']);
/** one cut of the zone: a chain, a park, a size */
const cut = { chainId: id.optional(), parkId: id.optional(), scaleClass: z.string().max(20).optional(), base: base.optional(), asOf: day.optional() };

export const coverage = defineEndpoint({
  method: 'GET',
  path: '/api/coverage',
  summary: 'The two coverages as of a day with every definition, by zone, chain, park and size',
  callers: numberReaders,
  query: z.strictObject({ ...cut, by: z.enum(['chain', 'park', 'scale']).optional() }),
  answer: z.object({
    asOf: z.string(),
    base,
    edition: z.string(),
    firms: z.number(),
    measures: z.record(measure, Share),
    rows: z.array(z.object({ key: z.string().nullable(), name: Said, measures: z.record(measure, Share), gaps: z.number(), members: z.number() })),
  }),
});

const FirmInCoverage = z.object({
  id: z.string(),
  name: z.string(),
  parkId: z.string().nullable(),
  park: z.string().nullable(),
  chains: z.array(z.string()),
  scaleClass: z.string().nullable(),
  employees: z.number().nullable(),
  fullMembers: z.number(),
  probationary: z.number(),
  membersBasis: z.enum(['stated', 'register']).nullable(),
  own: z.boolean(),
  joint: z.boolean(),
  instructor: z.boolean(),
  liaison: z.boolean(),
  organisations: z.array(z.object({ id: z.string(), name: z.string() })),
  counted: z.boolean(),
  gap: z.enum(['ownBranch', 'jointBranch', 'instructor', 'visit', 'none']),
  why: Said,
});

/** The firms behind a rate: those in the numerator, those missing from it, or all below the line. */
export const coverageFirms = defineEndpoint({
  method: 'GET',
  path: '/api/coverage/firms',
  summary: 'The firms behind a coverage rate: counted, missing, or both, each with why',
  callers: numberReaders,
  query: z.strictObject({
    ...cut,
    measure,
    side: z.enum(['above', 'missing', 'below']).optional(),
    gap: z.enum(['ownBranch', 'jointBranch', 'instructor', 'visit']).optional(),
    after: z.coerce.number().int().min(0).optional(),
    limit: z.coerce.number().int().min(1).max(500).optional(),
  }),
  answer: z.object({ total: z.number(), rows: z.array(FirmInCoverage) }),
});

/** 两个覆盖统计表: the officials' table as Excel, with the firms on a second sheet. */
export const coverageSheet = defineEndpoint({
  method: 'GET',
  path: '/api/coverage/sheet',
  summary: 'The two coverages as an Excel ledger, by chain, park or size, with its firms',
  callers: ['partyWorkOfficer', 'zoneLeader', 'assessmentOfficer', 'auditor'],
  query: z.strictObject({ ...cut, by: z.enum(['chain', 'park', 'scale']).optional() }),
  answer: fileAnswer,
});

const TreeNode = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(organisationKindNames),
  status: z.string(),
  parentId: z.string().nullable(),
  parkId: z.string().nullable(),
  units: z.number(),
  /** distinct members: by their legal homes, or by the covered firms' numbers where none is registered */
  members: z.number(),
  secretary: z.string().nullable(),
  termEndsOn: z.string().nullable(),
  /** the last day of an approved delay (ORG-16) */
  termDelayedTo: z.string().nullable(),
  termColour: z.enum(['green', 'yellow', 'orange', 'red']).nullable(),
  chainIds: z.array(z.string()),
});

/** The legal tree as of a day, each organisation with its own numbers; totals never count anyone twice. */
export const organisationTree = defineEndpoint({
  method: 'GET',
  path: '/api/organisation-tree',
  summary: 'Party organisations as of a day: legal tree, units, members, secretary, term colour',
  callers: numberReaders,
  query: z.strictObject({ asOf: day.optional() }),
  answer: z.object({
    asOf: z.string(),
    organisations: z.array(TreeNode),
    totals: z.object({ organisations: z.number(), byKind: z.record(z.string(), z.number()), members: z.number(), functionalMemberships: z.number() }),
  }),
});

/** One organisation as of a day: people, units, terms, members by number. */
export const organisationOnDay = defineEndpoint({
  method: 'GET',
  path: '/api/organisations/:id/on-day',
  summary: 'One organisation as of a day: parent, firms, officers, term and its colour, members',
  callers: [...numberReaders, 'branchSecretary'],
  params: idParams,
  query: z.strictObject({ asOf: day.optional() }),
  answer: z.object({
    asOf: z.string(),
    parent: z.object({ id: z.string(), name: z.string() }).nullable(),
    children: z.array(z.object({ id: z.string(), name: z.string() })),
    units: z.array(z.object({ id: z.string(), name: z.string(), full: z.number(), probationary: z.number(), since: z.string() })),
    officers: z.array(z.object({ name: z.string(), post: z.string(), since: z.string(), isManager: z.boolean(), traits: z.array(z.string()) })),
    term: z.object({ basis: z.string(), electedOn: z.string(), beginsOn: z.string(), endsOn: z.string(), delayedTo: z.string().nullable(), colour: z.enum(['green', 'yellow', 'orange', 'red']) }).nullable(),
    members: z.object({ legal: z.number(), functional: z.number(), full: z.number() }),
    chains: z.array(z.object({ id: z.string(), name: z.string() })),
    findings: z.array(z.object({ rule: z.string(), strength: z.enum(['must', 'normally', 'may']), ok: z.boolean(), message: Said })),
  }),
});

/** The gaps by park and chain: how many firms owe a branch of their own, should join one, need an instructor. A firm on two chains stands in both. */
export const gapGrid = defineEndpoint({
  method: 'GET',
  path: '/api/coverage/gaps',
  summary: 'Coverage gaps by park and chain as of a day',
  callers: numberReaders,
  query: z.strictObject({ base: base.optional(), asOf: day.optional() }),
  answer: z.object({
    asOf: z.string(),
    parks: z.array(z.object({ id: z.string(), name: z.string() })),
    chains: z.array(z.object({ id: z.string(), name: z.string() })),
    cells: z.array(z.object({ parkId: z.string(), chainId: z.string().nullable(), ownBranch: z.number(), jointBranch: z.number(), instructor: z.number() })),
  }),
});

/** Terms that have ended or end within the warning (ORG-15), the worst first, each with its next step. */
export const termsDue = defineEndpoint({
  method: 'GET',
  path: '/api/terms-due',
  summary: 'Organisations whose term has ended or ends soon, with the next step',
  callers: numberReaders,
  query: z.strictObject({ asOf: day.optional() }),
  answer: z.object({
    asOf: z.string(),
    total: z.number(),
    rows: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        endsOn: z.string(),
        colour: z.enum(['yellow', 'orange', 'red']),
        reelectionId: z.string().nullable(),
        next: Said,
      }),
    ),
  }),
});

/** A firm in the eyes of Party work today: who covers it, its members, and what the rules ask (ORG-01, ORG-03, §1.3). */
export const firmParty = defineEndpoint({
  method: 'GET',
  path: '/api/firms/:id/party',
  summary: 'Organisations that cover a firm, its members, and the gap by rule',
  callers: organisationReaders,
  params: idParams,
  answer: z.object({
    organisations: z.array(z.object({ id: z.string(), name: z.string() })),
    /** null for readers to whom small numbers are not shown */
    fullMembers: z.number().nullable(),
    probationary: z.number().nullable(),
    basis: z.enum(['stated', 'register']).nullable(),
    instructor: z.boolean(),
    instructorVisited: z.boolean(),
    liaison: z.boolean(),
    gap: z.enum(['ownBranch', 'jointBranch', 'instructor', 'visit', 'none']),
    why: Said,
  }),
});

/** The thresholds in force with where each comes from, so that nobody takes a default for a regulation (rulebook §0, §15). */
export const organisationRules = defineEndpoint({
  method: 'GET',
  path: '/api/organisation-rules',
  summary: 'Thresholds of Party organisations in force, each with rule, source and confidence',
  callers: organisationReaders,
  answer: z.object({
    edition: z.string(),
    source: z.string(),
    rows: z.array(z.object({ key: z.string(), label: Said, value: z.string(), rule: z.string(), confidence: z.string() })),
  }),
});
