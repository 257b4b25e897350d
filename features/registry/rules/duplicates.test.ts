import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockKeysOf, coreName, likelyFrom, likelyPairs, likenessOf, type Comparable } from './duplicates.ts';

const row = (name: string, over: Partial<Comparable> = {}): Comparable => ({
  id: over.id ?? name,
  name,
  uscc: null,
  phoneIndex: null,
  address: null,
  ...over,
});

test.each([
  ['中科可控信息产业有限公司', '中科可控信息产业'],
  ['昆山中科可控信息产业股份有限公司', '中科可控信息产业'],
  ['江苏省苏州市中科可控信息产业有限责任公司', '中科可控信息产业'],
  ['中科可控（昆山）信息产业集团有限公司', '中科可控信息产业'],
  ['上海电气集团', '电气'],
  ['贵州轮胎股份有限公司', '轮胎'],
  ['昆山有限公司', '昆山'],
  ['ＡＢＣ 科技（中国）有限公司', 'abc科技'],
])('the core of %s is %s', (name, core) => {
  expect(coreName(name)).toBe(core);
});

describe('two rows are worth a look when', () => {
  const worth = (a: Comparable, b: Comparable) => likenessOf(a, b).score >= likelyFrom;

  test('the name is the same but for place and legal form, and no code speaks against it', () => {
    expect(worth(row('昆山中科可控信息产业有限公司', { uscc: '91320583MA1TG7YJ4C' }), row('中科可控信息产业股份有限公司'))).toBe(true);
  });

  test('the code differs by one slip and its check character, and the name is the same', () => {
    const likeness = likenessOf(
      row('昆山中科可控信息', { uscc: '91320583MA1TG7YJ4C' }),
      row('中科可控信息', { uscc: '91320583MA1TG7YJ54' }),
    );
    expect(likeness).toMatchObject({ reasons: ['nearCode', 'sameCore'], score: 75 });
  });

  test('the organisation code inside the credit code is the same', () => {
    expect(worth(row('甲乙丙丁', { uscc: '91320583MA1TG7YJ4C' }), row('戊己庚辛', { uscc: '91520100MA1TG7YJ41' }))).toBe(true);
  });

  test('a near name comes with the same phone', () => {
    expect(worth(row('中科可控信息', { phoneIndex: 'p' }), row('中科可控信息产业', { phoneIndex: 'p' }))).toBe(true);
  });
});

describe('two rows are left alone when', () => {
  const worth = (a: Comparable, b: Comparable) => likenessOf(a, b).score >= likelyFrom;

  test('two valid codes say that two firms of other cities share a name', () => {
    expect(
      worth(row('昆山华天科技有限公司', { uscc: '91320583MA1TG7YJ4C' }), row('西安华天科技有限公司', { uscc: '91610131MA6U0X0K3P' })),
    ).toBe(false);
  });

  test('firms of one family were founded on one day and have neighbouring codes', () => {
    expect(worth(row('示范甲天科技', { uscc: '91320583MA1TG7YJ4C' }), row('示范甲地科技', { uscc: '91320583MA1TG7YJ54' }))).toBe(false);
  });

  test('they only share an agent’s phone and address', () => {
    expect(
      worth(row('甲乙科技', { phoneIndex: 'p', address: '元丰路 232 号' }), row('丙丁贸易', { phoneIndex: 'p', address: '元丰路232号' })),
    ).toBe(false);
  });

  test('two characters of a short name differ', () => {
    expect(worth(row('宏达'), row('宏远'))).toBe(false);
  });
});

const anyRow = fc.record({
  id: fc.uuid(),
  name: fc.stringMatching(/^[中科可控华天宏达昆山苏州]{2,8}(有限公司)?$/u),
  uscc: fc.option(fc.stringMatching(/^9132058[3-4]MA1[AB]{5}[0-9]{2}$/)),
  phoneIndex: fc.option(fc.constantFrom('p', 'q')),
  address: fc.option(fc.constantFrom('a', 'b')),
});

test('likeness is the same both ways, and full with itself but for the missing code', () => {
  fc.assert(
    fc.property(anyRow, anyRow, (a, b) => {
      expect(likenessOf(a, b)).toEqual(likenessOf(b, a));
      expect(likenessOf(a, a).score).toBeGreaterThanOrEqual(80);
    }),
  );
});

test('blocks lose no pair with the same core, phone or unit code, nor one slip in the unit code', () => {
  fc.assert(
    fc.property(anyRow, anyRow, (a, b) => {
      const { reasons } = likenessOf(a, b);
      const meet = blockKeysOf(a).some((key) => blockKeysOf(b).includes(key));
      if (reasons.some((reason) => ['sameCode', 'sameUnitCode', 'sameCore', 'samePhone'].includes(reason))) expect(meet).toBe(true);
    }),
  );
});

test('pairs come once, best first, whatever the blocks', () => {
  const rows = [row('中科可控', { id: 'a' }), row('昆山中科可控有限公司', { id: 'b' }), row('中科可控', { id: 'c' })];
  expect(likelyPairs([rows, rows.toReversed()])).toMatchObject([
    { aId: 'a', bId: 'c', score: 80 },
    { aId: 'a', bId: 'b', score: 60 },
    { aId: 'b', bId: 'c', score: 60 },
  ]);
});
