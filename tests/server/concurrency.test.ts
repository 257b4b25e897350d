import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import type { Problem } from '#kernel/contract/problem.ts';
import { instantAt } from '#kernel/rules/instant.ts';
import { reach } from '../harness/request-paths.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

const minute = 60_000;
const day = 86_400_000;

let zone: ServiceZone;
beforeAll(async () => {
  // Monday morning; the calendar of the year is not loaded, so working days are Monday to Friday
  zone = await startServiceZone(instantAt('2026-06-01', '09:00'));
});
afterAll(() => zone.close());

const view = async (id: string, who: keyof ServiceZone['people'] = 'dispatcher') =>
  (await zone.people[who].get<CaseView>(`/api/service-requests/${id}`)).body;
const movesOf = async (id: string) => (await view(id)).timeline.map((entry) => entry.move);
const post = (
  who: keyof ServiceZone['people'],
  id: string,
  move: string,
  version: number,
  input: Record<string, unknown> = {},
  key: string = randomUUID(),
) =>
  zone.people[who].post<CaseView & Problem>(`/api/service-requests/${id}/moves/${move}`, input, {
    'if-match': `"${version}"`,
    'idempotency-key': key,
  });

describe('two at once', () => {
  test('of two dispatchers who accept the same request one wins, and the other is told by whom', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await zone.ask();
      const answers = await Promise.all([
        post('dispatcher', id, 'accept', 1, { level: 'simple' }),
        post('dispatcher2', id, 'accept', 1, { level: 'simple' }),
      ]);
      expect(answers.map((answer) => answer.status).sort((a, b) => a - b)).toEqual([200, 409]);
      const winner = answers[0]?.status === 200 ? 'dispatcher' : 'dispatcher2';
      const lost = answers.find((answer) => answer.status === 409)?.body;
      expect(lost).toMatchObject({ code: 'STALE_VERSION', details: { by: winner, version: 2 } });
      expect(lost?.message.zh).toContain(winner);
      expect(await movesOf(id)).toEqual(['open', 'accept']);
    }
  });

  test('two parts of a split request that close at once both count', async () => {
    const [id = ''] = await reach(zone, 'splitUp', 1);
    const { rows } = (
      await zone.people.dispatcher.get<{ rows: { id: string; parentId: string }[] }>('/api/service-requests?limit=200&status=submitted')
    ).body;
    const parts = rows.filter((row) => row.parentId === id).map((row) => row.id);
    expect(parts).toHaveLength(2);
    const answers = await Promise.all(parts.map((part) => post('contact', part, 'withdraw', 1, { reason: '已自行解决' })));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect(await movesOf(id)).toEqual(['open', 'accept', 'split', 'childClosed', 'childClosed']);
    expect(await view(id)).toMatchObject({ status: 'closed', row: { result: 'unconfirmed' } });
  });

  test('a closed request is filed as a common problem without closing anything twice', async () => {
    const [id = ''] = await reach(zone, 'splitUp', 1);
    const { rows } = (
      await zone.people.dispatcher.get<{ rows: { id: string; parentId: string }[] }>('/api/service-requests?limit=200&status=submitted')
    ).body;
    const [part = ''] = rows.filter((row) => row.parentId === id).map((row) => row.id);
    await zone.move(zone.people.dispatcher, part, 'accept', { level: 'simple', leadId: zone.units.power });
    for (const text of ['已修', '再修']) {
      await zone.move(zone.people.power, part, 'reply', { kind: 'done', text });
      expect((await zone.move(zone.people.contact, part, 'reportUnsolved', { reason: '仍跳闸' })).status).toBe(200);
    }
    expect(await zone.status(part)).toBe('closed');
    expect((await zone.move(zone.people.dispatcher, part, 'fileCommonProblem', { title: '电压不稳' })).status).toBe(200);
    expect(await movesOf(id)).toEqual(['open', 'accept', 'split', 'childClosed']);
    expect(await zone.status(id)).toBe('splitUp');
  });
});

describe('the same request sent twice', () => {
  const open = (text: string, key: string) =>
    zone.people.contact.post<CaseView & Problem>('/api/service-requests', { text }, { 'idempotency-key': key });
  const counted = async () => (await zone.people.contact.get<{ total: number }>('/api/service-requests?limit=1')).body.total;

  test('opens one request and gets the same answer twice', async () => {
    const before = await counted();
    const key = randomUUID();
    const first = await open('重复提交的诉求', key);
    const second = await open('重复提交的诉求', key);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(await counted()).toBe(before + 1);
  });

  test('also when both come at the same moment', async () => {
    const before = await counted();
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 4 }, () => open('同时到达的诉求', key)));
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map((answer) => answer.body.row.id)).size).toBe(1);
    expect(await counted()).toBe(before + 1);
  });

  test('a key used for another body is refused, and for another person is their own', async () => {
    const key = randomUUID();
    await open('一件诉求', key);
    expect((await open('另一件诉求', key)).body).toMatchObject({ status: 422, code: 'IDEMPOTENCY_KEY_REUSED' });
    const stranger = await zone.people.stranger.post('/api/service-requests', { text: '一件诉求' }, { 'idempotency-key': key });
    expect(stranger.status).toBe(201);
  });

  test('a refused try leaves the key free for the corrected one', async () => {
    const key = randomUUID();
    expect((await open('', key)).status).toBe(422);
    expect((await open('更正后的诉求', key)).status).toBe(201);
  });

  test('a move resent after its answer was lost is made once and answered as the first time', async () => {
    const id = await zone.ask();
    const key = randomUUID();
    const first = await post('dispatcher', id, 'accept', 1, { level: 'simple' }, key);
    const again = await post('dispatcher', id, 'accept', 1, { level: 'simple' }, key);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await movesOf(id)).toEqual(['open', 'accept']);
  });

  test('a question is asked anew each time, whatever key it carries', async () => {
    const id = await zone.ask();
    const headers = { 'idempotency-key': randomUUID() };
    const read = () => zone.people.dispatcher.send<CaseView>('GET', `/api/service-requests/${id}`, undefined, headers);
    expect((await read()).body.status).toBe('submitted');
    await post('dispatcher', id, 'accept', 1, { level: 'simple' });
    expect((await read()).body.status).toBe('accepted');
  });
});

