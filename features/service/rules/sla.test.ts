import { expect, test } from 'vitest';
import { instantAt } from '#kernel/rules/instant.ts';
import { clockRule, defaultSla, shareOf, slaAt } from './sla.ts';

const own = { ...defaultSla, edition: '本区 2026', effectiveFrom: '2026-07-01' };

test('an edition counts from its day on; until then the platform default does, also where the zone has loaded no other', () => {
  expect(slaAt([own], instantAt('2026-06-30', '23:59')).edition).toBe(defaultSla.edition);
  expect(slaAt([own], instantAt('2026-07-01', '00:00')).edition).toBe('本区 2026');
  expect(slaAt([], instantAt('2026-07-01', '00:00'))).toEqual(defaultSla);
});

test('an edition of the very day of the default wins over it', () => {
  expect(slaAt([{ ...own, effectiveFrom: defaultSla.effectiveFrom }], instantAt('2026-06-01', '09:00')).edition).toBe('本区 2026');
});

test('SRV-REOPEN: half a limit is at least one day or hour, halves rounded up', () => {
  expect([1, 5, 10].map((workingDays) => shareOf({ workingDays }, 0.5))).toEqual([
    { workingDays: 1 },
    { workingDays: 3 },
    { workingDays: 5 },
  ]);
  expect(shareOf({ hours: 1 }, 0.5)).toEqual({ hours: 1 });
});

test('SRV-SLA: the limits of the four levels are those of the rulebook', () => {
  const { levels } = defaultSla.params;
  expect(Object.values(levels).map((level) => [level.accept, level.dispatch, level.contact, level.close])).toEqual([
    [{ hours: 1 }, { hours: 1 }, { hours: 2 }, { workingDays: 1 }],
    [{ workingDays: 1 }, { workingDays: 1 }, { workingDays: 1 }, { workingDays: 5 }],
    [{ workingDays: 1 }, { workingDays: 1 }, { workingDays: 1 }, { workingDays: 10 }],
    [{ workingDays: 1 }, { workingDays: 2 }, { workingDays: 1 }, { workingDays: 20 }],
  ]);
  expect(Object.values(levels).map((level) => level.extension.times)).toEqual([1, 1, 1, 1]);
});

test('a limit of hours turns yellow by share alone: a day before its end it has not begun', () => {
  expect(clockRule(defaultSla, { hours: 2 }, 'SRV-SLA').yellow).toEqual({ workingDays: 0, share: 0.2 });
  expect(clockRule(defaultSla, { workingDays: 5 }, 'SRV-SLA').yellow).toEqual({ workingDays: 1, share: 0.2 });
});
