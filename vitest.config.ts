import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/harness/longest-first.ts';

const server = ['kernel/server/**/*.test.ts', 'features/*/server/**/*.test.ts', 'tests/server/**/*.test.ts', 'seeds/**/*.test.ts'];

// dozens of servers and commands are started on the way: each finds what the one before it has compiled
process.env['NODE_COMPILE_CACHE'] ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

export default defineConfig({
  test: {
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'rules',
          include: ['kernel/**/*.test.ts', 'features/**/*.test.ts', 'tools/**/*.test.ts', 'docs/**/*.test.ts', 'apps/**/*.test.ts'],
          exclude: [...server, '**/node_modules/**'],
          // no server, no clock, no spies: nothing that one file leaves behind could reach another
          isolate: false,
          testTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'server',
          include: server,
          globalSetup: ['tests/harness/global-setup.ts'],
          // for what never ends; a busy machine must not reach it
          testTimeout: 120_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/harness/global-setup.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // as long as the browser itself waits for what it looks for
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
