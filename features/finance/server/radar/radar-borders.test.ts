import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf, instantAt } from '#kernel/rules/instant.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import type { RadarEntry } from '../../radar-contract.ts';
import { startTestApp, type Client, type TestApp } from '../../../../tests/harness/app.ts';

let app: TestApp;
let contact: Client;
let finance: Client;
let firmId = '';

/** From 1 December 2027 it is 90 days to the leap day of 2028. */
const start = '2027-12-01';
beforeAll(async () => {
  app = await startTestApp({ now: instantAt(start, '09:00') });
  firmId = await app.inZone(async (ask) => (await createRow(ask, firm, { name: '苏和检验', status: 'operating' })).id);
  await app.addUser({ loginName: 'contact', grants: [{ role: 'enterpriseContact', scopeId: firmId }] });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
  await signIn();
}, 60_000);
afterAll(() => app.close());

async function signIn(): Promise<void> {
  [contact, finance] = [await app.signIn('contact'), await app.signIn('finance')];
}
async function owe(title: string, dueOn: string, over: object = { kind: 'licence' }): Promise<{ id: string; version: number }> {
  const answer = await contact.post<{ id: string; version: number }>('/api/obligations', { firmId, title, dueOn, ...over });
  expect(answer.status).toBe(201);
  return answer.body;
}
const bands = async () =>
  (await finance.get<{ entries: RadarEntry[] }>('/api/radar')).body.entries.map(
    ({ title, band, daysLeft }) => `${title} ${band} ${daysLeft}`,
  );
const figure = async () => (await finance.get<{ value: { value: number } }>('/api/figures/maturitiesIn90Days')).body.value.value;

test('RADAR-BANDS: each bound belongs to its band, over month ends and a leap day; the figure counts the same rows', async () => {
  for (const [title, dueOn] of [
    ['闰日', '2028-02-29'],
    ['次日', '2028-03-01'],
    ['六十一', '2028-01-31'],
    ['六十', '2028-01-30'],
    ['三十', '2027-12-31'],
    ['今日', start],
  ] as const)
    await owe(title, dueOn);
  await owe('昨日', '2027-11-30', { kind: 'loan', amount: '100' });
  expect(await bands()).toEqual([
    '昨日 overdue -1',
    '今日 within30 0',
    '三十 within30 30',
    '六十 within60 60',
    '六十一 within90 61',
    '闰日 within90 90',
  ]);
  expect(await figure()).toBe(5);
  app.clock.now = instantAt(addDays(start, 1), '00:00');
  await signIn();
  expect(await bands()).toEqual([
    '昨日 overdue -2',
    '今日 overdue -1',
    '三十 within30 29',
    '六十 within60 59',
    '六十一 within60 60',
    '闰日 within90 89',
    '次日 within90 90',
  ]);
});

test('RADAR: what is ended leaves the radar on its day, and not before', async () => {
  const end = async (one: { id: string; version: number }, endedOn: string) =>
    contact.post(`/api/obligations/${one.id}/end`, { endedOn, why: '已续' }, { 'if-match': `"${one.version}"` });
  const today = dateOf(app.clock.now);
  const [now, later] = [await owe('今天止', addDays(today, 40)), await owe('后天止', addDays(today, 40))];
  expect((await end(now, today)).status).toBe(200);
  expect((await end(later, addDays(today, 2))).status).toBe(200);
  const titles = async () => (await bands()).map((one) => one.split(' ')[0]).filter((title) => title?.endsWith('止'));
  expect(await titles()).toEqual(['后天止']);
  app.clock.now = instantAt(addDays(today, 2), '00:00');
  await signIn();
  expect(await titles()).toEqual([]);
});
