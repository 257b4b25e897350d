import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRegistry, type Registry } from './registry.fixture.ts';

let registry: Registry;
let parks: readonly string[];
beforeAll(async () => {
  registry = await openRegistry();
  const ask = registry.as(['dispatcher']);
  parks = [];
  for (const name of ['东园', '西园']) parks = [...parks, String((await ask('POST', '/api/places', { name, kind: 'park' })).body.id)];
});
afterAll(() => registry.close());

type Change = { readonly kind: 'create' | 'move' | 'end' | 'reopen'; readonly at: number; readonly park: number };

const change = fc.record({
  kind: fc.constantFrom<Change['kind'][]>('create', 'create', 'move', 'end', 'reopen'),
  at: fc.nat(99),
  park: fc.nat(1),
});

test('a total that is kept is exact after every change, for who sees all and for who sees a part, by every filter', async () => {
  const dispatcher = registry.as(['dispatcher']);
  const firms: { readonly id: string; version: number; park: number; ended: boolean }[] = [];

  async function make({ kind, at, park }: Change): Promise<void> {
    const firm = firms[at % Math.max(firms.length, 1)];
    if (kind === 'create' || !firm) {
      const { body } = await dispatcher('POST', '/api/firms', { name: `企业${firms.length}`, status: 'operating', parkId: parks[park] });
      firms.push({ id: String(body.id), version: 1, park, ended: false });
    } else if (kind === 'move') {
      const { body } = await dispatcher('PATCH', `/api/firms/${firm.id}`, { parkId: parks[park] }, firm.version);
      Object.assign(firm, { version: Number(body['version']), park });
    } else {
      const ended = kind === 'end';
      const body = { endedOn: ended ? '2026-01-01' : null, why: '试' };
      const answer = await dispatcher('POST', `/api/firms/${firm.id}/end`, body, firm.version);
      expect(answer.status).toBe(200);
      Object.assign(firm, { version: Number(answer.body['version']), ended });
    }
  }

  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 12 }), async (changes) => {
      for (const one of changes) {
        await make(one);
        const own = firms.slice(0, 3).map(({ id }) => id);
        const readers = [
          { ask: dispatcher, sees: firms },
          { ask: registry.as(['enterpriseContact'], { firms: own }), sees: firms.slice(0, 3) },
        ];
        for (const { ask, sees } of readers) {
          const total = async (query: string) => (await ask('GET', `/api/firms?limit=1${query}`)).body['total'];
          const live = sees.filter(({ ended }) => !ended);
          expect(await total('')).toBe(live.length);
          expect(await total('&ended=all')).toBe(sees.length);
          expect(await total(`&parkId=${parks[1]}`)).toBe(live.filter(({ park }) => park === 1).length);
        }
      }
    }),
    { numRuns: 12 },
  );
});

test('as long as nothing changes the table is not counted again', async () => {
  const ask = registry.as(['dispatcher']);
  const list = () => ask('GET', '/api/firms?limit=5');
  const { body } = await list();
  await registry.sql(`UPDATE firms SET ended_on = '2026-01-01'`);
  expect((await list()).body['total']).toBe(body['total']);
  await ask('POST', '/api/firms', { name: '新来的企业', status: 'operating', parkId: parks[0] });
  expect((await list()).body['total']).toBe(1);
});
