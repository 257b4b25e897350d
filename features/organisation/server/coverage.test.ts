import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPartyZone, type PartyZone } from '../../../tests/harness/party-zone.ts';

type Share = { numerator: number; denominator: number; rate: number | null };
type Coverage = {
  measures: Record<'orgCoverageRate' | 'independentRate' | 'shouldBuildRate' | 'workCoverageRate', Share>;
  rows: { key: string | null; measures: Record<string, Share> }[];
};
type Plan = {
  proposals: {
    kind: string;
    name: string;
    branchId: string | null;
    firms: { id: string; fullMembers: number }[];
    parkId: string | null;
    chainId: string | null;
  }[];
  uncovered: { id: string }[];
  before: { covered: number };
  after: { covered: number };
  optimal: boolean;
  gap: number;
};

const firmsInAll = 44;
let seed = 20_261_123;
const random = {
  int: (from: number, to: number) => from + (((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) >> 8) % (to - from + 1)),
  chance: (share: number) => random.int(0, 999) < share * 1000,
  pick: <T>(list: readonly [T, ...T[]]): T => list[random.int(0, list.length - 1)] ?? list[0],
};
/** what the test itself wrote, day by day: the oracle looks at nothing else */
const truth = {
  units: [] as { firm: number; kind: string; organisation: string; from: string; to: string | null }[],
  counts: [] as { firm: number; on: string; full: number }[],
  guides: [] as { firm: number; kind: string; from: string; to: string | null }[],
  visits: [] as { firm: number; on: string }[],
  stopped: new Map<number, string>(),
};
let zone: PartyZone;

beforeAll(async () => {
  zone = await startPartyZone(firmsInAll);
  const day = () => `2025-${String(random.int(1, 12)).padStart(2, '0')}-${String(random.int(1, 28)).padStart(2, '0')}`;
  for (let firm = 0; firm < firmsInAll; firm += 1) {
    for (let times = random.int(0, 2); times > 0; times -= 1) {
      const [on, full] = [day(), random.int(0, 5)];
      const answer = await zone.create('member-counts', {
        firmId: zone.firms[firm],
        countedOn: on,
        fullMembers: full,
        probationaryMembers: 0,
      });
      if (answer.status === 201) truth.counts.push({ firm, on, full });
    }
    if (random.chance(0.3)) {
      const [from, kind] = [day(), random.pick(['instructor', 'liaison'])];
      await zone.create('instructor-assignments', { userId: zone.people.specialist.userId, firmId: zone.firms[firm], kind, fromOn: from });
      truth.guides.push({ firm, kind, from, to: null });
    }
  }
  for (let index = 0; index < 12; index += 1) {
    const kind = random.pick(['branchIndependent', 'branchJoint', 'branchAction']);
    const firms = [...new Set(Array.from({ length: kind === 'branchJoint' ? random.int(2, 5) : 1 }, () => random.int(0, firmsInAll - 1)))];
    const from = day();
    const { body } = await zone.create('organisations', {
      name: `组织${index}`,
      kind,
      establishedOn: from,
      unitFirmIds: firms.map((firm) => zone.firms[firm]),
    });
    for (const firm of firms) truth.units.push({ firm, kind, organisation: body.id, from, to: null });
  }
  for (const firm of [3, 9]) {
    const { body } = await zone.people.officer.get<{ version: number }>(`/api/firms/${zone.firms[firm]}`);
    await zone.people.officer.send(
      'PATCH',
      `/api/firms/${zone.firms[firm]}`,
      { status: 'movedOut', statusSince: '2025-09-15' },
      { 'if-match': `"${body.version}"` },
    );
    truth.stopped.set(firm, '2025-09-15');
  }
}, 60_000);
afterAll(() => zone.close());

const live = (span: { from: string; to: string | null }, on: string) => span.from <= on && (span.to === null || span.to >= on);

