import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const root = join(import.meta.dirname, '../..');

/** What takes a quarter of a minute and more. Nothing on disk says so before a first run, and begun last they would leave a core idle. */
const longest = [
  'tests/server/bad-input.test.ts',
  'tests/e2e/figures.test.ts',
  'tests/server/upgrade.test.ts',
  'tests/server/fault-commands.test.ts',
  'tests/server/backup.test.ts',
  'tests/server/request-matrix.test.ts',
  'tests/server/roles-routes.test.ts',
  'tests/e2e/finance-journeys.test.ts',
  'tests/server/move.test.ts',
  'tests/server/headers-and-limits.test.ts',
  'tests/server/figures-oracle.test.ts',
  'tests/server/every-door.test.ts',
  'tests/server/one-zone.test.ts',
  'tests/e2e/forms.test.ts',
  'seeds/example.test.ts',
  'tests/server/fault-two-processes.test.ts',
  'tests/server/many.test.ts',
  'tests/server/odd-input.test.ts',
  'tests/e2e/points.test.ts',
  'tests/server/fault-stop.test.ts',
  'tests/server/fault-embedded.test.ts',
  'tests/server/fault-drill.test.ts',
  'kernel/server/database/distribute.test.ts',
  'kernel/rules/clock.oracle.test.ts',
];

/** The longest files first and the rules, which are many and short, last: every core has work to the end of the run. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const gone = longest.filter((path) => !existsSync(join(root, path)));
    if (gone.length > 0) throw new Error(`tests/harness/longest-first.ts names what is no more: ${gone.join(', ')}`);
    const place = (file: TestSpecification) => {
      const known = longest.indexOf(relative(root, file.moduleId));
      if (known >= 0) return known;
      return longest.length + (file.project.name === 'rules' ? 1 : 0);
    };
    return (await super.sort(files)).toSorted((a, b) => place(a) - place(b));
  }
}
