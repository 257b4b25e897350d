import { expect, test } from 'vitest';
import { schemeTemplates, shapeFaults } from './scheme-templates.ts';

test('every template has the shape that it declares: 1145 is 1-1-4-5, 五个一 five, 九个一 nine', () => {
  for (const { shape, groups } of schemeTemplates)
    expect(
      shapeFaults(
        shape,
        groups.map((group, index) => ({ order: index + 1, name: group.name, parts: group.parts.length })),
      ),
    ).toEqual([]);
  expect(schemeTemplates.find((one) => one.code === '1145')?.shape).toBe('1-1-4-5');
});

test('a scheme with three projects instead of four names that group, and one group too many is named too', () => {
  const groups = [1, 1, 3, 5].map((parts, index) => ({ order: index + 1, name: `组${index + 1}`, parts }));
  expect(shapeFaults('1-1-4-5', groups).map((fault) => fault.en)).toEqual(['group 3 “组3” should have 4 parts and has 3']);
  expect(shapeFaults('1', groups).length).toBe(3);
  expect(shapeFaults('1-1', [])).toHaveLength(2);
});
