import { decimal, longText, text, type Fields } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { guessHeader, headerAt } from '#kernel/server/sheets/guess-header.ts';
import { cellText, type Sheet } from '#kernel/server/sheets/sheet.ts';
import { firm } from '#features/registry/records.ts';
import { pointsInput } from '../../points-records.ts';
import type { Item } from '../../rules/points-scheme.ts';
import { faultAt, type Fault } from './sheet-faults.ts';
import { unitsOf } from './sheet-units.ts';

export type SheetColumns = {
  /** from 1, as are all numbers of rows and columns here */
  readonly headerRow: number;
  readonly firstRow: number;
  readonly firmColumn: number | undefined;
  readonly usccColumn: number | undefined;
  /** what a row may say of itself beside its values */
  readonly yearColumn: number | undefined;
  readonly sourceColumn: number | undefined;
  readonly evidenceColumn: number | undefined;
  readonly items: readonly { readonly column: number; readonly header: string; readonly item: Item }[];
  /** columns of another unit of money than the scheme's: by how many places their numbers move */
  readonly places: ReadonlyMap<number, number>;
  readonly faults: readonly Fault[];
};

const firmKey = 'firm:name';
const usccKey = 'firm:uscc';
const passedOver = new Set(['', '序号', '备注', '退回原因']);

/** Columns that rosters carry and the template does not ask for: a row's own year, source and evidence. */
const ofRow: Fields = {
  'row:year': text({ label: pointsInput.fields.year.label, aliases: ['年份', '所属年度', '统计年度'] }),
  'row:source': text({ label: pointsInput.fields.source.label, aliases: pointsInput.fields.source.aliases }),
  'row:evidence': longText({ label: pointsInput.fields.evidence.label, aliases: pointsInput.fields.evidence.aliases }),
};

/** The columns of a wide sheet as fields: what its template says and what its header is read by. */
export function fieldsOf(items: readonly Item[]): Fields {
  return {
    [firmKey]: text({
      label: firm.fields.name.label,
      aliases: ['企业', '公司', ...firm.fields.name.aliases],
      hint: t('或曾用名；也可只填信用代码', 'Or a former name'),
    }),
    [usccKey]: text({ label: t('统一社会信用代码', 'Unified social credit code'), aliases: ['信用代码', '社会信用代码'] }),
    ...Object.fromEntries(
      items.map(({ code, name, unit }) => {
        const label = `${code} ${name}`;
        const hint = t(
          `${unit === '' ? '' : `单位：${unit}；`}没有数据就空着，按缺报记 0 分；基期不为正填“不适用”`,
          'Leave empty what is not there',
        );
        return [
          `item:${code}`,
          decimal({ digits: 4, label: t(unit === '' ? label : `${label}（${unit}）`, label), aliases: [code, name], hint }),
        ];
      }),
    ),
  };
}

/** The sheet of a workbook that holds points inputs; any further one that does is a fault, for none is read beside the first. */
export function tableOf(sheets: readonly Sheet[], items: readonly Item[]): { readonly sheet: Sheet; readonly columns: SheetColumns } {
  const read = sheets.map((sheet) => ({ sheet, columns: columnsOf(sheet, items) }));
  const [first, ...more] = read.filter(
    ({ columns }) => columns.items.length > 0 && (columns.firmColumn ?? columns.usccColumn) !== undefined,
  );
  if (!first) {
    const sheet = sheets[0] ?? { name: '', rows: [] };
    return { sheet: { ...sheet, rows: [] }, columns: read[0]?.columns ?? columnsOf(sheet, items) };
  }
  const faults = more.map(({ sheet, columns }) => {
    const zh = `一次只读一张表，读的是“${first.sheet.name}”；这张也有积分数据，请另存后单独上传`;
    const en = `One sheet at a time, and “${first.sheet.name}” was read: this one holds points inputs too; upload it by itself`;
    const fault = faultAt(columns.headerRow, 1, sheet.name, 'SHEET_MORE', zh, en);
    return { ...fault, cell: `${sheet.name}!${fault.cell}` };
  });
  return { sheet: first.sheet, columns: { ...first.columns, faults: [...first.columns.faults, ...faults] } };
}

/** Finds the header and says which column carries what; a column that is not exactly one of the scheme's is a fault. */
function columnsOf(sheet: Sheet, items: readonly Item[]): SheetColumns {
  const fields = { ...fieldsOf(items), ...ofRow };
  const guessed = guessHeader(sheet, fields);
  const surely = new Map(
    guessed.columns.flatMap(({ field, confidence, column }) => (field && confidence === 1 ? [[field, column] as const] : [])),
  );
  const [firmColumn, usccColumn] = [surely.get(firmKey), surely.get(usccKey)];
  const found = items.flatMap((item) => {
    const column = surely.get(`item:${item.code}`);
    return column === undefined ? [] : [{ column, header: guessed.columns[column - 1]?.header ?? '', item }];
  });
  const taken = new Set(surely.values());
  const faults = guessed.columns.flatMap(({ column, header }): Fault[] => {
    if (taken.has(column) || passedOver.has(header.replaceAll(/\s/g, ''))) return [];
    const alone = headerAt({ name: '', rows: [[header]] }, fields, 1, false).columns[0];
    const meant = alone?.confidence === 1 ? undefined : items.find(({ code }) => alone?.field === `item:${code}`);
    return [
      alone?.confidence === 1
        ? faultAt(guessed.row, column, header, 'COLUMN_TWICE', '这一列出现了两次', 'This column stands twice')
        : faultAt(
            guessed.row,
            column,
            header,
            'INDICATOR_UNKNOWN',
            `该年度方案没有这个指标${meant ? `；是不是“${meant.name}”` : ''}`,
            `The scheme of that year has no such indicator${meant ? `; is it “${meant.code}”?` : ''}`,
          ),
    ];
  });
  if (firmColumn === undefined && usccColumn === undefined)
    faults.push(
      faultAt(guessed.row, 1, '', 'FIRM_COLUMN', '没有找到“企业名称”或“统一社会信用代码”一列', 'No column for the firm’s name or code'),
    );
  if (found.length === 0)
    faults.push(
      faultAt(guessed.row, 1, '', 'NO_INDICATOR', '没有一列是该年度方案的指标', 'No column is an indicator of that year’s scheme'),
    );
  const nameColumns = [firmColumn, usccColumn].filter((column) => column !== undefined);
  const below = belowHeader(sheet, guessed.row, firmColumn ?? usccColumn ?? 1);
  const units = unitsOf(sheet, { headerRow: guessed.row, firstRow: below, nameColumns }, found);
  return {
    headerRow: guessed.row,
    firstRow: units.firstRow,
    firmColumn,
    usccColumn,
    yearColumn: surely.get('row:year'),
    sourceColumn: surely.get('row:source'),
    evidenceColumn: surely.get('row:evidence'),
    items: found.filter(({ column }) => !units.strange.has(column)),
    places: units.places,
    faults: [...faults, ...units.faults],
  };
}

/** A header of two rows carries the word of its firm column in both. */
function belowHeader(sheet: Sheet, headerRow: number, firmColumn: number): number {
  const word = cellText(sheet.rows[headerRow - 1]?.[firmColumn - 1]);
  let row = headerRow + 1;
  while (word !== '' && cellText(sheet.rows[row - 1]?.[firmColumn - 1]) === word) row += 1;
  return row;
}
