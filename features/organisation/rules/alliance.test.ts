import { expect, test } from 'vitest';
import { allianceLacks, chairOn, quarterStart, type AllianceUnit } from './alliance.ts';

const unit = (id: string, order: number | null, over: Partial<AllianceUnit> = {}): AllianceUnit => ({
  id,
  name: id,
  order,
  hasContact: true,
  fromOn: '2025-01-01',
  toOn: null,
  ...over,
});
const units = [unit('a', 1), unit('b', 2), unit('c', 3)];
const alliance = { hubId: 'a', foundedOn: '2025-01-01', closedOn: null };
const lacks = (over: object, own = units, meetings = ['2026-03-10'], on = '2026-04-20') =>
  allianceLacks({ ...alliance, ...over }, own, meetings, on).map((one) => one.en);

test('the chair goes round by order, a turn of months each, and whoever left is passed over', () => {
  const chair = (on: string, own = units) => chairOn(own, '2025-01-01', 3, on)?.id;
  expect(['2025-01-01', '2025-03-31', '2025-04-01', '2025-07-01', '2025-10-01'].map((on) => chair(on))).toEqual(['a', 'a', 'b', 'c', 'a']);
  expect(chair('2025-04-01', [unit('a', 1), unit('b', 2, { toOn: '2025-03-31' }), unit('c', 3)])).toBe('c');
  expect(chair('2024-12-31')).toBeUndefined();
});

test('7.3: an alliance has three units, one hub, contacts, and a joint meeting every quarter', () => {
  expect(lacks({})).toEqual([]);
  expect(lacks({ hubId: null })).toEqual(['no hub']);
  expect(lacks({}, [unit('a', 1), unit('b', 2)])).toEqual(['2 units; three are needed']);
  expect(lacks({}, [...units, unit('d', 4, { hasContact: false })])).toEqual(['1 units without a contact']);
  expect(lacks({}, units, ['2025-12-31'])).toEqual(['no joint meeting since last quarter']);
  expect(lacks({ closedOn: '2026-04-01' })).toEqual(['closed']);
  expect(quarterStart('2026-12-31')).toBe('2026-10-01');
});
