import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { startServiceZone, type ServiceZone } from '../harness/service-zone.ts';

let zone: ServiceZone;
beforeAll(async () => {
  zone = await startServiceZone();
});
afterAll(() => zone.close());

test('a request goes from three fields to the firm itself calling it solved', async () => {
  const { people, units } = zone;
  const id = await zone.ask();
  expect(await zone.status(id)).toBe('submitted');
  expect((await zone.move(people.dispatcher, id, 'accept', { level: 'simple', leadId: units.power })).body.status).toBe('dispatched');
  expect((await zone.move(people.power, id, 'sign')).body.status).toBe('signed');
  expect((await zone.move(people.power, id, 'contact', { how: 'phone' })).body.status).toBe('inProgress');
  expect((await zone.move(people.power, id, 'reply', { kind: 'done', text: '已增容' })).body.status).toBe('replied');
  const solved = await zone.move(people.contact, id, 'confirmSolved', { rating: 'satisfied' });
  expect(['closed', 'confirmed']).toContain(solved.body.status);
  const view = await people.contact.get<CaseView>(`/api/service-requests/${id}`);
  expect(view.body.row['result']).toBe('resolved');
  expect(view.body.timeline.map((entry) => entry.move)).toEqual(['open', 'accept', 'sign', 'contact', 'reply', 'confirmSolved']);
});
