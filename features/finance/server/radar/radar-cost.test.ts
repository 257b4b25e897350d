import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { firm } from '#features/registry/records.ts';
import { startTestApp, type TestApp } from '../../../../tests/harness/app.ts';
import { rowsReadBy } from '../../../../tests/harness/rows-read.ts';
import { obligation } from '../../obligation-records.ts';

const count = 300;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  // as after an import: the database has no statistics of these tables yet
  await app.inZone(async (ask) => {
    const firms = await insertRows(
      ask,
      firm,
      Array.from({ length: count }, (_, index) => ({ name: `云锦第${index}企业`, status: 'operating' })),
    );
    const loan = { kind: 'loan', title: '流动资金贷款', amount: '100', dueOn: addDays(dateOf(ask.now), 30) };
    await insertRows(
      ask,
      obligation,
      firms.map((firmId) => ({ ...loan, firmId })),
    );
  });
  await app.addUser({ loginName: 'finance', grants: [{ role: 'financeOfficer' }] });
}, 60_000);
afterAll(() => app.close());

test('RADAR: reads each due thing and its firm once, whatever the planner knows of the tables', async () => {
  const finance = await app.signIn('finance');
  const look = async () => expect((await finance.get<{ entries: unknown[] }>('/api/radar')).body.entries).toHaveLength(count);
  await look();
  expect(await rowsReadBy(app.house.db, app.ownerUrl, look)).toBeLessThan(10 * count);
});
