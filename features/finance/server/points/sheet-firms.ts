import { sql } from 'kysely';
import { checkUscc } from '#kernel/rules/uscc.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { SheetRow } from './sheet-cells.ts';
import type { SheetColumns } from './sheet-columns.ts';
import { faultAt, type Fault } from './sheet-faults.ts';

export type FirmRow = SheetRow & { readonly firmId: string | undefined };

/** Whose each row is, by code, name, short name or former name, read in one go; nobody's, several firms' and doubled rows are faults. */
export async function withFirms(ask: Ask, rows: readonly SheetRow[], columns: SheetColumns): Promise<FirmRow[]> {
  const idsOf = await firmsNamed(
    ask,
    [...new Set(rows.flatMap(({ firm, uscc }) => [firm, uscc]))].filter((word) => word !== ''),
  );
  const [firmColumn, usccColumn] = [columns.firmColumn ?? columns.usccColumn ?? 1, columns.usccColumn ?? columns.firmColumn ?? 1];
  const found = rows.map((row): FirmRow => {
    const faults: Fault[] = [];
    const fault = (column: number, value: string, code: string, zh: string, en: string) =>
      faults.push(faultAt(row.row, column, value, code, zh, en));
    const [byName, byCode] = [idsOf(row.firm), idsOf(row.uscc)];
    if (row.firm === '' && row.uscc === '') fault(firmColumn, '', 'FIRM_MISSING', '缺少企业', 'The firm is missing');
    if (row.firm !== '' && byName.length === 0)
      fault(
        firmColumn,
        row.firm,
        'FIRM_UNKNOWN',
        '没有找到这家企业，请先建立或更正名称',
        'No such firm: create it first or correct the name',
      );
    const code = row.uscc !== '' && byCode.length === 0 ? checkUscc(row.uscc) : undefined;
    if (code?.ok === false) fault(usccColumn, row.uscc, code.refusal.code, code.refusal.message.zh, code.refusal.message.en);
    if (code?.ok) fault(usccColumn, row.uscc, 'FIRM_UNKNOWN', '没有企业是这个信用代码', 'No firm has this code');
    if (byName.length > 1 && row.uscc === '')
      fault(
        firmColumn,
        row.firm,
        'FIRM_AMBIGUOUS',
        `有 ${byName.length} 家企业叫这个名字，请加一列信用代码`,
        `${byName.length} firms go by this name: add a column with the code`,
      );
    const both = row.uscc === '' ? byName : byCode;
    if (row.firm !== '' && row.uscc !== '' && byName.length > 0 && byCode.length > 0 && !byName.some((id) => byCode.includes(id)))
      fault(usccColumn, row.uscc, 'FIRM_DIFFERS', '名称与信用代码不是同一家企业', 'Name and code are two firms’');
    return { ...row, firmId: both.length === 1 ? both[0] : undefined, faults: [...faults, ...row.faults] };
  });
  return markDoubled(found, firmColumn);
}

function markDoubled(rows: readonly FirmRow[], column: number): FirmRow[] {
  const byFirm = Map.groupBy(rows, ({ firmId }) => firmId);
  return rows.map((row) => {
    const others = (row.firmId === undefined ? [] : (byFirm.get(row.firmId) ?? []))
      .filter((other) => other !== row)
      .map((other) => other.row);
    if (others.length === 0) return row;
    const named = others.slice(0, 5);
    const fault = faultAt(
      row.row,
      column,
      row.firm || row.uscc,
      'FIRM_TWICE',
      `与第 ${named.join('、')} 行是同一家企业`,
      `The same firm as row ${named.join(', ')}`,
    );
    return { ...row, faults: [fault, ...row.faults] };
  });
}

async function firmsNamed(ask: Ask, words: readonly string[]): Promise<(word: string) => readonly string[]> {
  const { rows } = await sql<{ id: string; words: (string | null)[] }>`
    SELECT id, words FROM (SELECT id, ARRAY[normalize(name, NFKC), uscc, normalize(short_name, NFKC)]
        || regexp_split_to_array(normalize(coalesce(former_names, ''), NFKC), '\\s*[、,;]\\s*') AS words
      FROM firms WHERE zone_id = ${ask.actor.zoneId} AND (ended_on IS NULL OR ended_on > ${dateOf(ask.now)}::date)) f
    WHERE words && ${[...words]}::text[]`.execute(ask.tx);
  const ids = new Map<string, Set<string>>();
  for (const row of rows) for (const word of row.words) if (word) ids.set(word, (ids.get(word) ?? new Set()).add(row.id));
  return (word) => [...(ids.get(word) ?? [])];
}
