import type { z } from 'zod';
import { t } from '#kernel/contract/text.ts';
import { dateOf, yearOf } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { uploadedFile } from '#kernel/server/http/uploads.ts';
import { readWorkbook } from '#kernel/server/sheets/read-workbook.ts';
import { writeTemplate, xlsxType } from '#kernel/server/sheets/write-workbook.ts';
import { yearToCome } from '../../points-records.ts';
import { pointsSheet, pointsSheetTemplate, type SheetAnswer } from '../../points-sheet-contract.ts';
import { itemsOf, schemeOn } from '../../rules/points-scheme.ts';
import { roundStatus, schemeOfYear } from './points-of.ts';
import { comparedToday, enter } from './input-entries.ts';
import { odditiesOf, rowsOf, withoutHidden } from './sheet-cells.ts';
import { fieldsOf, tableOf } from './sheet-columns.ts';
import { withFirms } from './sheet-firms.ts';

const rowsMost = 5000;
const faultsShown = 500;

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
    if (query.year > yearOf(dateOf(ask.now))) throw invalid([{ ...yearToCome, field: 'query.year' }]);
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
  const entries = good.flatMap(({ firmId, given, grounds: { source, evidence } }) =>
    firmId === undefined ? [] : given.map((one) => ({ ...one, firmId, source: source || asked.source, evidence: evidence || null })),
  );
  const { added, changed, unchanged } = await comparedToday(ask, entries, asked.year);
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
  if (isWritten) await enter(ask, [...added, ...changed], asked.year, `宽表导入 ${fileName}`);
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
    isYearPublic: (await roundStatus(ask, asked.year)) !== 'gathering',
  };
}
