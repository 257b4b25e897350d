import { z } from 'zod';
import { defineEndpoint } from '#kernel/contract/endpoint.ts';
import { chainReaders, day, NodeOnDay } from './contract.ts';

const id = z.uuid('不是有效的记录编号');

/** Firms are named once; everything else points to their place in the list, so that 5,000 of them travel light. */
export const ChainMap = z.object({
  asOf: z.string(),
  edition: z.string(),
  chains: z.array(z.object({ id: z.string(), name: z.string() })),
  nodes: z.array(NodeOnDay),
  firms: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      park: z.string().nullable(),
      scale: z.string().nullable(),
      open: z.number(),
      lamp: z.enum(['none', 'green', 'yellow', 'red']),
      organised: z.enum(['own', 'joint', 'instructor', 'none']),
      leader: z.boolean(),
    }),
  ),
  /** firm, node */
  places: z.array(z.tuple([z.number(), z.number()])),
  /** supplier, buyer, confidence 0..100 */
  edges: z.array(z.tuple([z.number(), z.number(), z.number()])),
  /** joint branches: the firms that each covers */
  organisations: z.array(z.object({ id: z.string(), name: z.string(), firms: z.array(z.number()) })),
});

export type ChainMap = z.infer<typeof ChainMap>;

export const chainMap = defineEndpoint({
  method: 'GET',
  path: '/api/chain-maps',
  summary: 'The chain map as of a day: nodes with states, firms with lamps and organisations, supply edges',
  callers: chainReaders,
  query: z.strictObject({ chainId: id.optional(), parkId: id.optional(), asOf: day.optional() }),
  answer: ChainMap,
});
