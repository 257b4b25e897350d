import { longText, reference, text } from '#kernel/contract/field.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { openCase } from '#kernel/server/cases/move.ts';
import { lookupFor } from '#kernel/server/imports/lookup.ts';
import { uploadedFile } from '#kernel/server/http/uploads.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { guessHeader } from '#kernel/server/sheets/guess-header.ts';
import { parseCell } from '#kernel/server/sheets/parse-cell.ts';
import { readWorkbook } from '#kernel/server/sheets/read-workbook.ts';
import { cellText } from '#kernel/server/sheets/sheet.ts';
import { serviceRequest } from '../cases.ts';
import { hotlineFile } from '../contract.ts';

/** What a hotline's sheet has to say of each call. */
const columns = {
  firmId: reference({
    label: t('企业名称', 'Firm'),
    record: 'firm',
    required: true,
    aliases: ['企业', '单位', '公司名称', '来电单位', '统一社会信用代码', '信用代码'],
  }),
  text: longText({
    label: t('诉求内容', 'Request'),
    required: true,
    maxLength: 2000,
    aliases: ['诉求', '问题描述', '工单内容', '来电内容', '内容', '反映问题'],
  }),
  title: text({ label: t('标题', 'Title'), maxLength: 60, aliases: ['工单标题', '主题'] }),
} as const;

const rowsMost = 2000;

/** Serves the hotline's file: a dry run says what would be opened; the load opens all good rows in one transaction. */
export function serveHotline(server: Server): void {
  serve(server, hotlineFile, async ({ query }, ask, reply) => {
    const { bytes, fileName } = uploadedFile(reply.request);
    const read = await readWorkbook(bytes, fileName);
    if (!read.ok) throw new Refused(422, read.refusal, [{ path: 'file', message: read.refusal.message }]);
    const sheet = read.value[0];
    const header = sheet ? guessHeader(sheet, columns) : undefined;
    const mapping = new Map((header?.columns ?? []).flatMap((column) => (column.field ? [[column.column, column.field] as const] : [])));
    if (!sheet || !header || ![...mapping.values()].includes('text') || ![...mapping.values()].includes('firmId')) {
      throw invalid([
        {
          code: 'COLUMNS',
          field: 'file',
          message: t('没有找到“企业名称”和“诉求内容”两列', 'The columns for the firm and the request are not found'),
        },
      ]);
    }
    if (sheet.rows.length - header.row > rowsMost)
      throw invalid([{ code: 'ROWS', field: 'file', message: t(`一次最多 ${rowsMost} 行`, `At most ${rowsMost} rows at a time`) }]);
    const lookup = await lookupFor(ask, { ...serviceRequest, fields: columns }, sheet, header.row, mapping);
    const refused: { row: number; reason: Text }[] = [];
    const ids: string[] = [];
    let opened = 0;
    for (let index = header.row; index < sheet.rows.length; index += 1) {
      const cells = sheet.rows[index] ?? [];
      if (cells.every((cell) => cellText(cell).trim() === '')) continue;
      const values: Record<string, unknown> = {};
      let reason: Text | undefined;
      for (const [column, name] of mapping) {
        const parsed = parseCell(cells[column - 1] ?? null, columns[name as keyof typeof columns], '', lookup);
        if (parsed.ok && parsed.value !== null) values[name] = parsed.value;
        else if (!parsed.ok) reason ??= parsed.message;
      }
      if (!reason && !values['firmId']) reason = t('缺少企业名称', 'The firm is missing');
      if (!reason && !values['text']) reason = t('缺少诉求内容', 'The request is missing');
      if (reason) refused.push({ row: index + 1, reason });
      else {
        opened += 1;
        if (query.dryRun !== 'true') ids.push(await openCase(ask, serviceRequest, { ...values, channel: 'hotline' }));
      }
    }
    return { opened, refused, ids };
  });
}
