import { describe, expect, test } from 'vitest';
import { checkHouse, checkWholeHouse, fewestModules } from './house-rules.ts';
import { readHouse } from './house.ts';

const clean: Readonly<Record<string, string>> = {
  'kernel/rules/money.ts': 'export type Fen = bigint;',
  'kernel/contract/record.ts':
    "import { z } from 'zod';\nimport type { Fen } from '../rules/money.ts';\nexport const amount = z.custom<Fen>();",
  'kernel/server/write.ts':
    "import pg from 'pg';\nimport { amount } from '#kernel/contract/record.ts';\nexport const written = [pg, amount];",
  'kernel/web/form.tsx': "import { amount } from '#kernel/contract/record.ts';\nexport function Form() { return <p>{String(amount)}</p>; }",
  'features/parking/records.ts':
    "import { amount } from '#kernel/contract/record.ts';\nimport { fee } from './rules/fee.ts';\nexport const lot = { amount, fee };",
  'features/parking/rules/fee.ts': "import type { Fen } from '#kernel/rules/money.ts';\nexport const fee: Fen = 500n;",
  'features/parking/rules/fee.test.ts': "import { test } from 'vitest';\nimport { fee } from './fee.ts';\ntest('a', () => void fee);",
  'features/parking/server/index.ts': "export { lots } from './lots.ts';",
  'features/parking/server/lots.ts': "import { written } from '#kernel/server/write.ts';\nexport const lots = [written];",
  'features/parking/server/lots.test.ts': "import { startTestApp } from '../../../tests/harness/app.ts';\nexport const app = startTestApp;",
  'features/charging/server/posts.ts':
    "import { lots } from '#features/parking/server/index.ts';\nimport { lot } from '#features/parking/records.ts';\nimport { fee } from '#features/parking/rules/fee.ts';\nexport const posts = [lots, lot, fee];",
  'features/parking/web/page.tsx':
    "import { lot } from '../records.ts';\nexport const page = () => import('./map.tsx');\nexport const shown = lot;",
  'features/parking/web/map.tsx': 'export function Map() { return null; }',
  'apps/server/app.ts': "import { lots } from '#features/parking/server/index.ts';\nexport const app = lots;",
  'tests/harness/app.ts': "import { app } from '#apps/server/app.ts';\nexport const startTestApp = app;",
};

test('a house that keeps its rules has no violation', () => {
  expect(checkHouse(tree({}))).toEqual([]);
});

