import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { dateOf, fromIso, minuteMs } from '#kernel/rules/instant.ts';
import { wordType } from '#kernel/server/documents/word.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { xlsxType } from '#kernel/server/sheets/write-workbook.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { fillingExport, fillingFile, fillingList, fillingOpen, fillingSave, fillingView } from '../../form-contract.ts';
import { answerKey } from '../../rules/form-suggest.ts';
import { freezeFigure } from '../freeze.ts';
import { fillForm } from './fill-form.ts';
import { keepAnswer } from './form-answers.ts';
import { filledCells, isPrefilled, type FilledCell } from './form-values.ts';
import {
  closedFile,
  closeFilling,
  fileOf,
  fillingById,
  fillingsOf,
  formById,
  insertFilling,
  openFilling,
  saveFilling,
  type StoredFilling,
  type StoredForm,
} from './form-store.ts';
import { guardExpiry } from './forms.ts';

type Said = AnswerOf<typeof fillingView>;

const minutesMost = 480;
const validMonthsOfAnswer = 12;

/** Serves fillings: what fills itself, what is asked, and the file that is taken away. */
export function serveFillings(server: Server): void {
  serve(server, fillingOpen, async ({ params, body }, ask) => {
    const form = await formById(ask, params.id);
    guardExpiry(ask, form);
    return saidOf(ask, form, await fillingById(ask, await insertFilling(ask, form.id, body.asOf ?? dateOf(ask.now))));
  });
  serve(server, fillingList, async ({ params }, ask) => ({ fillings: await fillingsOf(ask, (await formById(ask, params.id)).id) }));
  serve(server, fillingView, async ({ params }, ask) => {
    const filling = await fillingById(ask, params.id);
    return saidOf(ask, await formById(ask, filling.formId), filling);
  });
  serve(server, fillingSave, async ({ params, body, version }, ask) => {
    const filling = await openFilling(ask, params.id, version);
    const form = await formById(ask, filling.formId);
    const blanks = new Set(form.blanks.map(({ key }) => key));
    const unknown = Object.keys(body.answers).filter((key) => !blanks.has(key));
    if (unknown.length > 0)
      throw invalid(
        unknown.map((key) => ({
          code: 'NO_BLANK',
          field: `answers.${key}`,
          message: { zh: `表里没有“${key}”这个空格`, en: `The form has no blank “${key}”` },
        })),
      );
    await saveFilling(ask, filling.id, { answers: withoutEmpty(body.answers), subjects: body.subjects, asOf: body.asOf ?? filling.asOf });
    return saidOf(ask, form, await fillingById(ask, filling.id));
  });
  serve(server, fillingExport, ({ params, version }, ask) => close(ask, params.id, version));
  serve(server, fillingFile, async ({ params }, ask) => {
    const filling = await fillingById(ask, params.id);
    const form = await formById(ask, filling.formId);
    const content = (await closedFile(ask, filling.id)) ?? (await filledFile(ask, form, await filledCells(ask, form, filling)));
    return { fileName: form.fileName, contentType: form.kind === 'xlsx' ? xlsxType : wordType, content };
  });
}

/** Freezes every figure, keeps what was said for the next who asks, and keeps the file as it goes out. */
async function close(ask: Ask, id: string, version: number): Promise<Said> {
  const filling = await openFilling(ask, id, version);
  const form = await formById(ask, filling.formId);
  const cells = await filledCells(ask, form, filling);
  const passports = new Map<string, string>();
  const closed: FilledCell[] = [];
  for (const cell of cells) {
    const mapping = form.mapping[cell.key];
    if (mapping?.kind === 'figure' && cell.fault === null && cell.value !== null) {
      const asked = { figureId: mapping.figureId, asOf: filling.asOf, window: mapping.window, filter: mapping.filter };
      const question = JSON.stringify(asked);
      const passportId =
        passports.get(question) ?? (await freezeFigure(ask, { ...asked, why: `报表：${form.head.title}`.slice(0, 200) })).id;
      passports.set(question, passportId);
      closed.push({ ...cell, passportId });
      continue;
    }
    closed.push(cell);
    const given = filling.answers[cell.key];
    if (!given || (mapping && mapping.kind !== 'answer')) continue;
    await keepAnswer(ask, {
      key: answerKey(cell.labels),
      label: cell.labels.join(' '),
      value: given.value,
      source: given.source ?? null,
      form: form.head.title,
      validMonths: (mapping?.kind === 'answer' ? mapping.validMonths : undefined) ?? validMonthsOfAnswer,
    });
  }
  const { fields, prefilled } = countsOf(closed, filling);
  const spent = Math.round((ask.now - (fromIso(filling.openedAt) ?? ask.now)) / minuteMs);
  await closeFilling(ask, id, {
    cells: closed,
    content: await filledFile(ask, form, closed),
    fields,
    prefilled,
    minutes: Math.min(minutesMost, Math.max(1, spent)),
  });
  await writeAudit(ask, [
    {
      action: 'export',
      subjectKind: 'formFilling',
      subjectId: id,
      after: { form: form.head.title, asOf: filling.asOf, fields, prefilled },
    },
  ]);
  return saidOf(ask, form, await fillingById(ask, id));
}

async function filledFile(ask: Ask, form: StoredForm, cells: readonly FilledCell[]): Promise<Uint8Array> {
  const filled = new Map(cells.map((cell) => [cell.key, cell]));
  const fillings = form.blanks.flatMap((blank) => {
    const cell = filled.get(blank.key);
    return cell?.value === null || cell === undefined ? [] : [{ ...blank, text: cell.value, number: cell.number }];
  });
  return fillForm(
    form.kind,
    await fileOf(ask, form.id),
    form.grids.map(({ name }) => name),
    fillings,
  );
}

async function saidOf(ask: Ask, form: StoredForm, filling: StoredFilling): Promise<Said> {
  const cells = filling.exportedAt === null ? await filledCells(ask, form, filling) : (filling.cells as FilledCell[]);
  const asked = [...new Set(Object.values(form.mapping).flatMap((mapping) => (mapping.kind === 'field' ? [mapping.record] : [])))];
  return {
    id: filling.id,
    version: filling.version,
    formId: form.id,
    title: form.head.title,
    asker: form.head.asker,
    asOf: filling.asOf,
    exportedAt: filling.exportedAt,
    subjects: asked.map((record) => ({
      record,
      label: ask.house.records.get(record)?.declaration.label ?? { zh: record, en: record },
      id: filling.subjects[record] ?? null,
    })),
    cells: cells.map(wireOf),
    ...countsOf(cells, filling),
  };
}

/** A cell without the number that only the file needs. */
function wireOf({ key, labels, unit, kind, value, source, path, passportId, before, given, fault }: FilledCell): Said['cells'][number] {
  return { key, labels, unit, kind, value, source, path, passportId, before, given, fault };
}

function countsOf(cells: readonly FilledCell[], filling: StoredFilling): { fields: number; prefilled: number } {
  const fields = cells.filter(({ kind }) => kind !== 'leave');
  return { fields: fields.length, prefilled: fields.filter((cell) => isPrefilled(cell, filling)).length };
}

function withoutEmpty(answers: StoredFilling['answers']): StoredFilling['answers'] {
  return Object.fromEntries(Object.entries(answers).filter(([, given]) => given.value !== ''));
}
