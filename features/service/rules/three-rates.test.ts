import { expect, test } from 'vitest';
import { threeRates, type RatedRequest } from './three-rates.ts';

const request: RatedRequest = { dispatched: true, contactedInTime: true, due: false, onTime: false, result: null, rating: null };
const times = (count: number, changed: Partial<RatedRequest>): RatedRequest[] =>
  Array.from({ length: count }, () => ({ ...request, ...changed }));

test('T-SRV-1: 20 dispatched, 18 contacted in time: the response rate is 90 %', () => {
  const { responseRate } = threeRates([...times(18, {}), ...times(2, { contactedInTime: false })], false);
  expect(responseRate).toEqual({ count: 18, base: 20, percent: 90 });
});

const due = [
  ...times(15, { due: true, onTime: true, result: 'resolved' }),
  ...times(2, { due: true, onTime: true, result: 'explained' }),
  ...times(1, { due: true, onTime: true, result: 'unresolved' }),
  ...times(2, { due: true, result: null }),
];

test('T-SRV-1: of 20 due, 15 solved and 2 explained: 75 %, or 85 % where an accepted explanation counts', () => {
  expect(threeRates(due, false).resolutionRate).toEqual({ count: 15, base: 20, percent: 75 });
  expect(threeRates(due, true).resolutionRate).toEqual({ count: 17, base: 20, percent: 85 });
  expect(threeRates(due, false).onTimeRate).toEqual({ count: 18, base: 20, percent: 90 });
});

test('T-SRV-1: 15 content of 17 who answered is 88.24 %; no answer is no rating', () => {
  const rated = [
    ...times(10, { rating: 'verySatisfied' }),
    ...times(5, { rating: 'satisfied' }),
    ...times(2, { rating: 'dissatisfied' }),
    ...times(3, {}),
  ];
  expect(threeRates(rated, false).satisfactionRate).toEqual({ count: 15, base: 17, percent: 88.24 });
});

test('"acceptable" is content only where the zone says so; partly solved is not solved', () => {
  const basic = [...times(1, { rating: 'basic' }), ...times(1, { rating: 'satisfied' })];
  expect(threeRates(basic, false).satisfactionRate.percent).toBe(50);
  expect(threeRates(basic, false, true).satisfactionRate.percent).toBe(100);
  expect(threeRates(times(4, { due: true, result: 'partly' }), true).resolutionRate.percent).toBe(0);
  expect(threeRates(times(4, { due: true, result: 'unconfirmed' }), true).resolutionRate.percent).toBe(0);
});

test('where there is nothing to divide by, there is no rate, and not 0 or 100', () => {
  expect(threeRates([], true)).toEqual({
    responseRate: { count: 0, base: 0, percent: null },
    resolutionRate: { count: 0, base: 0, percent: null },
    satisfactionRate: { count: 0, base: 0, percent: null },
    onTimeRate: { count: 0, base: 0, percent: null },
  });
});
