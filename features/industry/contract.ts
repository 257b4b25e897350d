import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import type { Role } from '#kernel/contract/role.ts';
import { nodeStates } from './rules/node-state.ts';

export const chainReaders: readonly Role[] = ['zoneLeader', 'partyWorkOfficer', 'dispatcher', 'specialist', 'departmentHandler', 'projectManager', 'assessmentOfficer', 'auditor'];

const id = z.uuid('不是有效的记录编号');
export const day = z.iso.date('日期写成 2026-11-23 这样');
export const Said = z.object({ zh: z.string(), en: z.string() });

export const NodeOnDay = z.object({
  id: z.string(),
  name: z.string(),
  chainId: z.string(),
  segment: z.enum(['upstream', 'midstream', 'downstream', 'support']),
  position: z.number(),
  keyNode: z.boolean(),
  firms: z.number(),
  aboveScale: z.number(),
  hasLeader: z.boolean(),
  localSupply: z.number().nullable(),
  importDependence: z.number().nullable(),
  statedOn: z.string().nullable(),
  state: z.enum(nodeStates),
  reasons: z.array(Said),
  action: z.enum(['fill', 'strengthen']).nullable(),
});

/** The nodes of a chain, or of all, as they stood on a day, each state with its reasons (§7.2). */
export const nodeStatesOn = defineEndpoint({
  method: 'GET',
  path: '/api/node-states',
  summary: 'Nodes of a chain as of a day: missing, single point, weak, normal, strong, and why',
  callers: chainReaders,
  query: z.strictObject({ chainId: id.optional(), asOf: day.optional() }),
  answer: z.object({ asOf: z.string(), edition: z.string(), nodes: z.array(NodeOnDay) }),
});

/** One line a chain: its nodes by state, firms, chief and whether the chief has visited this quarter (CHN-06). */
export const chainOverview = defineEndpoint({
  method: 'GET',
  path: '/api/chain-overview',
  summary: 'Chains as of a day: firms, nodes by state, chief, office, visit of the quarter, actions under way',
  callers: chainReaders,
  query: z.strictObject({ asOf: day.optional() }),
  answer: z.object({
    asOf: z.string(),
    chains: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        firms: z.number(),
        states: z.record(z.enum(nodeStates), z.number()),
        chief: z.object({ id: z.string(), name: z.string() }).nullable(),
        office: z.string().nullable(),
        visits: z.object({ held: z.number(), wanted: z.number(), quarterEndsOn: z.string() }),
        actions: z.object({ open: z.number(), late: z.number() }),
        leaders: z.number(),
      }),
    ),
  }),
});

const RippleFirm = z.object({
  firmId: z.string(),
  firm: z.string(),
  hop: z.number(),
  viaId: z.string(),
  via: z.string(),
  confidence: z.number(),
  parkId: z.string().nullable(),
  /** nodes it stands on */
  nodes: z.array(z.string()),
  /** other live suppliers that it has beside those that stopped */
  otherSuppliers: z.number(),
  organisations: z.array(z.object({ id: z.string(), name: z.string() })),
  members: z.number(),
  specialists: z.array(z.object({ id: z.string(), name: z.string() })),
  openCases: z.number(),
});

/** Who is hit within some hops if a firm or a whole node stops, and whom to call (product idea 10). */
export const ripple = defineEndpoint({
  method: 'GET',
  path: '/api/ripple',
  summary: 'Who is hit within n hops if this firm or node stops, with organisations, specialists and open cases',
  callers: chainReaders,
  query: z.strictObject({
    firmId: id.optional(),
    nodeId: id.optional(),
    hops: z.coerce.number().int().min(1).max(6).optional(),
    direction: z.enum(['supply', 'orders', 'both']).optional(),
    asOf: day.optional(),
    /** leaves out edges less sure than this, 0..100 */
    sure: z.coerce.number().int().min(0).max(100).optional(),
  }),
  answer: z.object({
    asOf: z.string(),
    stopped: z.array(z.object({ id: z.string(), name: z.string() })),
    hits: z.array(RippleFirm),
    byHop: z.array(z.number()),
    edges: z.number(),
  }),
});

/** A firm's own word on an edge that names it: confirm, correct or hide. */
export const sayOfEdge = defineEndpoint({
  method: 'POST',
  path: '/api/supply-edges/:id/word',
  summary: 'The firm confirms, corrects or hides a supply edge that names it',
  callers: ['enterpriseContact'],
  params: idParams,
  body: z.strictObject({
    word: z.enum(['confirmed', 'corrected', 'hidden']),
    product: z.string().trim().max(120).optional(),
    note: z.string().trim().max(300).optional(),
  }),
  answer: z.object({ isHidden: z.boolean(), confidence: z.number() }),
});
