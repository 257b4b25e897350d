import type { z } from 'zod';
import type { Field } from '#kernel/contract/field.ts';
import { fieldSchema } from '#kernel/contract/field-schema.ts';
import { parseMoney, type MoneyUnit } from '#kernel/rules/money.ts';
import { normaliseText, parseLooseDate } from '#kernel/rules/text.ts';
import type { Text } from '#kernel/contract/text.ts';
import { cellText, type Cell } from './sheet.ts';

/** Finds the ids of a referenced record by what the sheet calls it: title, short title or key. */
export type Lookup = (record: string, called: string) => readonly string[];

export type ParsedCell =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly message: Text; readonly rule: string | null };

const yes = new Set(['是', '有', 'y', 'yes', 'true', '1', '√', '✓', '对', '属于']);
const noWords = new Set(['否', '无', '没有', 'n', 'no', 'false', '0', '×', 'x', '不是', '不属于']);
/** how long a cell may be where its field does not say so; looked at before anything searches the text */
const shortMost: Partial<Readonly<Record<Field['kind'], number>>> = {
  integer: 60,
  decimal: 60,
  money: 60,
  date: 60,
  moment: 60,
  flag: 60,
  choice: 200,
  reference: 200,
  secret: 60,
};
const listMost = 5000;
const wrong = (zh: string, en: string): ParsedCell => ({ ok: false, message: { zh, en }, rule: null });

/** A cell as the value of a field, the way people write them; an empty cell is null. */
export function parseCell(cell: Cell, field: Field, header: string, lookup: Lookup): ParsedCell {
  const written = normaliseText(cellText(cell));
  if (written === '' || written === '-' || written === '—' || written === '/') return { ok: true, value: null };
  // an exported mask says nothing new about the value behind it
  if (field.kind === 'secret' && written.includes('*')) return { ok: true, value: null };
  const most = 'maxLength' in field ? field.maxLength : (shortMost[field.kind] ?? listMost);
  if (written.length > most)
    return wrong(`一格有 ${written.length} 字，最多 ${most} 字`, `The cell holds ${written.length} letters; at most ${most}`);
  const read = readValue(cell, written, field, header, lookup);
  if (!read.ok) return read;
  const checked = filledSchema(field).safeParse(read.value);
  if (checked.success) return { ok: true, value: checked.data };
  const issue = checked.error.issues[0];
  const refusal =
    issue?.code === 'custom' ? (issue.params?.['refusal'] as { message: Text; rule?: string; code: string } | undefined) : undefined;
  return {
    ok: false,
    message: refusal?.message ?? { zh: issue?.message ?? '不符合要求', en: issue?.message ?? 'Does not fit' },
    rule: refusal?.rule ?? null,
  };
}

const schemas = new WeakMap<Field, z.ZodType>();

/** Made once a field: to make a schema costs more than to read a cell, and a roster has half a million of them. */
function filledSchema(field: Field): z.ZodType {
  const known = schemas.get(field);
  if (known) return known;
  const schema = fieldSchema({ ...field, required: true });
  schemas.set(field, schema);
  return schema;
}

function readValue(cell: Cell, written: string, field: Field, header: string, lookup: Lookup): ParsedCell {
  switch (field.kind) {
    case 'date': {
      const date = typeof cell === 'object' && cell !== null ? cell.date : parseLooseDate(typeof cell === 'number' ? cell : written);
      return date
        ? { ok: true, value: date }
        : wrong(`“${written}”不是有效日期，例如 2024年6月3日`, `“${written}” is not a date; write e.g. 2024-06-03`);
    }
    case 'moment': {
      const date = typeof cell === 'object' && cell !== null ? cell.date : parseLooseDate(written);
      return { ok: true, value: date ? `${date}T09:00:00+08:00` : written };
    }
    case 'integer':
    case 'decimal': {
      const digits = written.replaceAll(/[,，\s]/g, '').replace(/(人|家|个|项|名|%|万平方米|平方米|㎡)$/, '');
      return /^-?\d+(\.\d+)?$/.test(digits)
        ? { ok: true, value: Number(digits) }
        : wrong(`“${written}”不是数字`, `“${written}” is not a number`);
    }
    case 'money': {
      const fen = parseMoney(written, unitOf(header));
      return fen.ok ? { ok: true, value: String(fen.value) } : { ok: false, message: fen.refusal.message, rule: fen.refusal.rule ?? null };
    }
    case 'flag': {
      const word = written.toLowerCase();
      if (yes.has(word)) return { ok: true, value: true };
      return noWords.has(word) ? { ok: true, value: false } : wrong(`“${written}”应填“是”或“否”`, `“${written}” should be yes or no`);
    }
    case 'choice': {
      const key = choiceOf(field.options, written);
      return key
        ? { ok: true, value: key }
        : wrong(
            `“${written}”不在可选项中：${labelsOf(field.options)}`,
            `“${written}” is none of: ${Object.values(field.options)
              .map((label) => label.en)
              .join(', ')}`,
          );
    }
    case 'choices': {
      const keys = written
        .split(/[、,，;；/\s]+/)
        .filter(Boolean)
        .map((word) => choiceOf(field.options, word));
      return keys.every((key) => key !== undefined)
        ? { ok: true, value: keys }
        : wrong(`“${written}”含有不在可选项中的内容：${labelsOf(field.options)}`, `“${written}” contains something that is no option`);
    }
    case 'reference':
      return referenceOf(field.record, written, lookup);
    case 'references': {
      const found = written
        .split(/[、,，;；]+/)
        .filter(Boolean)
        .map((word) => referenceOf(field.record, word.trim(), lookup));
      const bad = found.find((one) => !one.ok);
      return bad ?? { ok: true, value: found.flatMap((one) => (one.ok ? [one.value] : [])) };
    }
    default:
      return { ok: true, value: field.kind === 'longText' ? cellText(cell).trim() : written };
  }
}

function referenceOf(record: string, called: string, lookup: Lookup): ParsedCell {
  const ids = lookup(record, called);
  if (ids.length === 1) return { ok: true, value: ids[0] };
  return ids.length === 0
    ? wrong(`没有找到“${called}”，请先建立或更正名称`, `“${called}” is not found; create it first or correct the name`)
    : wrong(`“${called}”有 ${ids.length} 条同名记录，请改用编码`, `“${called}” fits ${ids.length} records; use the code instead`);
}

function choiceOf(options: Readonly<Record<string, Text>>, written: string): string | undefined {
  const asked = bare(written);
  const entries = Object.entries(options);
  const exact = entries.find(([key, label]) => [key, label.zh, label.en].some((word) => bare(word) === asked));
  if (exact) return exact[0];
  const near = entries.filter(([, label]) => bare(label.zh).startsWith(asked) || asked.startsWith(bare(label.zh)));
  return near.length === 1 ? near[0]?.[0] : undefined;
}

function bare(word: string): string {
  return normaliseText(word)
    .toLowerCase()
    .replaceAll(/[(（].*?[)）]|\s|企业$/g, '');
}

function labelsOf(options: Readonly<Record<string, Text>>): string {
  return Object.values(options)
    .map((label) => label.zh)
    .join('、');
}

function unitOf(header: string): MoneyUnit {
  if (header.includes('亿')) return 'yi';
  return header.includes('万') ? 'wan' : 'yuan';
}
