import type { FileAnswer } from '#kernel/contract/endpoint.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { choice } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { writeAudit } from '../audit/audit.ts';
import type { Ask } from '../house.ts';
import { writeTemplate, writeWorkbook, xlsxType, type WrittenColumn } from '../sheets/write-workbook.ts';
import { allRows, countRows, type ListQuery } from './list.ts';

/** The list as the screen shows it, as a ledger: same filter, same rights, secrets masked; the export is on record. */
export async function exportRows(ask: Ask, declaration: RecordDeclaration, query: ListQuery): Promise<FileAnswer> {
  const day = dateOf(ask.now);
  const total = await countRows(ask, declaration, query, 'export');
  const permit = await ask.house.permitExport(ask, { record: declaration.name, conditions: conditionsOf(query), rows: total });
  const filters = Object.entries(query).filter(([name, value]) => value !== undefined && isCondition(name));
  const content = await writeWorkbook(
    {
      title: declaration.plural.zh,
      notes: `截至 ${day}　导出人：${ask.actor.name}${filters.length > 0 ? `　筛选：${filters.map(([name, value]) => `${labelOf(declaration, name)}=${String(value)}`).join('，')}` : ''}${permit ? `　${[markOf(ask), ...permit.words].join('　')}` : ''}`,
      columns: columnsOf(declaration),
      ...(permit && { mark: markOf(ask) }),
    },
    allRows(ask, declaration, query),
  );
  await writeAudit(ask, [
    {
      action: 'export',
      subjectKind: declaration.name,
      subjectId: '*',
      why: permit?.why ?? null,
      after: { query: Object.fromEntries(filters), rows: total, ...(permit?.approvalId && { approvalId: permit.approvalId }) },
    },
  ]);
  return { fileName: `${declaration.plural.zh}-${day}.xlsx`, contentType: xlsxType, content };
}

/** Does it say which rows, and not in what order or how many at once? */
const isCondition = (name: string) => !['limit', 'after', 'order'].includes(name);

/** Who took it out, and when, to the minute: what a file about people says of itself (§12.1). */
export function markOf(ask: Pick<Ask, 'actor' | 'now'>): string {
  const at = new Date(ask.now).toLocaleString('zh-CN', {
    timeZone: 'Asia/Shanghai',
    hour12: false,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return `内含个人信息　${ask.actor.name}　${at}`;
}

/** A list's conditions in one written form, so that what was approved can be told from anything else. */
export function conditionsOf(query: ListQuery): string {
  const said = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '' && isCondition(name)) said.set(name, String(value));
  said.sort();
  return said.toString();
}

/** The empty sheet of a record. */
export async function templateOf(_ask: Ask, declaration: RecordDeclaration): Promise<FileAnswer> {
  return {
    fileName: `${declaration.label.zh}导入模板.xlsx`,
    contentType: xlsxType,
    content: await writeTemplate(declaration.label.zh, declaration.fields),
  };
}

/** Every field of the record's form, in its order, and a case's status. */
export function columnsOf(declaration: RecordDeclaration): WrittenColumn[] {
  const named = declaration.form.flatMap((group) => group.fields);
  const columns = [...new Set(named)].flatMap((name) => {
    const field = declaration.fields[name];
    return field ? [{ name, label: field.label, field }] : [];
  });
  if (!('states' in declaration)) return columns;
  const options = Object.fromEntries(
    Object.entries(declaration.states as Record<string, { label: { zh: string; en: string } }>).map(([key, state]) => [key, state.label]),
  );
  const label = t('状态', 'Status');
  return [...columns, { name: 'status', label, field: choice({ label, options }) }];
}

function labelOf(declaration: RecordDeclaration, name: string): string {
  return declaration.fields[name.split('.')[0] ?? name]?.label.zh ?? name;
}