describe('a planted violation is found, and told what to do instead', () => {
  test.each([
    [
      'a rule that reads a file',
      'features/parking/rules/fee.ts',
      "import { readFileSync } from 'node:fs';\nexport const fee = readFileSync;",
      'rules import only rules',
    ],
    [
      'a rule that uses a library',
      'kernel/rules/money.ts',
      "import { z } from 'zod';\nexport const Fen = z.bigint();",
      'take the value as an argument',
    ],
    [
      'a rule that knows its declaration, by type alone',
      'features/parking/rules/fee.ts',
      "import type { lot } from '../fields.ts';\nexport type Lot = typeof lot;",
      'move this file out of rules/',
    ],
    [
      'a rule that reaches the server by a dynamic import',
      'features/parking/rules/fee.ts',
      "export const fee = () => import('#kernel/server/write.ts');",
      'rules import only rules',
    ],
    [
      'a page that queries the database',
      'features/parking/web/map.tsx',
      "import { lots } from '../server/lots.ts';\nexport const Map = lots;",
      'declare an endpoint in contract.ts',
    ],
    [
      'a page that uses Node',
      'kernel/web/form.tsx',
      "import { join } from 'node:path';\nexport const form = join;",
      'web runs in a browser',
    ],
    [
      'a server file that draws',
      'features/parking/server/lots.ts',
      "export { Map as lots } from '../web/map.tsx';\nexport const more = 1;",
      'move what both need to contract/ or rules/',
    ],
    [
      'the web app that imports the server',
      'apps/web/main.tsx',
      "import { app } from '../server/app.ts';\nexport const main = app;",
      'web and server never meet',
    ],
    [
      'a declaration that queries',
      'features/parking/records.ts',
      "import { written } from '#kernel/server/write.ts';\nexport const lot = written;",
      'read by web and server alike',
    ],
    [
      'a kernel that knows a feature',
      'kernel/server/write.ts',
      "import { lot } from '#features/parking/records.ts';\nexport const written = lot;",
      'the kernel knows no feature',
    ],
    [
      'a kernel that knows the app',
      'kernel/server/start.ts',
      "import { app } from '#apps/server/app.ts';\nexport const start = app;",
      'let apps/ hand this in',
    ],
    [
      'a feature that leans on the seeds',
      'features/parking/server/lots.ts',
      "import { names } from '#seeds/names.ts';\nexport const lots = names;",
      'let apps/ hand this in',
    ],
    [
      'a feature that enters its neighbour by the window',
      'features/charging/server/posts.ts',
      "import { lots } from '#features/parking/server/lots.ts';\nexport const posts = lots;",
      'export this from features/parking/server/index.ts',
    ],
    [
      "a feature that borrows its neighbour's page",
      'features/charging/web/page.tsx',
      "import { Map } from '#features/parking/web/map.tsx';\nexport const page = Map;",
      'move the part to kernel/web',
    ],
    [
      'a file that only re-exports',
      'kernel/contract/index.ts',
      "export * from './record.ts';\nexport type { Fen } from '../rules/money.ts';",
      'import from where things are defined',
    ],
    ['a room for whatever has no home', 'kernel/server/utils/dates.ts', 'export const days = 7;', 'name it after what it holds'],
    ['a file that manages', 'features/parking/server/lot-manager.ts', 'export const days = 7;', '"lot-manager" says nothing'],
    ['a file too long for a sitting', 'kernel/server/long.ts', 'export const a = 1;\n'.repeat(301), '301 lines, 300 at most'],
    ['a test too long for a sitting', 'kernel/server/long.test.ts', 'void 1;\n'.repeat(401), '401 lines, 400 at most'],
    ['a file cut off in the middle', 'kernel/server/write.ts', 'export const written = [', 'does not parse'],
    ['a page of notes from elsewhere', 'docs/scale.md', `See ${['..', 'shared'].join('/')}/notes.md`, 'which a clone does not have'],
  ])('%s', (_what, path, text, message) => {
    const found = checkHouse(tree({ [path]: text, 'features/parking/fields.ts': 'export const lot = {};' }));
    expect(found.map((one) => one.path)).toContain(path);
    expect(found.map((one) => one.message).join('\n')).toContain(message);
  });

  test('two modules that import each other, though one import is of a type', () => {
    const found = checkHouse(
      tree({
        'kernel/server/a.ts': "import { b } from './b.ts';\nexport type A = typeof b;",
        'kernel/server/b.ts': "import { c } from './c.ts';\nexport const b = c;",
        'kernel/server/c.ts': "import type { A } from './a.ts';\nexport const c: A | 1 = 1;",
      }),
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.message).toContain('kernel/server/a.ts → kernel/server/b.ts → kernel/server/c.ts → kernel/server/a.ts');
  });
});

test('an import that only stands in a string or a comment is none', () => {
  const text = "// import { lots } from '../server/lots.ts'\nexport const text = `\nimport { lots } from '../server/lots.ts';\n`;";
  expect(checkHouse(tree({ 'features/parking/web/map.tsx': text }))).toEqual([]);
});

test('a generated file may be long', () => {
  expect(checkHouse(tree({ 'kernel/server/database/schema.generated.ts': 'export const a = 1;\n'.repeat(900) }))).toEqual([]);
});

test('a gate that looked past the house fails', () => {
  expect(
    checkWholeHouse(tree({}))
      .map(({ message }) => message)
      .join(),
  ).toContain(`fewer than ${fewestModules}`);
});

test('the real house keeps its rules', () => {
  const house = readHouse();
  expect([...house.keys()].filter((path) => /\.tsx?$/.test(path)).length).toBeGreaterThanOrEqual(fewestModules);
  expect(checkWholeHouse(house).map(({ path, message }) => `${path}: ${message}`)).toEqual([]);
});

function tree(changes: Readonly<Record<string, string>>): Map<string, string> {
  return new Map(Object.entries({ ...clean, ...changes }));
}
