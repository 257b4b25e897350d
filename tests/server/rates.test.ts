import { afterAll, beforeAll, expect, test } from 'vitest';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

type Rate = { readonly count: number; readonly base: number; readonly percent: number | null };
type Rates = Readonly<Record<'responseRate' | 'resolutionRate' | 'satisfactionRate' | 'onTimeRate', Rate>>;

let zone: ServiceZone;
beforeAll(async () => {
  zone = await startServiceZone();
});
afterAll(() => zone.close());

test(
  'T-SRV-1: 20 dispatched, 18 contacted in time; 15 solved, 2 explained, 1 unsolved, 2 overdue and open',
  { timeout: 90_000 },
  async () => {
    const { people, units } = zone;
    const ids: string[] = [];
    for (let number = 1; number <= 20; number += 1) {
      const id = await zone.ask(`第 ${number} 件诉求`);
      await zone.move(people.dispatcher, id, 'accept', { level: 'simple', leadId: units.economy });
      ids.push(id);
    }
    const reply = (id: string, kind: 'done' | 'cannot') =>
      zone.move(people.economy, id, 'reply', { kind, text: '答复', ...(kind === 'cannot' && { clause: '第三条' }) });
    for (const [index, id] of ids.slice(0, 15).entries()) {
      await reply(id, 'done');
      await zone.move(people.contact, id, 'confirmSolved', { rating: index < 10 ? 'verySatisfied' : 'satisfied' });
    }
    for (const id of ids.slice(15, 17)) {
      await reply(id, 'cannot');
      await zone.move(people.contact, id, 'acceptExplanation', { rating: 'dissatisfied' });
    }
    const unsolved = ids[17] ?? '';
    for (const kind of ['done', 'cannot'] as const) {
      await reply(unsolved, kind);
      await zone.move(people.contact, unsolved, 'reportUnsolved', { reason: '没有解决' });
    }
    await zone.later(12 * 86_400_000);

    const rates = async (countExplained: boolean) =>
      (await people.assessor.get<Rates>(`/api/service-rates?from=2026-06-01&to=2026-06-30&countExplained=${String(countExplained)}`)).body;
    const strict = await rates(false);
    expect(strict.responseRate).toEqual({ count: 18, base: 20, percent: 90 });
    expect(strict.resolutionRate).toEqual({ count: 15, base: 20, percent: 75 });
    expect(strict.satisfactionRate).toEqual({ count: 15, base: 17, percent: 88.24 });
    expect((await rates(true)).resolutionRate).toEqual({ count: 17, base: 20, percent: 85 });
  },
);

test('nothing divided by nothing is no rate', async () => {
  const empty = await zone.people.assessor.get<Rates>('/api/service-rates?from=2020-01-01&to=2020-01-31');
  expect(empty.body.resolutionRate).toEqual({ count: 0, base: 0, percent: null });
});
