import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { openDatabase } from '#kernel/server/database/door.ts';
import { goRound } from '#kernel/server/jobs/rounds.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { buildApp, buildHouse, type App } from '#apps/server/app.ts';
import { listenTo, visit, type Visitor } from '../harness/visitor.ts';
import { reach } from '../harness/request-paths.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

/** Two servers on one database: `zone.app` is one, `other` the second, each with its own pool and its own listening line. */
let zone: ServiceZone;
let other: App;
let closeOther: () => Promise<void>;
beforeAll(async () => {
  zone = await startServiceZone(instantAt('2026-06-01', '09:00'));
  const db = openDatabase(zone.house.db.url, 6);
  const house = await buildHouse(db, Buffer.alloc(48, 7), () => zone.clock.now);
  other = await buildApp(house, { origin: 'http://localhost', oidc: undefined, ownerUrl: zone.ownerUrl });
  closeOther = async () => {
    await other.close();
    await db.close();
  };
});
afterAll(async () => {
  await closeOther();
  await zone.close();
});

/** The dispatcher, signed in at the one, standing before each of the two. */
async function both(loginName: string): Promise<readonly [Visitor, Visitor]> {
  const here = await visit(zone.app, loginName);
  return [here, here.at(other)];
}

const opened = (answer: { body: unknown }) => (answer.body as CaseView).row.id;

test('who signs in at one is known at the other, and out of both at once', async () => {
  const [here, there] = await both('dispatcher');
  expect((await there.send('GET', '/api/me')).status).toBe(200);
  expect((await there.send('POST', '/api/logout', {})).status).toBe(200);
  expect((await here.send('GET', '/api/me')).status).toBe(401);
});

test('who listens at one hears what is written at the other', async () => {
  const [here, there] = await both('dispatcher');
  const ear = await listenTo(zone.app, here.cookie);
  const made = await there.send('POST', '/api/departments', { name: `听 ${randomUUID()}`, kind: 'functional' });
  expect(made.status).toBe(201);
  while (!ear.heard.includes((made.body as { id: string }).id)) await pause(10);
  ear.close();
});

test('a key answered by one is answered by the other with the same, also when both are asked at once', async () => {
  const [here, there] = await both('contact');
  const before = (await here.send('GET', '/api/service-requests?limit=1')).body as { total: number };
  const ask = (who: Visitor, key: string) => who.send('POST', '/api/service-requests', { text: '同一件诉求' }, { 'idempotency-key': key });
  const key = randomUUID();
  const [first, again] = [await ask(here, key), await ask(there, key)];
  expect(again).toEqual(first);
  const another = randomUUID();
  const answers = await Promise.all([ask(here, another), ask(there, another), ask(here, another), ask(there, another)]);
  expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201]);
  expect(new Set(answers.map(opened)).size).toBe(1);
  expect((await there.send('GET', '/api/service-requests?limit=1')).body).toMatchObject({ total: before.total + 2 });
});

test('a file that came through one is fetched through the other', async () => {
  const [here, there] = await both('contact');
  const id = await zone.ask();
  const form = new FormData();
  form.append('file', new Blob(['用电合同']), '合同.pdf');
  const sent = await here.send('POST', `/api/service-requests/${id}/attachments`, form);
  expect(sent.status).toBe(200);
  const path = `/api/service-requests/${id}/attachments/${(sent.body as { id: string }).id}`;
  expect((await there.send('GET', path)).body).toBe('用电合同');
});

test('of two changes read at one version, one at each, one wins', async () => {
  const [here, there] = await both('dispatcher');
  for (let round = 0; round < 5; round += 1) {
    const id = await zone.ask();
    const accept = (who: Visitor) =>
      who.send(
        'POST',
        `/api/service-requests/${id}/moves/accept`,
        { level: 'simple' },
        { 'if-match': '"1"', 'idempotency-key': randomUUID() },
      );
    const answers = await Promise.all([accept(here), accept(there)]);
    expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409]);
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ code: 'STALE_VERSION' });
  }
});

test('both sweep and seal at the same moment: each step is made once, each entry is sealed once', async () => {
  const ids = await reach(zone, 'inProgress', 6);
  zone.clock.now += 9 * 86_400_000;
  await Promise.allSettled([goRound(zone.house), goRound(other.house), goRound(zone.house), goRound(other.house)]);
  await zone.later(0);
  for (const id of ids) {
    const { timeline } = (await zone.people.dispatcher.get<CaseView>(`/api/service-requests/${id}`)).body;
    expect(timeline.filter((entry) => entry.move === 'supervise')).toHaveLength(1);
  }
  const { rows } = await zone.inZone(({ tx }) =>
    sql<{
      twice: number;
    }>`SELECT count(*)::int AS twice FROM (SELECT unnest(entry_ids) AS id FROM audit_seals WHERE zone_id = ${zone.zoneId}) s
      GROUP BY id HAVING count(*) > 1`.execute(tx),
  );
  expect(rows).toEqual([]);
});
