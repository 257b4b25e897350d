import { accessRulesFor } from '#kernel/contract/access.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { answersTo, figureNamed } from '#kernel/server/figures/answer.ts';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import { questionOf } from '#kernel/server/figures/question.ts';
import { countedBy } from '#kernel/server/figures/records.ts';
import { forbidden } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { columnsOf, conditionsOf, markOf } from '#kernel/server/records/export.ts';
import { writeWorkbook, xlsxType } from '#kernel/server/sheets/write-workbook.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { dayInWords } from '#kernel/server/documents/paper-words.ts';
import { figureSheet } from '../contract.ts';
import { saidInChinese } from '../rules/said-value.ts';
import { cutInWords } from './freeze.ts';
import { infoOf } from './info.ts';
import { shownLines } from './lines.ts';

/** Serves the ledger behind a figure: as many rows as it counts, of those that the reader may export. */
export function serveSheet(server: Server): void {
  serve(server, figureSheet, async ({ params, query }, ask) => {
    const figure = figureNamed(ask, params.id);
    const { record } = infoOf(ask.house, { declaration: figure, feature: '' });
    const declaration = declarationNamed(ask.house, record.name);
    if (accessRulesFor(declaration.access, ask.actor, 'export').length === 0) {
      throw forbidden({ zh: `您不能导出${declaration.plural.zh}`, en: `You may not export ${declaration.plural.en.toLowerCase()}` });
    }
    const question = questionOf(ask, figure, query);
    const [answer] = await answersTo(ask, [question]);
    const { lines } = answer?.hidden ? { lines: [] } : await countedBy(ask, question, { side: query.side });
    const shown = await shownLines(ask, lines, 'export');
    const conditions = conditionsOf({ ...query, figure: figure.id });
    const permit = await ask.house.permitExport(ask, { record: declaration.name, conditions, rows: shown.length });
    const cut = (await cutInWords(ask, question)).map(({ dimension, label }) => `${dimension.zh}=${label.zh}`);
    const time = (question.from ?? question.to) ? `${question.from ?? '累计'} 至 ${question.to ?? question.day}` : `截至 ${question.day}`;
    const content = await writeWorkbook(
      {
        title: `${figure.label.zh}：${answer?.hidden ? '不足5人' : saidInChinese(answer?.value ?? null, figure.unit)}`,
        notes: [
          time,
          ...cut,
          `口径：${figure.definition.zh}（${figure.edition}）`,
          `导出人：${ask.actor.name}`,
          ...(permit ? [markOf(ask), ...permit.words] : []),
        ].join('　'),
        columns: columnsOf(declaration),
        ...(permit && { mark: markOf(ask) }),
        foot: `填表人：${ask.actor.name}　　审核人：　　　　　　填表日期：${dayInWords(dateOf(ask.now))}`,
      },
      shown.flatMap((line) => (line.row ? [line.row as RecordRow] : [])),
    );
    await writeAudit(ask, [
      {
        action: 'export',
        subjectKind: 'figure',
        subjectId: figure.id,
        why: permit?.why ?? null,
        after: { query, rows: shown.length, ...(permit?.approvalId && { approvalId: permit.approvalId }) },
      },
    ]);
    return { fileName: `${figure.label.zh}-${question.day}.xlsx`, contentType: xlsxType, content };
  });
}
