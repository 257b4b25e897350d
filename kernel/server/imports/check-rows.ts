import { sql } from 'kysely';
import type { z } from 'zod';
import type { ImportRow } from '#kernel/contract/import-endpoints.ts';
import { columnOf, type Field } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { maskIdNumber, maskPhone } from '#kernel/rules/mask.ts';
import type { Ask } from '../house.ts';
import { Refused } from '../http/refused.ts';
import { clearValues } from '../records/write.ts';
import { parseCell } from '../sheets/parse-cell.ts';
import { reasonHeader } from '../sheets/mark-refused.ts';
import { cellText, columnLetter, type Cell, type Sheet } from '../sheets/sheet.ts';
import { lookupFor, type Mapping } from './lookup.ts';

export type CheckedRow = {
  readonly row: number;
  readonly outcome: 'added' | 'changed' | 'unchanged' | 'refused';
  readonly title: string;
  /** the existing row that would change, at the version it was read */
  readonly id?: string;
  readonly version?: number;
  readonly values: Readonly<Record<string, unknown>>;
  readonly before: Readonly<Record<string, unknown>>;
  readonly refusals: readonly { readonly column: number | null; readonly refusal: Pick<Refusal, 'message' | 'rule'> }[];
};

type Draft = { row: number; cells: readonly Cell[]; values: Record<string, unknown>; refusals: CheckedRow['refusals'][number][] };
type Existing = { readonly id: string; readonly version: number; readonly values: Readonly<Record<string, unknown>> };

const batch = 2000;

/** What each row under the header would do: add, change, nothing, or be refused with every reason. Writes nothing. */
export async function checkRows(
  ask: Ask,
  declaration: RecordDeclaration,
  sheet: Sheet,
  headerRow: number,
  mapping: Mapping,
): Promise<CheckedRow[]> {
  const lookup = await lookupFor(ask, declaration, sheet, headerRow, mapping);
  const headers = sheet.rows[headerRow - 1] ?? [];
  const reasonColumn = headers.findIndex((cell) => cellText(cell) === reasonHeader);
  const drafts: Draft[] = [];
  for (let index = headerRow; index < sheet.rows.length; index += 1) {
    const cells = (sheet.rows[index] ?? []).filter((_, column) => column !== reasonColumn);
    const filled = [...mapping.keys()].some((column) => cellText(cells[column - 1]).trim() !== '');
    if (!filled) continue;
    const draft: Draft = { row: index + 1, cells, values: {}, refusals: [] };
    for (const [column, name] of mapping) {
      const field = declaration.fields[name];
      if (!field) continue;
      const parsed = parseCell(cells[column - 1] ?? null, field, cellText(headers[column - 1]), lookup);
      if (parsed.ok) draft.values[name] = parsed.value;
      else draft.refusals.push({ column, refusal: { message: parsed.message, ...(parsed.rule ? { rule: parsed.rule } : {}) } });
    }
    drafts.push(draft);
  }
  refuseDoubles(declaration, drafts, mapping);
  const checked: CheckedRow[] = [];
  for (let start = 0; start < drafts.length; start += batch) {
    const some = drafts.slice(start, start + batch);
    const existing = await existingRows(ask, declaration, some);
    for (const draft of some) checked.push(await settleRow(ask, declaration, draft, existing(draft), mapping));
  }
  return checked;
}

/** A checked row for the screen, personal values masked. */
export function shownRow(
  declaration: RecordDeclaration,
  row: CheckedRow,
  headers: readonly Cell[],
  cells: readonly Cell[],
): z.infer<typeof ImportRow> {
  return {
    row: row.row,
    outcome: row.outcome,
    title: row.title,
    changes: Object.keys(row.values).map((name) => ({
      field: name,
      before: shown(declaration.fields[name], row.before[name]),
      after: shown(declaration.fields[name], row.values[name]),
    })),
    refusals: row.refusals.map(({ column, refusal }) => ({
      column: column === null ? null : columnLetter(column),
      header: column === null ? null : cellText(headers[column - 1]),
      value: column === null ? null : cellText(cells[column - 1]),
      message: refusal.message,
      rule: refusal.rule ?? null,
    })),
  };
}

/** Two rows of one key cannot both be right; each names the other. */
function refuseDoubles(declaration: RecordDeclaration, drafts: readonly Draft[], mapping: Mapping): void {
  const key = declaration.key ?? declaration.title;
  const column = [...mapping].find(([, name]) => name === key)?.[0] ?? null;
  for (const [value, same] of Map.groupBy(drafts, (draft) => draft.values[key])) {
    if (same.length < 2 || value === null || value === undefined) continue;
    const rows = same.map((draft) => draft.row);
    for (const draft of same) {
      const others = rows
        .filter((row) => row !== draft.row)
        .slice(0, 5)
        .join('、');
      draft.refusals.push({ column, refusal: { message: { zh: `与第 ${others} 行重复`, en: `The same as row ${others}` } } });
    }
  }
}

