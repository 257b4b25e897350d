import { join } from 'node:path';
import { expect, test } from 'vitest';
import { firstLoadBudget, firstLoads } from '#tools/bundle-size.ts';

test('what a browser fetches before one can sign in stays within its budget', () => {
  expect(firstLoads(join(import.meta.dirname, '../../dist/web')).door).toBeLessThanOrEqual(firstLoadBudget);
});
