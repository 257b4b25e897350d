import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultCreditPack } from './credit-pack.ts';
import { eligibilityOf, tierOf, type EligibilityGround, type Spell } from './eligibility.ts';

const params = defaultCreditPack.params;
const wan = (amount: number) => BigInt(amount) * 1_000_000n;
const spell = (kind: string, value: string, from = '2026-01-01', until: string | null = null): Spell => ({ kind, value, from, until });
const good: EligibilityGround = {
  day: '2026-06-03',
  standing: { isOperating: true, says: { zh: '在营', en: 'Operating' } },
  registeredOn: '2018-03-01',
  score: 85,
  isVetoedByPoints: false,
  qualifications: [spell('highTech', 'highTech', '2024-12-01', '2027-11-30')],
  facts: [
    spell('taxGrade', 'A'),
    spell('dishonest', 'none'),
    spell('environment', 'green'),
    spell('overdueLoan', 'none'),
    spell('seriousViolation', 'none'),
  ],
  hasOverdueLine: false,
  year: 2025,
  isFrozen: true,
  revenue: new Map([
    [2025, 3000],
    [2024, 2000],
  ]),
  product: { cap: wan(800), qualifications: [] },
};
const judge = (over: Partial<EligibilityGround> = {}) => eligibilityOf({ ...good, ...over }, params);
const failing = (over: Partial<EligibilityGround>) =>
  judge(over)
    .reasons.filter(({ passes }) => passes === false)
    .map(({ code }) => code);

test('T-CRD-2: tax grade D vetoes whatever the score; every veto is named, and what nobody looked into is said so, not guessed', () => {
  const vetoed = judge({ score: 120, facts: [spell('taxGrade', 'A', '2025-01-01'), spell('taxGrade', 'D', '2026-04-01')] });
  expect(vetoed).toMatchObject({ isEligible: false, isVetoed: true, suggestedLine: 0n });
  expect(vetoed.reasons.find(({ code }) => code === 'taxGrade')).toMatchObject({ rule: 'T-CRD-2', passes: false });
  expect(vetoed.reasons.find(({ code }) => code === 'environment')).toMatchObject({ passes: null });
  // the grade of a year that is over no longer counts, nor one that begins later
  expect(judge({ facts: [spell('taxGrade', 'D', '2024-01-01', '2026-06-02'), spell('taxGrade', 'D', '2026-06-04')] }).isVetoed).toBe(false);
  for (const [kind, value] of [
    ['dishonest', 'found'],
    ['environment', 'red'],
    ['environment', 'black'],
    ['overdueLoan', 'found'],
  ] as const)
    expect(failing({ facts: [spell(kind, value)] })).toEqual([kind]);
  expect(judge({ facts: [spell('environment', 'yellow')] }).isEligible).toBe(true);
  expect(failing({ hasOverdueLine: true })).toEqual(['overdueLoan']);
  expect(failing({ isVetoedByPoints: true })).toEqual(['POINTS_VETO']);
  const said = (isFrozen: boolean) => judge({ isFrozen }).reasons.find(({ code }) => code === 'SCORE')?.says.zh;
  expect([said(true), said(false)]).toEqual([
    '2025 年度积分 85.00（已冻结），分档上限 1\u2009000 万元',
    '2025 年度积分 85.00（未冻结），分档上限 1\u2009000 万元',
  ]);
});

test('a serious violation counts until three years are full; a firm runs a year, or its controller knows the trade two', () => {
  expect(failing({ facts: [spell('seriousViolation', 'found', '2023-06-04')] })).toEqual(['seriousViolation']);
  expect(failing({ facts: [spell('seriousViolation', 'found', '2023-06-03')] })).toEqual([]);
  expect(failing({ registeredOn: '2025-06-04' })).toEqual(['RUNNING']);
  expect(failing({ registeredOn: '2025-06-03' })).toEqual([]);
  expect(failing({ registeredOn: '2026-01-05', facts: [spell('controllerTrade', 'since', '2024-06-03')] })).toEqual([]);
  expect(failing({ registeredOn: null })).toEqual(['RUNNING']);
});