test('a clock set back reorders nothing: a later move is never earlier than the one before it', async () => {
  const [id = ''] = await reach(zone, 'signed', 1);
  const before = zone.clock.now;
  zone.clock.now -= 10 * minute;
  expect((await zone.move(zone.people.power, id, 'contact', { how: 'phone' })).status).toBe(200);
  expect((await zone.move(zone.people.power, id, 'progress', { text: '已勘察' })).status).toBe(200);
  zone.clock.now = before;
  const { timeline, clocks, row } = await view(id);
  expect(timeline.map((entry) => entry.move)).toEqual(['open', 'accept', 'sign', 'contact', 'progress']);
  expect(timeline.map((entry) => entry.at)).toEqual(timeline.map((entry) => entry.at).sort());
  expect(row.updatedAt).toBe(new Date(before).toISOString());
  expect(clocks.find((clock) => clock.key === 'contact#1')?.account.state).toBe('stopped');
});

test('a part closed under a clock set back still tells the whole', async () => {
  const [id = ''] = await reach(zone, 'splitUp', 1);
  const { rows } = (
    await zone.people.dispatcher.get<{ rows: { id: string; parentId: string }[] }>('/api/service-requests?limit=200&status=submitted')
  ).body;
  zone.clock.now -= 5 * minute;
  for (const part of rows.filter((row) => row.parentId === id))
    expect((await post('contact', part.id, 'withdraw', 1, { reason: '已解决' })).status).toBe(200);
  zone.clock.now += 5 * minute;
  expect(await zone.status(id)).toBe('closed');
});

describe('what the sweep does by itself', () => {
  test('red: supervised once; three working days later the chief is told, once; the flag stays after a late reply', async () => {
    const [id = ''] = await reach(zone, 'inProgress', 1);
    await zone.later(7 * day); // Monday 8 June, due at 17:30
    expect(await movesOf(id)).not.toContain('supervise');
    await zone.later(day);
    await zone.sweep();
    expect((await movesOf(id)).filter((move) => move === 'supervise')).toHaveLength(1);
    const { body: home } = await zone.people.leader.get<{ items: { id: string; task: string }[] }>('/api/inbox?limit=200');
    expect(home.items.filter((item) => item.id === id).map((item) => item.task)).toEqual(['supervise']);
    await zone.later(day);
    expect(await movesOf(id)).not.toContain('tellChief');
    await zone.later(2 * day);
    await zone.later(day);
    await zone.sweep();
    expect((await movesOf(id)).filter((move) => move === 'tellChief')).toHaveLength(1);
    expect((await movesOf(id)).filter((move) => move === 'supervise')).toHaveLength(1);
    await zone.move(zone.people.power, id, 'reply', { kind: 'done', text: '晚了' });
    await zone.move(zone.people.contact, id, 'confirmSolved', { rating: 'basic' });
    const after = await view(id);
    expect(after.row['everOverdue']).toBe(true);
    expect(after.clocks.find((clock) => clock.key === 'close#1')?.account).toMatchObject({ state: 'stopped', everOverdue: true });
  });

  test('a wait ends with its last day, and the unit goes on', async () => {
    const [id = ''] = await reach(zone, 'inProgress', 1);
    const untilOn = new Date(zone.clock.now + 2 * day).toISOString().slice(0, 10);
    expect((await zone.move(zone.people.power, id, 'askFirm', { reason: 'paper', what: '合同', untilOn })).status).toBe(200);
    await zone.later(day);
    expect(await zone.status(id)).toBe('waitingEnterprise');
    await zone.later(2 * day);
    expect(await zone.status(id)).toBe('inProgress');
    expect((await view(id)).timeline.find((entry) => entry.move === 'waitEnded')?.actor).toBe('系统');
  });

  test('no verdict: silent, never solved, and the firm may still say what it thinks', async () => {
    const [id = ''] = await reach(zone, 'silent', 1);
    const silent = await view(id);
    expect(silent).toMatchObject({ status: 'silent', row: { result: null, closedOn: null } });
    await zone.later(20 * day);
    expect(await zone.status(id)).toBe('silent');
    expect((await view(id)).row['result']).toBeNull();
    expect((await zone.move(zone.people.contact, id, 'confirmPartly')).status).toBe(200);
  });

  test('two sweeps at once make each step once', async () => {
    const [id = ''] = await reach(zone, 'inProgress', 1);
    zone.clock.now += 9 * day;
    await Promise.all([zone.sweep(), zone.sweep(), zone.sweep()]);
    await zone.later(0);
    expect((await movesOf(id)).filter((move) => move === 'supervise')).toHaveLength(1);
  });
});
