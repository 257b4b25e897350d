import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { CaseServer, House } from '#kernel/server/house.ts';
import { goRound, startRounds } from '#kernel/server/jobs/rounds.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { reach } from '../harness/request-paths.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

const day = 86_400_000;

let zone: ServiceZone;
beforeAll(async () => {
  zone = await startServiceZone(instantAt('2026-06-01', '09:00'));
});
afterAll(() => zone.close());

const view = async (id: string) => (await zone.people.dispatcher.get<CaseView>(`/api/service-requests/${id}`)).body;
const countOf = async (id: string, move: string) => (await view(id)).timeline.filter((entry) => entry.move === move).length;

/** The same house, but one request's clocks cannot be read: as a fault of our own in one case would have it. */
function withBadCase(house: House, bad: string): House {
  const server = house.cases.get('serviceRequest');
  if (!server) throw new Error('no service requests');
  const declaration: CaseServer['declaration'] = {
    ...server.declaration,
    clocks: (state, packs) => {
      if (state.id === bad) throw new Error(`${bad} cannot be read`);
      return server.declaration.clocks(state, packs);
    },
  };
  return { ...house, cases: new Map([...house.cases, ['serviceRequest', { ...server, declaration }]]) };
}

test('a case that cannot be looked at stops neither the sweep of the others nor the sealing, and is tried again later', async () => {
  const [bad = '', ...good] = await reach(zone, 'inProgress', 3);
  zone.clock.now += 9 * day;
  await expect(goRound(withBadCase(zone.house, bad))).rejects.toThrow(`${bad} cannot be read`);
  expect((await verifyAudit(zone.house, zone.zoneId)).unsealed).toBe(0);
  // its turn has passed for now: the next round has nothing to complain of
  await goRound(withBadCase(zone.house, bad));
  await zone.later(0);
  for (const id of good) expect(await countOf(id, 'supervise')).toBe(1);
  expect(await countOf(bad, 'supervise')).toBe(0);
  await zone.later(10 * 60_000);
  expect(await countOf(bad, 'supervise')).toBe(1);
});

test('a clock that jumps nine days on and back makes no step twice and keeps the order of what happened', async () => {
  const [id = ''] = await reach(zone, 'inProgress', 1);
  const before = zone.clock.now;
  await zone.later(9 * day);
  expect(await countOf(id, 'supervise')).toBe(1);
  zone.clock.now = before;
  await zone.later(0);
  expect((await zone.move(zone.people.power, id, 'progress', { text: '已勘察' })).status).toBe(200);
  for (const step of [1, 8, 3, 3]) await zone.later(step * day);
  const { timeline } = await view(id);
  for (const move of ['supervise', 'tellChief']) expect(timeline.filter((entry) => entry.move === move)).toHaveLength(1);
  expect(timeline.map((entry) => entry.at)).toEqual(timeline.map((entry) => entry.at).sort((a, b) => (a < b ? -1 : 1)));
});

test('a lease taken under a clock that has been set back since holds nobody up; one that runs is respected; who leaves gives it back', async () => {
  const { kysely } = zone.house.db;
  const holder = async () =>
    (await sql<{ holder: string }>`SELECT holder FROM job_leases WHERE name = 'rounds'`.execute(kysely)).rows[0]?.holder;
  const stranger = randomUUID();
  const leaseUntil = (until: string) =>
    sql`INSERT INTO job_leases (name, holder, until) VALUES ('rounds', ${stranger}, now() + ${until}::interval)
      ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until`.execute(kysely);
  await leaseUntil('1 day');
  const end = startRounds(zone.house, () => undefined);
  while ((await holder()) === stranger) await pause(20);
  const rival = startRounds(zone.house, () => undefined);
  const first = await holder();
  await rival();
  expect(await holder()).toBe(first);
  await end();
  expect(await holder()).toBeUndefined();
});

test('the chain is found whole while entries are written and sealed all the time', async () => {
  // the days that have ended are signed first
  await goRound(zone.house);
  let writing = true;
  const write = (async () => {
    while (writing) {
      await zone.inZone((ask) =>
        writeAudit(
          ask,
          Array.from({ length: 20 }, () => ({ action: 'look', subjectKind: 'drill', subjectId: randomUUID() })),
        ),
      );
      await chainAudit(zone.house, zone.zoneId);
    }
  })();
  for (let time = 0; time < 40; time += 1) expect((await verifyAudit(zone.house, zone.zoneId)).faults).toEqual([]);
  writing = false;
  await write;
});
