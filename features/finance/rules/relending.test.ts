import { expect, test } from 'vitest';
import { defaultCreditPack } from './credit-pack.ts';
import { relendingOf, type RelendingGround } from './relending.ts';

const spell = (kind: string, until: string | null = null) => ({ kind, value: kind, from: '2024-01-01', until });
const plain: RelendingGround = { day: '2026-06-03', stage: 'stable', qualifications: [], isPrivateSme: false, rdPercent: null };
const says = (over: Partial<RelendingGround>) => relendingOf({ ...plain, ...over }, defaultCreditPack.params)?.zh ?? null;

test('§5.6: relending is said to be possible for technology SMEs in their first stages and private SMEs that research much; nothing is promised', () => {
  expect(says({})).toBeNull();
  for (const stage of ['startup', 'growth'] as const)
    expect(says({ stage, qualifications: [spell('techSme', '2026-06-03')] })).toContain('可能适用科技创新和技术改造再贷款（科技型中小企业');
  expect(says({ stage: 'growth', qualifications: [spell('techSme', '2026-06-02')] })).toBeNull();
  expect(says({ stage: 'growth', qualifications: [spell('highTech')] })).toBeNull();
  for (const stage of ['stable', null] as const) expect(says({ stage, qualifications: [spell('techSme')] })).toBeNull();
  expect(says({ isPrivateSme: true, rdPercent: 5 })).toContain('研发投入强度 5%');
  expect(says({ isPrivateSme: true, rdPercent: 4.99 })).toBeNull();
  expect(says({ isPrivateSme: true })).toBeNull();
  expect(says({ rdPercent: 50 })).toBeNull();
});
