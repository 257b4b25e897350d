import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/harness/longest-first.ts';

const server = ['kernel/server/**/*.test.ts', 'features/*/server/**/*.test.ts', 'tests/server/**/*.test.ts', 'seeds/**/*.test.ts'];

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
          // pure functions: nothing that one file leaves behind could reach another
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'server',
          include: server,
          globalSetup: ['tests/harness/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/harness/global-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          // as long as the browser itself waits for what it looks for
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
  },
});
