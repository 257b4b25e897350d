import { parseArgs } from 'node:util';
import ExcelJS from 'exceljs';
import { openHouse } from '#apps/server/open-house.ts';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { readWorkbook } from '#kernel/server/sheets/read-workbook.ts';
import { freePort, startServer } from './faults/installation.ts';
import { signIn } from './faults/person.ts';
import { makeZone } from './faults/zone.ts';
import { openPlace } from './stand/place.ts';
import { median } from './stand/rounds.ts';
import { tableOf } from './stand/table.ts';

/**
 * `node bench/import.ts [--firms 50000] [--rounds 3] [--json]`: a roster of firms in Excel, one row in fifty faulty, through
 * the real server: taken in, and tried with every faulty row named; against parsing the file alone, in turns.
 */
const { values } = parseArgs({
  options: {
    firms: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});
const firms = Number(values.firms);
const headers = [
  '企业名称',
  '统一社会信用代码',
  '经营状态',
  '成立日期',
  '注册资本（万元）',
  '员工人数',
  '地址',
  '联系人',
  '联系电话',
  '是否高企',
];

const bytes = await roster();
const place = await openPlace();
try {
  const settings = readSettings({ ...process.env, LIANXIN_DATA: place.dataFolder, DATABASE_URL: place.ownerUrl });
  const open = await openHouse(settings, () => undefined);
  await makeZone(open.house);
  await open.close();
  const environment = { LIANXIN_LIMITS: '0', LIANXIN_BACKUP_DAYS: '0', ...place.environment };
  const server = startServer(await freePort(), place.dataFolder, environment);
  await server.ready();
  try {
    await measure(server.origin);
  } finally {
    await server.end('SIGTERM');
  }
} finally {
  await place.close();
}

async function measure(origin: string): Promise<void> {
  const fault = (what: string) => {
    throw new Error(what);
  };
  const dispatcher = await signIn(() => origin, 'dispatcher', fault);
  const taken = { parse: [] as number[], upload: [] as number[], dryRun: [] as number[] };
  let refused = 0;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    taken.parse.push(await timed(async () => void (await readWorkbook(bytes, 'roster.xlsx'))));
    const form = new FormData();
    form.append('file', new Blob([bytes]), 'roster.xlsx');
    let batch: Batch | undefined;
    taken.upload.push(await timed(async () => void (batch = (await dispatcher.settle('POST', '/api/imports/firm', form)).body as Batch)));
    const sheet = batch?.sheets[0];
    const mapping = Object.fromEntries(sheet?.columns.map(({ column, field }) => [column, field]) ?? []);
    const asked = { sheet: sheet?.name, headerRow: sheet?.headerRow, mapping };
    taken.dryRun.push(
      await timed(async () => {
        const reply = await dispatcher.settle('POST', `/api/import-batches/${batch?.batchId ?? ''}/dry-run`, asked);
        refused = (reply.body as { counts: { refused: number } }).counts.refused;
      }),
    );
  }
  if (refused !== Math.floor(firms / 50)) throw new Error(`${refused} rows were refused, ${Math.floor(firms / 50)} are faulty`);
  const parse = median(taken.parse);
  const result = Object.entries(taken).map(([work, list]) => ({ work, ms: median(list), ratio: median(list) / parse }));
  if (values.json) return void process.stdout.write(`${JSON.stringify({ engine: place.engine, firms, result }, null, 2)}\n`);
  const named = { parse: 'parsing the file alone', upload: 'taken in: headers guessed', dryRun: 'dry run: every row checked' };
  const rows = result.map(({ work, ms, ratio }) => [named[work as keyof typeof named], `${ms.toFixed(0)} ms`, ratio.toFixed(2)]);
  process.stdout.write(`${place.engine}, ${firms} firms, ${(bytes.length / 1024 / 1024).toFixed(1)} MB, ${refused} rows refused\n\n`);
  process.stdout.write(`${tableOf(['', 'median', 'against parsing'], rows)}\n`);
}

type Batch = {
  readonly batchId: string;
  readonly sheets: readonly {
    readonly name: string;
    readonly headerRow: number;
    readonly columns: readonly { readonly column: number; readonly field: string | null }[];
  }[];
};

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** A workbook as an office keeps it: every fiftieth row has a code that cannot be, a status nobody knows, or no name. */
async function roster(): Promise<Uint8Array<ArrayBuffer>> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('企业名册');
  sheet.addRow(headers);
  for (let n = 1; n <= firms; n += 1) {
    const body = `91990100MA${String(n).padStart(7, '0')}`;
    const faulty = n % 50 === 0 ? (n / 50) % 3 : -1;
    sheet.addRow([
      faulty === 0 ? null : `云锦${n}精密机械有限公司`,
      `${body}${faulty === 1 ? '#' : usccCheckCharacter(body)}`,
      faulty === 2 ? '不明' : '在营',
      new Date(Date.UTC(2001 + (n % 24), n % 12, 1 + (n % 28))),
      100 + (n % 900),
      1 + (n % 500),
      `高新区创业路${n}号`,
      '张伟',
      `138${String(n).padStart(8, '0')}`,
      n % 3 === 0 ? '是' : '否',
    ]);
  }
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}
