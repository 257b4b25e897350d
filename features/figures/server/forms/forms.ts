import { sql } from 'kysely';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { addMonths, dateOf } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { uploadedFile } from '#kernel/server/http/uploads.ts';
import { burdenMeter, formList, formReaders, formSave, formUpload, formView } from '../../form-contract.ts';
import { blanksOf } from '../../rules/form-cells.ts';
import { lintTexts } from '../../rules/form-lint.ts';
import type { Quoting } from '../quotes.ts';
import { faultOfMapping, sourceSaid, sourcesFor, suggestedFor, type Sources } from './form-sources.ts';
import {
  formById,
  formsOf,
  insertForm,
  updateForm,
  type KeyedBlank,
  type ListedForm,
  type Mapping,
  type StoredForm,
} from './form-store.ts';
import { readForm } from './read-form.ts';

const validMonths = 12;
const unnamed = '（未填要表单位）';
const selfFilling = ['figure', 'field', 'known', 'text'];

/** Serves the register of upward forms: upload, what their blanks are filled from, and the burden they are. */
export function serveForms(server: Server): void {
  serve(server, formList, async (_input, ask) => ({ forms: (await formsOf(ask)).map(briefOf) }));
  serve(server, formUpload, async (_input, ask, reply) => {
    const { bytes, fileName } = uploadedFile(reply.request);
    return saidOf(ask, await sourcesFor(ask), await formById(ask, await registerForm(ask, bytes, fileName)));
  });
  serve(server, formView, async ({ params }, ask) => saidOf(ask, await sourcesFor(ask), await formById(ask, params.id)));
  serve(server, formSave, async ({ params, body, version }, ask) => {
    const form = await formById(ask, params.id);
    const expiresOn = body.expiresOn ?? form.expiresOn;
    const sources = await sourcesFor(ask);
    checkMappings(ask, sources, form, body.mapping);
    checkExpiry(ask, form, expiresOn, body.renewWhy);
    refuseBanned([body.head.title, body.head.purpose]);
    await updateForm(ask, form.id, version, { head: body.head, mapping: body.mapping, expiresOn });
    await writeAudit(ask, [
      { action: 'map', subjectKind: 'form', subjectId: form.id, why: body.renewWhy ?? null, after: { head: body.head, expiresOn } },
    ]);
    return saidOf(ask, sources, await formById(ask, form.id));
  });
  serve(server, burdenMeter, async (_input, ask) => burdenOf(ask));
}

/** Forms that a figure fills, for those who read forms. */
export const formQuotes: Quoting = async (ask, figureId) => {
  if (!formReaders.some((role) => ask.actor.roles.includes(role))) return [];
  const found = (await formsOf(ask)).filter(({ mapping }) =>
    Object.values(mapping).some((one) => one.kind === 'figure' && one.figureId === figureId),
  );
  return found
    .slice(0, 20)
    .map(({ id, head }) => ({ kind: 'form', title: { zh: head.title, en: head.title }, path: `/forms/${id}`, at: null }));
};

/**
 * Puts a form on the register: its blanks found, what is plain mapped at once. Refused and not kept: what is no form,
 * and what would ask for check-in, rankings of people, time online, photo duty or likes.
 */
export async function registerForm(ask: Ask, bytes: Uint8Array, fileName: string, head?: Partial<StoredForm['head']>): Promise<string> {
  const read = await readForm(bytes, fileName);
  if (!read.ok) throw new Refused(422, read.refusal);
  const { kind, grids } = read.value;
  refuseBanned(grids.flatMap((grid) => grid.cells.map((cell) => cell.text)));
  const blanks = blanksOf(grids).map((blank): KeyedBlank => ({
    ...blank,
    key: `${blank.grid}.${blank.row}.${blank.column}${blank.gap === null ? '' : `.${blank.gap}`}`,
  }));
  if (blanks.length === 0)
    throw new Refused(422, {
      code: 'FORM_FULL',
      message: { zh: '没有找到要填的空格：表格已填满，或不是要填的表', en: 'No blank found: the form is full, or not to be filled' },
    });
  const sources = await sourcesFor(ask);
  const mapping: Record<string, Mapping> = {};
  for (const blank of blanks) {
    const { suggestions, sure } = suggestedFor(ask, sources, blank);
    if (sure && suggestions[0]) mapping[blank.key] = suggestions[0].mapping;
  }
  const title = head?.title ?? fileName.replace(/\.\w+$/, '').slice(0, 120);
  return insertForm(ask, {
    head: {
      title,
      asker: head?.asker ?? '',
      document: head?.document ?? '',
      purpose: head?.purpose ?? '',
      dueOn: head?.dueOn ?? null,
    },
    expiresOn: addMonths(dateOf(ask.now), validMonths),
    fileName,
    kind,
    grids,
    blanks,
    mapping,
    content: bytes,
  });
}

/** A form that nobody may ask any more cannot be filled until it is renewed. */
export function guardExpiry(ask: Ask, form: StoredForm): void {
  if (form.expiresOn >= dateOf(ask.now)) return;
  throw new Refused(409, {
    code: 'FORM_EXPIRED',
    message: {
      zh: `这张表已于 ${form.expiresOn} 到期，续期须在登记页写明理由`,
      en: `This form expired on ${form.expiresOn}; renew it with a reason on its page`,
    },
  });
}