async function settleRow(
  ask: Ask,
  declaration: RecordDeclaration,
  draft: Draft,
  existing: Existing | 'several' | undefined,
  mapping: Mapping,
): Promise<CheckedRow> {
  const title = String(
    draft.values[declaration.title] ?? (existing && existing !== 'several' ? existing.values[declaration.title] : '') ?? '',
  );
  const columnFor = (field: string | undefined) => [...mapping].find(([, name]) => name === field)?.[0] ?? null;
  const refused = (more: CheckedRow['refusals'] = []): CheckedRow => ({
    row: draft.row,
    outcome: 'refused',
    title,
    values: {},
    before: {},
    refusals: [...draft.refusals, ...more],
  });
  if (existing === 'several')
    return refused([
      {
        column: columnFor(declaration.title),
        refusal: { message: { zh: '有多条同名记录，请补上编码', en: 'Several records have this name; add the code' } },
      },
    ]);
  // an empty cell never erases what is known
  const given = Object.fromEntries(Object.entries(draft.values).filter(([, value]) => value !== null));
  const missing = existing
    ? []
    : Object.entries(declaration.fields).filter(
        ([name, field]) => field.required && !field.derived && given[name] === undefined && !isFaulty(draft, columnFor(name)),
      );
  const gaps = missing.map(([name, field]) => ({
    column: columnFor(name),
    refusal: { message: { zh: `缺少必填的“${field.label.zh}”`, en: `“${field.label.en}” is required` } },
  }));
  if (draft.refusals.length + gaps.length > 0) return refused(gaps);
  const changed = existing
    ? Object.fromEntries(
        Object.entries(given).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(existing.values[name] ?? null)),
      )
    : given;
  if (existing && Object.keys(changed).length === 0)
    return { row: draft.row, outcome: 'unchanged', title, id: existing.id, values: {}, before: {}, refusals: [] };
  const faults = await ruleRefusals(ask, declaration, { ...existing?.values, ...changed }, existing?.values);
  if (faults.length > 0) return refused(faults.map((refusal) => ({ column: columnFor(refusal.field), refusal })));
  return existing
    ? {
        row: draft.row,
        outcome: 'changed',
        title,
        id: existing.id,
        version: existing.version,
        values: changed,
        before: Object.fromEntries(Object.keys(changed).map((name) => [name, existing.values[name] ?? null])),
        refusals: [],
      }
    : { row: draft.row, outcome: 'added', title, values: given, before: {}, refusals: [] };
}

function isFaulty(draft: Draft, column: number | null): boolean {
  return column !== null && draft.refusals.some((one) => one.column === column);
}

async function ruleRefusals(
  ask: Ask,
  declaration: RecordDeclaration,
  values: Readonly<Record<string, unknown>>,
  before: Readonly<Record<string, unknown>> | undefined,
): Promise<readonly Refusal[]> {
  const own = declaration.check?.(values as Parameters<NonNullable<RecordDeclaration['check']>>[0]) ?? [];
  try {
    const hooked = await ask.house.records.get(declaration.name)?.beforeWrite?.(ask, values, before);
    return [...own, ...(hooked?.refusals ?? [])];
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const fields = error.fields.map((field) => ({ code: error.refusal.code, field: field.path, message: field.message }));
    return [...own, ...(fields.length > 0 ? fields : [error.refusal])];
  }
}

/** Rows already there: by the key where the sheet has it, else by a title that is unique. */
async function existingRows(
  ask: Ask,
  declaration: RecordDeclaration,
  drafts: readonly Draft[],
): Promise<(draft: Draft) => Existing | 'several' | undefined> {
  const { key, title } = declaration;
  const find = async (name: string, values: readonly unknown[]) => {
    if (values.length === 0) return new Map<string, Existing[]>();
    const { rows } = await sql<Record<string, unknown>>`SELECT * FROM ${sql.table(declaration.table)}
      WHERE zone_id = ${ask.actor.zoneId} AND ended_on IS NULL AND ${sql.ref(columnOf(name))} = ANY(${values.map(String)}::text[])`.execute(
      ask.tx,
    );
    return Map.groupBy(
      rows.map((row) => ({ id: String(row['id']), version: Number(row['version']), values: clearValues(ask, declaration, row) })),
      (row) => String(row.values[name]),
    );
  };
  const byKey = key
    ? await find(
        key,
        drafts.flatMap((draft) => draft.values[key] ?? []),
      )
    : new Map<string, Existing[]>();
  const byTitle = await find(
    title,
    drafts.flatMap((draft) => draft.values[title] ?? []),
  );
  return (draft) => {
    const keyed = key && draft.values[key] ? byKey.get(String(draft.values[key]))?.[0] : undefined;
    if (keyed) return keyed;
    const named = byTitle.get(String(draft.values[title])) ?? [];
    // a row of the same name with another key is another firm
    const fitting = key && draft.values[key] ? named.filter((row) => !row.values[key]) : named;
    return fitting.length > 1 ? 'several' : fitting[0];
  };
}

function shown(field: Field | undefined, value: unknown): string | null {
  if (value === null || value === undefined || !field) return null;
  if (field.kind === 'secret') return field.mask === 'phone' ? maskPhone(String(value)) : maskIdNumber(String(value));
  if (field.kind === 'choice') return field.options[String(value)]?.zh ?? String(value);
  if (field.kind === 'flag') return value === true ? '是' : '否';
  return Array.isArray(value) ? value.join('、') : String(value);
}
