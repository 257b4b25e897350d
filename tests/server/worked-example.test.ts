import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { place } from '#features/registry/records.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { startTestApp, type Client, type TestApp } from '../harness/app.ts';

/** docs/architecture.md shows how a record is added; this page's blocks are taken at their word. */
const root = join(import.meta.dirname, '../..');
const blocks = blocksOf(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
const [migration = '', declaration = '', serverLine = '', webLine = ''] = blocks.map(({ text }) => text);

let copy: string;
let app: TestApp;
let dispatcher: Client;
let parkId: string;

beforeAll(async () => {
  copy = copyOfTheTree();
  const written = await import(/* @vite-ignore */ join(copy, 'features/registry/parking-lot-record.ts'));
  const parkingLot: RecordDeclaration = written.parkingLot;
  app = await startTestApp({ more: { records: [{ declaration: parkingLot }], migration } });
  parkId = (await app.inZone((ask) => createRow(ask, place, { name: '华平智造园', kind: 'park' }))).id;
  await app.addUser({ loginName: 'dispatcher', grants: [{ role: 'dispatcher' }] });
  await app.addUser({ loginName: 'specialist', grants: [{ role: 'specialist' }] });
  await app.addUser({ loginName: 'talent', grants: [{ role: 'talent' }] });
  dispatcher = await app.signIn('dispatcher');
});
afterAll(async () => {
  await app.close();
  rmSync(copy, { recursive: true, force: true });
});

test('a record with list, form, import and API takes a newcomer fewer than 60 lines', () => {
  expect(blocks.map(({ path }) => path)).toEqual([
    'migrations/0100-parking-lots.sql',
    'features/registry/parking-lot-record.ts',
    'features/registry/server/record-servers.ts',
    'features/registry/web/registry-web.tsx',
  ]);
  const imports = 2;
  expect(blocks.flatMap(({ text }) => text.trimEnd().split('\n')).length + imports).toBeLessThan(60);
});

test('the page of the worked example compiles, with the strictness of the house', () => {
  const compiled = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(copy, 'tsconfig.json')], {
    encoding: 'utf8',
  });
  expect(compiled.stdout).toBe('');
  expect(compiled.status).toBe(0);
});

test('the new record is created, listed, filtered, searched and changed', async () => {
  const created = await dispatcher.post<{ id: string; version: number }>('/api/parking-lots', {
    name: '华平北停车场',
    parkId,
    spaces: 120,
    charging: true,
  });
  expect(created).toMatchObject({ status: 201, body: { spaces: 120, titles: { parkId: '华平智造园' } } });
  await dispatcher.post('/api/parking-lots', { name: '地下车库', spaces: 40 });
  const filtered = await dispatcher.get<{ rows: { name: string }[] }>(`/api/parking-lots?charging=true&parkId=${parkId}`);
  expect(filtered.body.rows.map(({ name }) => name)).toEqual(['华平北停车场']);
  expect(JSON.stringify((await dispatcher.get('/api/search?q=hpb')).body)).toContain('华平北停车场');
  const changed = await dispatcher.send(
    'PATCH',
    `/api/parking-lots/${created.body.id}`,
    { spaces: 150 },
    { 'if-match': `"${created.body.version}"` },
  );
  expect(changed).toMatchObject({ status: 200, body: { spaces: 150 } });
});

test('what does not fit is refused with every faulty field', async () => {
  const refused = await dispatcher.post('/api/parking-lots', { name: '', spaces: -1, roof: true });
  expect(refused.status).toBe(422);
  for (const field of ['name', 'spaces', 'roof']) expect(JSON.stringify(refused.body)).toContain(field);
});

test('a roster of it is imported as it is', async () => {
  const uploaded = await upload('停车场名称,所属园区,车位,充电桩\r\n东门停车场,华平智造园,80,是\r\n西门停车场,没有的园区,八十,否\r\n');
  const sheet = uploaded.body.sheets[0];
  const checked = await dispatcher.post<{ counts: object }>(`/api/import-batches/${uploaded.body.batchId}/dry-run`, {
    sheet: sheet?.name,
    headerRow: sheet?.headerRow,
    mapping: Object.fromEntries((sheet?.columns ?? []).map(({ column, field }) => [column, field])),
  });
  expect(checked.body.counts).toEqual({ added: 1, changed: 0, unchanged: 0, refused: 1 });
});

test('who has no sentence in its policy does not see it; its API is described', async () => {
  expect((await (await app.signIn('specialist')).get('/api/parking-lots')).status).toBe(200);
  expect((await (await app.signIn('specialist')).post('/api/parking-lots', { name: '甲', spaces: 1 })).status).toBe(403);
  expect([403, 404]).toContain((await (await app.signIn('talent')).get('/api/parking-lots')).status);
  expect(JSON.stringify((await dispatcher.get('/api/openapi.json')).body)).toContain('/api/parking-lots');
});

type Upload = { batchId: string; sheets: { name: string; headerRow: number; columns: { column: number; field: string | null }[] }[] };

function upload(csv: string) {
  const boundary = 'x-lianxin-boundary';
  const head = 'content-disposition: form-data; name="file"; filename="lots.csv"\r\ncontent-type: text/csv';
  const payload = Buffer.from(`--${boundary}\r\n${head}\r\n\r\n${csv}\r\n--${boundary}--\r\n`);
  return dispatcher.post<Upload>('/api/imports/parkingLot', payload, { 'content-type': `multipart/form-data; boundary=${boundary}` });
}

/** The fenced blocks that name a file, in order. */
function blocksOf(page: string): { path: string; text: string }[] {
  return [...page.matchAll(/^```\w+ (\S+)\n([\s\S]*?)^```$/gm)].map(([, path = '', text = '']) => ({ path, text }));
}

/** A tree beside the real one, which stays untouched: the same rooms by symbolic links, and the example's own files. */
function copyOfTheTree(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lianxin-example-'));
  for (const room of ['kernel', 'node_modules']) symlinkSync(join(root, room), join(folder, room));
  const base = JSON.parse(readFileSync(join(root, 'tsconfig.base.json'), 'utf8'));
  const compilerOptions = {
    ...base.compilerOptions,
    lib: ['es2024', 'dom', 'dom.iterable'],
    jsx: 'react-jsx',
    types: ['node', 'vite/client'],
  };
  const files: Record<string, string> = {
    'package.json': JSON.stringify({ type: 'module', imports: { '#kernel/*': './kernel/*' } }),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['features'] }),
    'features/registry/parking-lot-record.ts': declaration,
    'features/registry/server/line.ts': `import type { RecordServer } from '#kernel/server/house.ts';\nimport { parkingLot } from '../parking-lot-record.ts';\nexport const records: readonly RecordServer[] = [\n${serverLine}];\n`,
    'features/registry/web/line.ts': `import type { RecordWeb } from '#kernel/web/feature.ts';\nimport { parkingLot } from '../parking-lot-record.ts';\nexport const records: readonly RecordWeb[] = [\n${webLine}];\n`,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