/** §1.3 computed naively from what was written. */
function expected(on: string) {
  const firms = Array.from({ length: firmsInAll }, (_, firm) => firm).filter(
    (firm) => !truth.stopped.has(firm) || on < (truth.stopped.get(firm) ?? ''),
  );
  const own = (firm: number) => truth.units.some((one) => one.firm === firm && one.kind === 'branchIndependent' && live(one, on));
  const joint = (firm: number) => truth.units.some((one) => one.firm === firm && one.kind === 'branchJoint' && live(one, on));
  const liaison = (firm: number) => truth.guides.some((one) => one.firm === firm && one.kind === 'liaison' && live(one, on));
  const full = (firm: number) =>
    truth.counts.filter((one) => one.firm === firm && one.on <= on).toSorted((a, b) => (a.on < b.on ? 1 : -1))[0]?.full ?? 0;
  const count = (list: readonly number[], test_: (firm: number) => boolean) => ({
    numerator: list.filter(test_).length,
    denominator: list.length,
  });
  return {
    orgCoverageRate: count(firms, (firm) => own(firm) || joint(firm)),
    independentRate: count(firms, own),
    shouldBuildRate: count(
      firms.filter((firm) => full(firm) >= 3),
      own,
    ),
    workCoverageRate: count(firms, (firm) => own(firm) || joint(firm) || liaison(firm)),
  };
}

test('§1.3: the rates of any past day equal a naive count, and open exactly the firms that make them', async () => {
  for (const asOf of ['2025-01-01', '2025-04-20', '2025-08-08', '2025-09-14', '2025-09-15', '2026-06-03']) {
    const { body } = await zone.people.leader.get<Coverage>(`/api/coverage?asOf=${asOf}&by=park`);
    for (const [measure, share] of Object.entries(expected(asOf))) {
      expect([asOf, measure, body.measures[measure as keyof Coverage['measures']]]).toMatchObject([asOf, measure, share]);
      for (const [side, wanted] of [
        ['above', share.numerator],
        ['below', share.denominator],
        ['missing', share.denominator - share.numerator],
      ] as const) {
        const firms = await zone.people.leader.get<{ total: number; rows: { counted: boolean }[] }>(
          `/api/coverage/firms?asOf=${asOf}&measure=${measure}&side=${side}&limit=500`,
        );
        expect([firms.body.total, firms.body.rows.length]).toEqual([wanted, wanted]);
        if (side !== 'below') expect(firms.body.rows.every((row) => row.counted === (side === 'above'))).toBe(true);
      }
    }
    const parts = body.rows.reduce((sum, row) => sum + (row.measures['orgCoverageRate']?.denominator ?? 0), 0);
    expect(parts).toBe(body.measures.orgCoverageRate.denominator);
  }
});

test('nothing to count is no rate', async () => {
  const { body } = await zone.people.leader.get<Coverage>('/api/coverage?asOf=2010-01-01');
  expect(body.measures.orgCoverageRate).toEqual({ numerator: 0, denominator: 0, rate: null });
});

test('an instructor covers a firm from the visit on, for ninety days', async () => {
  const bare = Array.from({ length: firmsInAll }, (_, firm) => firm).find(
    (firm) => !truth.units.some((one) => one.firm === firm) && !truth.guides.some((one) => one.firm === firm) && !truth.stopped.has(firm),
  );
  if (bare === undefined) throw new Error('Every firm of the test is covered');
  await zone.create('instructor-assignments', {
    userId: zone.people.specialist.userId,
    firmId: zone.firms[bare],
    kind: 'instructor',
    fromOn: '2026-01-01',
  });
  const missing = async () =>
    (
      await zone.people.leader.get<{ rows: { id: string }[] }>('/api/coverage/firms?measure=workCoverageRate&side=missing&limit=500')
    ).body.rows.some((row) => row.id === zone.firms[bare]);
  expect(await missing()).toBe(true);
  await zone.inZone(async ({ tx, actor }) => {
    const { sql } = await import('kysely');
    await sql`INSERT INTO visits (zone_id, id, version, created_at, updated_at, status, status_since, paused, ever_overdue, title, firm_id, visitor_id, kind, planned_at, held_at, requests)
      VALUES (${actor.zoneId}, gen_random_uuid(), 1, now(), now(), 'held', now(), false, false, '走访', ${zone.firms[bare]}, ${zone.people.specialist.userId}, 'routine', '2026-05-01T02:00:00Z', '2026-05-01T02:00:00Z', 0)`.execute(
      tx,
    );
  });
  expect(await missing()).toBe(false);
});

