import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { itemAt } from '../random.ts';
import type { PlannedChains } from './chains.ts';
import { add, type Plan } from './organisation-rows.ts';

const actionWords = [
  '先锋90后',
  '芯火突击',
  '强链攻坚',
  '青年科创',
  '项目专班',
  '算力护航',
  '质量先锋',
  '绿能行动',
  '出海护航',
  '数字工匠',
  '冷链保供',
  '专利冲刺',
];

/** What lies over the legal tree: chain committees, action branches (22 and one dissolved), a few temporary and floating ones. */
export function planOverlays(plan: Plan, chains: PlannedChains, topId: string): void {
  const { world, random } = plan;
  const today = dateOf(world.now);
  for (const [chain, chainId] of chains.chainIds) {
    const name = String(chains.rows.chain.find((row) => row.id === chainId)?.values['name'] ?? chain);
    add(
      plan,
      {
        name: `${name}产业链党委`,
        kind: 'chainCommittee',
        firms: [],
        full: 0,
        establishedOn: addDays(today, -random.int(200, 700)),
        parentId: topId,
      },
      { chainIds: [chainId] },
    );
  }
  const chainIds = [...chains.chainIds.values()];
  for (let index = 0; index < 23; index += 1) {
    const word = itemAt(actionWords, index % actionWords.length);
    const name = `${index < actionWords.length ? word : `${word}（二）`}行动党支部`;
    const establishedOn = addDays(today, -random.int(60, 650));
    add(
      plan,
      { name, kind: 'branchAction', firms: [], full: 0, establishedOn, parentId: topId },
      { chainIds: [random.pick(chainIds)], ...(index === 22 ? { status: 'dissolved', dissolvedOn: addDays(today, -20) } : {}) },
    );
  }
  for (const name of ['二期工地临时党支部', '创新展会临时党支部'])
    add(
      plan,
      { name, kind: 'branchTemporary', firms: [], full: 0, establishedOn: addDays(today, -90), parentId: topId },
      { isFunctionalNote: '项目期间教育管理党员' },
    );
  add(plan, {
    name: '人才公寓流动党员党支部',
    kind: 'floatingBranch',
    firms: [],
    full: 0,
    establishedOn: addDays(today, -400),
    parentId: topId,
  });
}
