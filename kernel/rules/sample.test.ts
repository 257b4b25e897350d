import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawSample } from './sample.ts';

const keyed = (seed: string) => (id: string) => createHmac('sha256', seed).update(id).digest('hex');
const lists = fc.uniqueArray(fc.uuid(), { maxLength: 60 });

it('The order of the list and doubles in it decide nothing', () => {
  fc.assert(
    fc.property(
      lists.chain((ids) => fc.tuple(fc.constant(ids), fc.shuffledSubarray(ids, { minLength: ids.length }))),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.string(),
      ([ids, shuffled], share, seed) => {
        expect(drawSample([...shuffled, ...ids.slice(0, 3)], share, keyed(seed))).toEqual(drawSample(ids, share, keyed(seed)));
      },
    ),
  );
});

it('Of n requests the share is drawn, rounded up, and the drawn have the lowest digests', () => {
  fc.assert(
    fc.property(lists, fc.integer({ min: 0, max: 100 }), (ids, percent) => {
      const digest = keyed('2026');
      const drawn = drawSample(ids, percent / 100, digest);
      expect(drawn.length).toBe(Math.ceil((ids.length * percent) / 100));
      const rest = ids.filter((id) => !drawn.includes(id)).map(digest);
      const highest = drawn.map(digest).at(-1) ?? '';
      expect(rest.every((other) => other > highest)).toBe(true);
    }),
  );
});

it('Adding a request never brings another into the sample that would not have been next', () => {
  fc.assert(
    fc.property(lists, fc.uuid(), (ids, added) => {
      const all = drawSample([...ids, added], 1, keyed('x'));
      expect(all.filter((id) => id !== added)).toEqual(
        drawSample(
          ids.filter((id) => id !== added),
          1,
          keyed('x'),
        ),
      );
    }),
  );
});

it('55 % of 20 are 11, and a share is between 0 and 1', () => {
  const ids = Array.from({ length: 30 }, (_, index) => `request-${index}`);
  expect(drawSample(ids.slice(0, 20), 0.55, keyed('s'))).toHaveLength(11);
  expect(drawSample(ids, 0, keyed('s'))).toEqual([]);
  expect(drawSample(ids, 1, keyed('s'))).toHaveLength(30);
  for (const share of [-0.1, 1.1, NaN]) expect(() => drawSample(ids, share, keyed('s'))).toThrow(RangeError);
});

it('Another seed draws another sample', () => {
  const ids = Array.from({ length: 100 }, (_, index) => `request-${index}`);
  expect(drawSample(ids, 0.2, keyed('a'))).not.toEqual(drawSample(ids, 0.2, keyed('b')));
});
