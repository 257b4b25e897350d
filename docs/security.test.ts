import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('every test that security.md names is there', () => {
  const named = [...readFileSync(join(import.meta.dirname, 'security.md'), 'utf8').matchAll(/`([\w./-]+\.test\.ts)`/g)].map(
    (found) => found[1] ?? '',
  );
  expect(named.length).toBeGreaterThan(25);
  expect(named.filter((path) => !existsSync(join(import.meta.dirname, '..', path)))).toEqual([]);
});