test('the plan covers what can be covered, obeys locks and partings, and becomes formation cases in one step, once', async () => {
  const ask = (body: object) => zone.people.officer.post<Plan>('/api/coverage-plans', body);
  const plan = (await ask({})).body;
  expect(plan.optimal).toBe(true);
  for (const one of plan.proposals.filter(({ kind }) => kind === 'joint')) {
    expect(one.firms.length).toBeLessThanOrEqual(5);
    expect(one.firms.reduce((sum, firm) => sum + firm.fullMembers, 0)).toBeGreaterThanOrEqual(3);
  }
  const ids = plan.proposals.flatMap((one) => one.firms.map((firm) => firm.id));
  expect(new Set(ids).size).toBe(ids.length);
  const joint = plan.proposals.find((one) => one.kind === 'joint' && one.firms.length >= 2);
  const [a, b] = joint?.firms ?? [];
  const parted = (await ask({ apart: [[a?.id, b?.id]] })).body;
  expect(parted.proposals.some((one) => one.firms.some((firm) => firm.id === a?.id) && one.firms.some((firm) => firm.id === b?.id))).toBe(
    false,
  );
  const without = (await ask({ leaveOut: [a?.id] })).body;
  expect(without.proposals.some((one) => one.firms.some((firm) => firm.id === a?.id))).toBe(false);
  const refused = await zone.people.officer.post<{ fields: { rule: string }[] }>('/api/coverage-plans', {
    locked: [zone.firms.slice(0, 6)],
  });
  expect(refused.status).toBe(422);
  expect(refused.body.fields.map((field) => field.rule)).toContain('ORG-03');

  const chosen = {
    proposals: [
      { kind: 'joint', name: joint?.name, firmIds: joint?.firms.map((firm) => firm.id), parkId: joint?.parkId, chainId: joint?.chainId },
    ],
  };
  const accepted = await zone.people.officer.post<{ formations: string[] }>('/api/coverage-plans/accept', chosen);
  expect(accepted.body.formations).toHaveLength(1);
  const opened = await zone.people.officer.get<{ status: string; row: { unitFirmIds: string[] } }>(
    `/api/formations/${accepted.body.formations[0]}`,
  );
  expect(opened.body).toMatchObject({ status: 'planned', row: { unitFirmIds: joint?.firms.map((firm) => firm.id) } });
  const again = await zone.people.officer.post<{ fields: { code: string }[] }>('/api/coverage-plans/accept', chosen);
  expect([again.status, again.body.fields[0]?.code]).toEqual([422, 'FORMATION_OPEN']);
  expect((await zone.people.leader.post('/api/coverage-plans/accept', chosen)).status).toBe(403);
});

test('the instructor plan serves firms with members first and says how many more are needed', async () => {
  const { body } = await zone.people.officer.post<{
    pairs: { firmId: string; userId: string }[];
    missing: { instructors: number }[];
    unserved: number;
  }>('/api/instructor-plans', { most: 20 });
  expect(body.pairs.length).toBeGreaterThan(0);
  expect(body.unserved > 0).toBe(body.missing.length > 0);
  const [pair] = body.pairs;
  expect(
    (await zone.people.officer.post('/api/instructor-plans/accept', { pairs: [{ firmId: pair?.firmId, userId: pair?.userId }] })).body,
  ).toEqual({ assigned: 1 });
  const after = await zone.people.officer.post<{ pairs: { firmId: string }[] }>('/api/instructor-plans', { most: 20 });
  expect(after.body.pairs.some((one) => one.firmId === pair?.firmId)).toBe(false);
});