function refuseBanned(texts: readonly string[]): void {
  const findings = lintTexts(texts);
  if (findings.length === 0) return;
  throw invalid(findings.map(({ code, rule, zh, en }) => ({ code, rule, field: '', message: { zh, en } })));
}

function checkMappings(ask: Ask, sources: Sources, form: StoredForm, mapping: Readonly<Record<string, Mapping>>): void {
  const blanks = new Map(form.blanks.map((blank) => [blank.key, blank]));
  const refusals = Object.entries(mapping).flatMap(([key, one]) => {
    const blank = blanks.get(key);
    const field = `mapping.${key}`;
    if (!blank) return [{ code: 'NO_BLANK', field, message: { zh: `表里没有“${key}”这个空格`, en: `The form has no blank “${key}”` } }];
    const fault = faultOfMapping(ask, one);
    if (fault) return [{ code: 'MAPPING', field, message: fault }];
    const { suggestions, sure } = one.kind === 'answer' ? suggestedFor(ask, sources, blank) : { suggestions: [], sure: false };
    const known = sure ? suggestions[0]?.label : undefined;
    if (!known) return [];
    const name = blank.labels.join(' ');
    const message = {
      zh: `“${name}”已经掌握（${known.zh}），不得再让人填`,
      en: `“${name}” is known already (${known.en}): people must not be asked again`,
    };
    return [{ code: 'KNOWN_ALREADY', field, rule: '国办函〔2026〕12号', message }];
  });
  if (refusals.length > 0) throw invalid(refusals);
}

function checkExpiry(ask: Ask, form: StoredForm, expiresOn: string, why: string | undefined): void {
  if (expiresOn <= form.expiresOn) return;
  const latest = addMonths(dateOf(ask.now), validMonths);
  if ((why ?? '').length >= 2 && expiresOn <= latest) return;
  const message = { zh: `续期须写明理由，且不超过 ${latest}`, en: `A renewal needs a reason and ends by ${latest}` };
  throw invalid([{ code: 'RENEWAL', field: 'expiresOn', message }]);
}

function briefOf(form: ListedForm): AnswerOf<typeof formList>['forms'][number] {
  const mapped = Object.values(form.mapping);
  return {
    id: form.id,
    version: form.version,
    head: form.head,
    expiresOn: form.expiresOn,
    fileName: form.fileName,
    blanks: form.blankCount,
    mapped: mapped.length,
    selfFilled: mapped.filter(({ kind }) => selfFilling.includes(kind)).length,
    lastExportedAt: form.lastExportedOn,
  };
}

function saidOf(ask: Ask, sources: Sources, form: StoredForm): AnswerOf<typeof formView> {
  return {
    ...briefOf(form),
    kind: form.kind,
    grids: form.grids.map((grid) => ({ ...grid, cells: [...grid.cells] })),
    cells: form.blanks.map((blank) => {
      const mapping = form.mapping[blank.key] ?? null;
      return {
        ...blank,
        labels: [...blank.labels],
        mapping,
        from: mapping ? (sourceSaid(ask, mapping) ?? null) : null,
        ...suggestedFor(ask, sources, blank),
      };
    }),
  };
}

/** Sums over closed fillings by asker and by form; who filled them is not part of it. */
async function burdenOf(ask: Ask): Promise<AnswerOf<typeof burdenMeter>> {
  const { rows } = await sql<{
    id: string;
    title: string;
    asker: string;
    fillings: number;
    fields: number;
    prefilled: number;
    minutes: number;
  }>`
    SELECT f.id, f.head ->> 'title' AS title, f.head ->> 'asker' AS asker, count(x.id)::int AS fillings, coalesce(sum(x.fields), 0)::int AS fields,
      coalesce(sum(x.prefilled), 0)::int AS prefilled, coalesce(sum(x.minutes), 0)::int AS minutes
    FROM upward_forms f LEFT JOIN form_fillings x ON x.zone_id = f.zone_id AND x.form_id = f.id AND x.exported_at IS NOT NULL
    WHERE f.zone_id = ${ask.actor.zoneId} GROUP BY f.id, title, asker ORDER BY fields DESC, title`.execute(ask.tx);
  const sum = (some: typeof rows) => ({
    forms: some.length,
    fillings: some.reduce((total, row) => total + row.fillings, 0),
    fields: some.reduce((total, row) => total + row.fields, 0),
    prefilled: some.reduce((total, row) => total + row.prefilled, 0),
    minutes: some.reduce((total, row) => total + row.minutes, 0),
  });
  return {
    askers: [...Map.groupBy(rows, (row) => row.asker || unnamed)]
      .map(([asker, some]) => ({ asker, ...sum(some) }))
      .toSorted((a, b) => b.fields - a.fields),
    forms: rows.map((row) => ({ id: row.id, title: row.title, asker: row.asker || unnamed, ...sum([row]) })),
  };
}
