import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { makeSystemMove } from '#kernel/server/cases/move.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { overlapRefusals, titleOf } from '#kernel/server/records/spans.ts';
import { firmsByIds } from '#features/registry/server/index.ts';
import { chainAction } from '../action-case.ts';
import { chainLeader } from '../leader-case.ts';
import { chain, chainChief, chainMembership, chainNode, cluster, clusterMember, nodeSupply, supplyEdge } from '../records.ts';
import { chiefOn } from './chiefs.ts';

type Values = Readonly<Record<string, unknown>>;

/** The industry's records with the checks that need other rows. */
export const industryRecords: readonly RecordServer[] = [
  { declaration: chain },
  { declaration: chainNode },
  {
    declaration: nodeSupply,
    beforeWrite: async (ask, values) => ({
      values: { ...values, title: `${await titleOf(ask, 'chainNode', values['nodeId'])} ${String(values['statedOn'] ?? '')}` },
    }),
  },
  {
    declaration: chainMembership,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const nodeId = String(values['nodeId'] ?? '');
      const chainId = await chainOfNode(ask, nodeId);
      const title = `${await titleOf(ask, 'firm', values['firmId'])} – ${await titleOf(ask, 'chainNode', nodeId)}`;
      const refusals = [
        ...(await firmRefusals(ask, values, 'firmId')),
        ...(await overlapRefusals(ask, chainMembership, values, before, ['firmId', 'nodeId'], {
          code: 'SPAN_OVERLAPS',
          rule: '7.1',
          field: 'fromOn',
          message: { zh: '这家企业在这个环节上的时段与已有记录重叠', en: 'The firm is on this node already for some of these days' },
        })),
      ];
      return { values: { ...values, chainId, title }, refusals };
    },
    async afterWrite(ask, ids) {
      await keepOnePrimary(ask, ids);
    },
  },
  {
    declaration: supplyEdge,
    async beforeWrite(ask, values) {
      const title = `${await titleOf(ask, 'firm', values['supplierId'])} → ${await titleOf(ask, 'firm', values['buyerId'])}`;
      const refusals = [...(await firmRefusals(ask, values, 'supplierId')), ...(await firmRefusals(ask, values, 'buyerId'))];
      return { values: { ...values, isHidden: values['isHidden'] ?? false, title }, refusals };
    },
  },
  {
    declaration: chainChief,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const title = `${await titleOf(ask, 'chain', values['chainId'])} – ${await titleOf(ask, 'user', values['userId'])}`;
      const refusals =
        values['post'] === 'chief'
          ? await overlapRefusals(ask, chainChief, values, before, ['chainId', 'post'], {
              code: 'SPAN_OVERLAPS',
              rule: 'CHN-06',
              field: 'fromOn',
              message: {
                zh: '一条链同一时间只有一位链长，请先给现任链长填写截止日',
                en: 'A chain has one chief at a time; give the present one a last day first',
              },
            })
          : [];
      return { values: { ...values, title }, refusals };
    },
    async afterWrite(ask, ids) {
      await tellChiefs(ask, ids);
    },
  },
  { declaration: cluster },
  {
    declaration: clusterMember,
    oneByOne: true,
    async beforeWrite(ask, values, before) {
      const title = `${await titleOf(ask, 'cluster', values['clusterId'])} – ${await titleOf(ask, 'firm', values['firmId'])}`;
      const refusals = await overlapRefusals(ask, clusterMember, values, before, ['clusterId', 'firmId'], {
        code: 'SPAN_OVERLAPS',
        rule: '7.1',
        field: 'fromOn',
        message: { zh: '这家企业在这个集群的时段与已有记录重叠', en: 'The firm is in this cluster already for some of these days' },
      });
      return { values: { ...values, title }, refusals };
    },
  },
];

async function chainOfNode(ask: Ask, nodeId: string): Promise<string | null> {
  const { rows } = await sql<{ chain_id: string }>`SELECT chain_id FROM chain_nodes
    WHERE zone_id = ${ask.actor.zoneId} AND id::text = ${nodeId}`.execute(ask.tx);
  return rows[0]?.chain_id ?? null;
}

/** A firm that has left the roster stands on no node and trades with nobody from then on. */
async function firmRefusals(ask: Ask, values: Values, field: string): Promise<Refusal[]> {
  const id = values[field];
  if (typeof id !== 'string') return [];
  const firm = (await firmsByIds(ask.tx, ask.actor.zoneId, [id])).get(id);
  const from = String(values['fromOn'] ?? dateOf(ask.now));
  if (!firm?.endedOn || from < firm.endedOn) return [];
  return [
    {
      code: 'FIRM_LEFT',
      rule: '7.1',
      field,
      message: {
        zh: `“${firm.name}”已于 ${firm.endedOn} 退出名录，之后的日子不能再挂到链上`,
        en: `“${firm.name}” left the roster on ${firm.endedOn}; it cannot be put on a chain from then on`,
      },
    },
  ];
}

/** One of a firm's chains is the primary one: the first, or whichever was marked last (§7.1). */
async function keepOnePrimary(ask: Ask, ids: readonly string[]): Promise<void> {
  const zoneId = ask.actor.zoneId;
  await sql`UPDATE chain_memberships o SET is_primary = false, version = o.version + 1 FROM chain_memberships m
    WHERE m.zone_id = ${zoneId} AND m.id = ANY(${[...ids]}::uuid[]) AND m.is_primary AND o.zone_id = m.zone_id AND o.firm_id = m.firm_id
      AND o.id <> m.id AND o.is_primary AND o.ended_on IS NULL AND NOT o.id = ANY(${[...ids]}::uuid[])`.execute(ask.tx);
  await sql`UPDATE chain_memberships m SET is_primary = true WHERE m.zone_id = ${zoneId} AND m.id IN (
    SELECT DISTINCT ON (n.firm_id) n.id FROM chain_memberships n WHERE n.zone_id = ${zoneId} AND n.id = ANY(${[...ids]}::uuid[])
      AND n.to_on IS NULL AND NOT EXISTS (SELECT 1 FROM chain_memberships p WHERE p.zone_id = n.zone_id AND p.firm_id = n.firm_id
        AND p.is_primary AND p.ended_on IS NULL AND p.to_on IS NULL) ORDER BY n.firm_id, n.from_on, n.id)`.execute(ask.tx);
}

/** Open applications and actions of a chain know its present chief, so that the page offers the chief's moves to nobody else. */
async function tellChiefs(ask: Ask, ids: readonly string[]): Promise<void> {
  const zoneId = ask.actor.zoneId;
  const { rows } = await sql<{ chain_id: string }>`SELECT DISTINCT chain_id FROM chain_chiefs
    WHERE zone_id = ${zoneId} AND id = ANY(${[...ids]}::uuid[])`.execute(ask.tx);
  const system = { ...ask, actor: { ...systemActor(zoneId), name: ask.actor.name } };
  for (const { chain_id: chainId } of rows) {
    const chiefId = await chiefOn(ask.tx, zoneId, chainId, dateOf(ask.now));
    for (const [declaration, open] of [
      [chainLeader, sql`status NOT IN ('declined', 'withdrawn', 'removed')`],
      [chainAction, sql`status NOT IN ('done', 'dropped')`],
    ] as const) {
      const cases = await sql<{ id: string }>`SELECT id FROM ${sql.table(declaration.table)}
        WHERE zone_id = ${zoneId} AND chain_id = ${chainId} AND ${open} ORDER BY id`.execute(ask.tx);
      for (const { id } of cases.rows) await makeSystemMove(system, declaration, id, 'changeChief', { chiefId });
    }
  }
}
