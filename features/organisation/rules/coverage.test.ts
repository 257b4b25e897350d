import fc from 'fast-check';
import { expect, test } from 'vitest';
import { counts, coverageMeasures, gapOf, shareOf, type CoveredFirm } from './coverage.ts';

const rules = { ownBranchMin: 3, baseEmployeesMin: 10 };
const bare: CoveredFirm = {
  id: 'x',
  operating: true,
  employees: 20,
  fullMembers: 0,
  own: false,
  joint: false,
  instructor: false,
  instructorVisited: false,
  liaison: false,
  massOrganisation: false,
  workRecord: false,
};
const many = (n: number, over: Partial<CoveredFirm>) => Array.from({ length: n }, () => ({ ...bare, ...over }));

test('T-COV-1: 200 firms, 17 own, 28 in joint branches, 90 with an instructor, 40 with a liaison', () => {
  const firms = [
    ...many(17, { own: true }),
    ...many(28, { joint: true }),
    ...many(90, { instructor: true, instructorVisited: true }),
    ...many(40, { liaison: true }),
    ...many(25, {}),
  ];
  expect(shareOf(firms, 'orgCoverageRate', 'operating', rules)).toEqual({ numerator: 45, denominator: 200, rate: 0.225 });
  expect(shareOf(firms, 'independentRate', 'operating', rules).rate).toBe(0.085);
  expect(shareOf(firms, 'workCoverageRate', 'operating', rules)).toEqual({ numerator: 175, denominator: 200, rate: 0.875 });
});

test('T-COV-2: a firm with its own branch that is also in a joint one counts once', () => {
  expect(shareOf(many(1, { own: true, joint: true }), 'orgCoverageRate', 'operating', rules)).toMatchObject({
    numerator: 1,
    denominator: 1,
  });
});

test('nothing to count gives no rate, neither 0 % nor 100 %', () => {
  expect(shareOf([], 'orgCoverageRate', 'operating', rules).rate).toBeNull();
  expect(shareOf(many(3, { fullMembers: 2, joint: true }), 'shouldBuildRate', 'operating', rules)).toEqual({
    numerator: 0,
    denominator: 0,
    rate: null,
  });
});

test('应建尽建 counts firms with three full members, and only a branch of their own meets it', () => {
  const firms = [...many(2, { fullMembers: 3, own: true }), ...many(1, { fullMembers: 7, joint: true }), ...many(1, { fullMembers: 2 })];
  expect(shareOf(firms, 'shouldBuildRate', 'operating', rules)).toEqual({ numerator: 2, denominator: 3, rate: 2 / 3 });
});

test('an instructor who has not visited within the window covers nobody; a union counts only with recorded work', () => {
  const covered = (over: Partial<CoveredFirm>) => counts({ ...bare, ...over }, 'workCoverageRate', 'operating', rules).above;
  expect(covered({ instructor: true })).toBe(false);
  expect(covered({ instructor: true, instructorVisited: true })).toBe(true);
  expect(covered({ massOrganisation: true })).toBe(false);
  expect(covered({ massOrganisation: true, workRecord: true })).toBe(true);
});

test('the survey base leaves out small firms and those whose size nobody stated', () => {
  const firms = [...many(1, { employees: 10, own: true }), ...many(1, { employees: 9 }), ...many(1, { employees: null })];
  expect(shareOf(firms, 'orgCoverageRate', 'survey', rules)).toEqual({ numerator: 1, denominator: 1, rate: 1 });
});

const anyFirm = fc.record({
  id: fc.string(),
  operating: fc.boolean(),
  employees: fc.option(fc.nat(30)),
  fullMembers: fc.nat(5),
  own: fc.boolean(),
  joint: fc.boolean(),
  instructor: fc.boolean(),
  instructorVisited: fc.boolean(),
  liaison: fc.boolean(),
  massOrganisation: fc.boolean(),
  workRecord: fc.boolean(),
});

test('what stands above the line stands below it, and more coverage never lowers a rate', () => {
  fc.assert(
    fc.property(
      fc.array(anyFirm, { maxLength: 30 }),
      fc.constantFrom(...coverageMeasures),
      fc.constantFrom('operating', 'survey'),
      (firms, measure, base) => {
        const share = shareOf(firms, measure, base, rules);
        expect(share.numerator).toBeLessThanOrEqual(share.denominator);
        const more = firms.map((firm) => ({ ...firm, own: true }));
        expect(shareOf(more, measure, base as 'survey', rules).rate ?? 1).toBeGreaterThanOrEqual(share.rate ?? 0);
      },
    ),
  );
});

test('every firm that work coverage misses has a gap that says what to do', () => {
  fc.assert(
    fc.property(anyFirm, (firm) => {
      const { below, above } = counts(firm, 'workCoverageRate', 'operating', rules);
      if (below && !above) expect(gapOf(firm, rules).gap).not.toBe('none');
    }),
  );
});
