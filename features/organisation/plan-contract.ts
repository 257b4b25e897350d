import { z } from 'zod';
import { defineEndpoint } from '#kernel/contract/endpoint.ts';
import { day, Said } from './contract.ts';

const id = z.uuid('不是有效的记录编号');
const ids = (most: number) => z.array(id).max(most);

const PlannedFirm = z.object({ id: z.string(), name: z.string(), fullMembers: z.number(), members: z.number(), park: z.string().nullable(), chains: z.array(z.string()) });

const Proposal = z.object({
  /** names the proposal while the plan is on the page */
  key: z.string(),
  kind: z.enum(['independent', 'joint', 'join']),
  /** suggested name of the branch; the joined branch's own name */
  name: z.string(),
  branchId: z.string().nullable(),
  firms: z.array(PlannedFirm),
  fullMembers: z.number(),
  parkId: z.string().nullable(),
  park: z.string().nullable(),
  chain: z.string().nullable(),
  chainId: z.string().nullable(),
  locked: z.boolean(),
  why: Said,
});

/** 覆盖规划: which firms owe a branch of their own, and which small firms should form joint branches (ORG-01, ORG-03). */
export const planCoverage = defineEndpoint({
  method: 'POST',
  path: '/api/coverage-plans',
  summary: 'Propose branches to form; nothing changes until accepted. Lock, leave out or keep apart, and ask again',
  callers: ['partyWorkOfficer', 'zoneLeader'],
  body: z.strictObject({
    parkId: id.optional(),
    chainId: id.optional(),
    /** groups to be kept as they are: at most five firms with three full members together */
    locked: z.array(ids(20).min(1)).max(500).optional(),
    leaveOut: ids(5000).optional(),
    apart: z
      .array(z.tuple([id, id]))
      .max(100)
      .optional(),
    seconds: z.number().min(1).max(60).optional(),
  }),
  answer: z.object({
    asOf: z.string(),
    edition: z.string(),
    proposals: z.array(Proposal),
    before: z.object({ firms: z.number(), covered: z.number() }),
    after: z.object({ covered: z.number(), members: z.number() }),
    uncovered: z.array(z.object({ id: z.string(), name: z.string(), why: Said })),
    coherence: z.number(),
    optimal: z.boolean(),
    /** 0..1, how far from the best at most */
    gap: z.number(),
    seconds: z.number(),
  }),
});

/** Opens a formation case for each chosen proposal, all or none. */
export const acceptCoveragePlan = defineEndpoint({
  method: 'POST',
  path: '/api/coverage-plans/accept',
  summary: 'Open formation cases for the chosen proposals, all or none',
  callers: ['partyWorkOfficer'],
  effect: 'create',
  body: z.strictObject({
    proposals: z
      .array(
        z.strictObject({
          kind: z.enum(['independent', 'joint', 'join']),
          name: z.string().trim().min(1).max(120),
          firmIds: ids(20).min(1),
          branchId: id.optional(),
          parkId: id.nullable().optional(),
          chainId: id.nullable().optional(),
          ground: z.string().trim().max(500).optional(),
        }),
      )
      .min(1)
      .max(500),
  }),
  answer: z.object({ formations: z.array(z.string()), joined: z.number() }),
});

/** 党建指导员规划: who should look after which firm, and how many more are needed where (§1.3, §1.4). */
export const planInstructors = defineEndpoint({
  method: 'POST',
  path: '/api/instructor-plans',
  summary: 'Propose instructors for firms that nothing covers, and how many more are needed in each park',
  callers: ['partyWorkOfficer', 'zoneLeader'],
  body: z.strictObject({ parkId: id.optional(), most: z.number().int().min(1).max(100).optional() }),
  answer: z.object({
    pairs: z.array(z.object({ firmId: z.string(), firm: z.string(), userId: z.string(), user: z.string(), why: Said })),
    unserved: z.number(),
    missing: z.array(z.object({ parkId: z.string().nullable(), park: z.string(), firms: z.number(), instructors: z.number() })),
    loads: z.array(z.object({ userId: z.string(), user: z.string(), before: z.number(), after: z.number() })),
    optimal: z.boolean(),
    seconds: z.number(),
  }),
});

export const acceptInstructorPlan = defineEndpoint({
  method: 'POST',
  path: '/api/instructor-plans/accept',
  summary: 'Assign the chosen instructors from today',
  callers: ['partyWorkOfficer'],
  effect: 'create',
  body: z.strictObject({
    pairs: z
      .array(z.strictObject({ firmId: id, userId: id }))
      .min(1)
      .max(5000),
    fromOn: day.optional(),
  }),
  answer: z.object({ assigned: z.number() }),
});
