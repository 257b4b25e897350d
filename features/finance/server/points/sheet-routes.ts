import { sql } from 'kysely';
import type { z } from 'zod';
import { t } from '#kernel/contract/text.ts';
import { dateOf, yearOf } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { uploadedFile } from '#kernel/server/http/uploads.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { readWorkbook } from '#kernel/server/sheets/read-workbook.ts';
import { writeTemplate, xlsxType } from '#kernel/server/sheets/write-workbook.ts';
import { pointsInput } from '../../points-records.ts';
import { pointsSheet, pointsSheetTemplate, type SheetAnswer } from '../../points-sheet-contract.ts';
import { schemeOn } from '../../rules/points-scheme.ts';
import { schemeOfYear } from './points-of.ts';
import { odditiesOf, rowsOf, withoutHidden, type Given, type Grounds } from './sheet-cells.ts';
import { fieldsOf, itemsOf, tableOf } from './sheet-columns.ts';
import { withFirms, type FirmRow } from './sheet-firms.ts';

const rowsMost = 5000;
const faultsShown = 500;
const chunk = 1000;

/** Serves the wide sheet of points inputs: its template, its dry run, and its writing, all in one transaction or nothing. */
export function servePointsSheet(server: Server): void {
  serve(server, pointsSheetTemplate, async (_, ask) => ({
    fileName: '积分数据宽表模板.xlsx',
    contentType: xlsxType,
    content: await writeTemplate(
      '积分数据',
      fieldsOf(itemsOf(schemeOn(await loadPacks(ask.tx, ask.actor.zoneId), dateOf(ask.now)).params)),
    ),
  }));
  serve(server, pointsSheet, async ({ query }, ask, reply) => {
    const { bytes, fileName } = uploadedFile(reply.request);
    if (query.year > yearOf(dateOf(ask.now)))
      throw invalid([
        { code: 'YEAR_TO_COME', field: 'query.year', rule: 'PTS-INPUT', message: t('年度不能晚于今年', 'Not a year to come') },
      ]);
    return takeSheet(ask, bytes, fileName, query);
  });
}

async function takeSheet(
  ask: Ask,
  bytes: Uint8Array,
  fileName: string,
  asked: z.infer<(typeof pointsSheet)['query']>,
): Promise<z.infer<typeof SheetAnswer>> {
  const read = await readWorkbook(bytes, fileName);
  if (!read.ok) throw new Refused(422, read.refusal, [{ path: 'file', message: read.refusal.message }]);
  const { sheet, columns: found } = tableOf(read.value, itemsOf(await schemeOfYear(ask, asked.year)));
  const odd = await odditiesOf(bytes, sheet.name);
  const columns = withoutHidden(found, odd);
  const { rows: plain, passedOver } = rowsOf(sheet, columns, asked.year, odd);
  if (plain.length > rowsMost)
    throw invalid([
      { code: 'SHEET_LONG', field: 'file', message: t(`一次最多 ${rowsMost} 家企业，请拆分`, `At most ${rowsMost} firms at a time`) },
    ]);
  const rows = await withFirms(ask, plain, columns);
  const faults = [...columns.faults, ...rows.flatMap((row) => row.faults)];
  const good = rows.filter((row) => row.faults.length === 0);
  const { added, changed, unchanged } = await comparedToday(ask, good, asked.year);
  if (asked.write === 'all' && faults.length > 0)
    throw new Refused(
      409,
      {
        code: 'CELLS_REFUSED',
        rule: 'PTS-INPUT',
        message: t(`有 ${faults.length} 处问题，没有写入`, `${faults.length} faults: nothing was written`),
      },
      faults.slice(0, faultsShown).map(({ cell, code, message }) => ({ path: cell, code, message })),
    );
  const isWritten = asked.write !== 'no';
  if (isWritten) await enter(ask, [...added, ...changed], asked, fileName);
  return {
    sheet: sheet.name,
    headerRow: columns.headerRow,
    columns: columns.items.map(({ column, header, item }) => ({
      column,
      header,
      code: item.code,
      places: columns.places.get(column) ?? 0,
    })),
    firms: good.length,
    added: added.length,
    changed: changed.length,
    unchanged,
    badRows: rows.length - good.length,
    passedOver,
    faults: faults.slice(0, faultsShown).map(({ cell, value, code, message }) => ({ cell, value, code, message })),
    faultCount: faults.length,
    written: isWritten,
  };
}

type Entry = Given & Grounds & { readonly firmId: string };

/** The cells of good rows, against what stands for their firms and year: not yet there, another value, or the same. */
async function comparedToday(
  ask: Ask,
  rows: readonly FirmRow[],
  year: number,
): Promise<{ added: Entry[]; changed: Entry[]; unchanged: number }> {
  const entries = rows.flatMap(({ firmId, given, grounds }) =>
    firmId === undefined ? [] : given.map((one) => ({ ...one, ...grounds, firmId })),
  );
  const stored = await sql<{ firm_id: string; indicator: string; state: string; value: string | null }>`
    SELECT DISTINCT ON (firm_id, indicator) firm_id, indicator, state, value FROM points_inputs
    WHERE zone_id = ${ask.actor.zoneId} AND year = ${year} AND firm_id = ANY(${[...new Set(entries.map(({ firmId }) => firmId))]}::uuid[])
    ORDER BY firm_id, indicator, created_at DESC, id DESC`.execute(ask.tx);
  const known = new Map(stored.rows.map((row) => [`${row.firm_id} ${row.indicator}`, row]));
  const added: Entry[] = [];
  const changed: Entry[] = [];
  for (const entry of entries) {
    const row = known.get(`${entry.firmId} ${entry.code}`);
    if (!row) added.push(entry);
    else if (row.state !== entry.state || (row.value === null ? null : Number(row.value)) !== entry.value) changed.push(entry);
  }
  return { added, changed, unchanged: entries.length - added.length - changed.length };
}

async function enter(
  ask: Ask,
  entries: readonly Entry[],
  { year, source }: { year: number; source: string },
  fileName: string,
): Promise<void> {
  for (let start = 0; start < entries.length; start += chunk) {
    const some = entries.slice(start, start + chunk);
    const inputs = some.map(({ code, source: own, evidence, ...rest }) => ({
      ...rest,
      year,
      indicator: code,
      source: own || source,
      evidence: evidence || null,
    }));
    await insertRows(ask, pointsInput, inputs, `宽表导入 ${fileName}`);
  }
}