test('a qualification counts on its days; a product may ask for its own', () => {
  expect(failing({ qualifications: [spell('highTech', 'highTech', '2023-01-01', '2026-06-02')] })).toEqual(['QUALIFICATION']);
  expect(failing({ qualifications: [spell('highTech', 'highTech', '2023-01-01', '2026-06-03')] })).toEqual([]);
  expect(failing({ product: { cap: wan(800), qualifications: ['specialised'] } })).toEqual(['QUALIFICATION']);
});

test('each yes and no is said in words: what holds, since when, what is missing and which years are reckoned', () => {
  const said = (code: string, over: Partial<EligibilityGround> = {}) => judge(over).reasons.find((one) => one.code === code)?.says.zh;
  expect(said('environment', { facts: [spell('environment', 'red')] })).toBe('一票否决：环保信用等级（红，自 2026年1月1日）');
  expect(said('dishonest', { facts: [spell('dishonest', 'found')] })).toBe('一票否决：失信被执行人（有，自 2026年1月1日）');
  expect(said('IN_ZONE', { standing: { isOperating: false, says: { zh: '迁出', en: 'Moved out' } } })).toBe('不在本区经营（迁出）');
  expect(said('QUALIFICATION')).toBe('具备适用资质：高新技术企业');
  expect(said('QUALIFICATION', { product: { cap: wan(800), qualifications: ['specialised', 'techSme'] } })).toBe(
    '没有在有效期内的适用资质（专精特新企业、科技型中小企业，有一项即可）',
  );
  expect(said('RUNNING')).toBe('经营满 1 年（2018年3月1日成立）');
  expect(said('RUNNING', { registeredOn: '2025-06-04' })).toBe('经营不满 1 年（2026年6月4日满），控制人从业也不满 2 年');
  expect(said('RUNNING', { registeredOn: '2026-01-05', facts: [spell('controllerTrade', 'since', '2024-06-03')] })).toBe(
    '控制人从业满 2 年（自 2024年6月3日）',
  );
  expect(said('REVENUE')).toBe('近两年平均营业收入 2\u2009500 万元');
  expect(said('REVENUE', { revenue: new Map([[2025, 3000]]) })).toBe('缺 2024 年营业收入，额度建议待补');
  expect(said('REVENUE', { registeredOn: '2024-01-02', revenue: new Map([[2025, 300]]) })).toBe('新企业，按 2025 年营业收入 300 万元');
  expect(said('REVENUE', { registeredOn: '2024-01-02', revenue: new Map() })).toBe('缺 2025 年营业收入，额度建议待补');
});

test('the suggested line is the least of tier, product and average revenue; a tier begins at its bound', () => {
  expect([80, 79.99, 60, 59.99, 40, 39.99].map((score) => tierOf(score, params))).toEqual([
    wan(1000),
    wan(500),
    wan(500),
    wan(200),
    wan(200),
    0n,
  ]);
  expect(judge().suggestedLine).toBe(wan(800));
  expect(judge({ score: 65 }).suggestedLine).toBe(wan(500));
  expect(judge({ score: 39.99 })).toMatchObject({ isEligible: false, suggestedLine: 0n });
  expect(failing({ score: null })).toEqual(['SCORE']);
  expect(
    judge({
      revenue: new Map([
        [2025, 101.5],
        [2024, 100],
      ]),
    }).suggestedLine,
  ).toBe(100_750_000n);
  // a firm founded in 2024 has one whole year only; an old firm's missing year is not made up
  expect(judge({ registeredOn: '2024-01-02', revenue: new Map([[2025, 300]]) }).suggestedLine).toBe(wan(300));
  expect(judge({ revenue: new Map([[2025, 300]]) })).toMatchObject({ isEligible: true, suggestedLine: null });
  fc.assert(
    fc.property(fc.nat(12_000), fc.nat(200_000), fc.nat(200_000), fc.integer({ min: 1, max: 2000 }), (score, last, before, cap) => {
      const { suggestedLine } = judge({
        score: score / 100,
        revenue: new Map([
          [2025, last / 100],
          [2024, before / 100],
        ]),
        product: { cap: wan(cap), qualifications: [] },
      });
      const tier = score >= 8000 ? 1000 : score >= 6000 ? 500 : score >= 4000 ? 200 : 0;
      const average = (BigInt(last + before) * 10_000n) / 2n;
      const least = [wan(tier), wan(cap), wan(1000), average].reduce((a, b) => (b < a ? b : a));
      expect(suggestedLine).toBe(least);
    }),
  );
});
