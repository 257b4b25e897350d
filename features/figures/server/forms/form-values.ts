import { sql } from 'kysely';
import type { z } from 'zod';
import type { Field } from '#kernel/contract/field.ts';
import type { Text } from '#kernel/contract/text.ts';
import { answersTo, leastCell } from '#kernel/server/figures/answer.ts';
import type { Question } from '#kernel/server/figures/question.ts';
import { dayInWords } from '#kernel/server/documents/paper-words.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { present } from '#kernel/server/records/present.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import type { FillingSaid } from '../../form-contract.ts';
import { answerKey } from '../../rules/form-suggest.ts';
import { saidInChinese } from '../../rules/said-value.ts';
import { askedFigure } from '../asked-figure.ts';
import { keptAnswers } from './form-answers.ts';
import { faultOfMapping, sourceSaid } from './form-sources.ts';
import type { StoredFilling, StoredForm } from './form-store.ts';

export type FilledCell = z.infer<typeof FillingSaid>['cells'][number] & { readonly number: number | null };

/** Every blank of a form with what stands in it: figures of the day, fields of the records, kept answers, and what is still asked. */
export async function filledCells(ask: Ask, form: StoredForm, filling: StoredFilling): Promise<FilledCell[]> {
  const questions = new Map<string, Question>();
  const faults = new Map<string, Text>();
  for (const { key } of form.blanks) {
    const mapping = form.mapping[key];
    if (!mapping) continue;
    if (mapping.kind === 'figure') {
      const { figureId, window, filter } = mapping;
      const asked = askedFigure(ask, figureId, { asOf: filling.asOf, window, filter });
      if (asked.ok) questions.set(key, asked.value);
      else faults.set(key, asked.refusal.message);
      continue;
    }
    const fault = faultOfMapping(ask, mapping);
    if (fault) faults.set(key, fault);
  }
  const answers = await answersTo(ask, [...questions.values()]);
  const answered = new Map([...questions.keys()].map((key, index) => [key, answers[index]]));
  const kept = await keptAnswers(
    ask,
    form.blanks.map(({ labels }) => answerKey(labels)),
  );
  const rows = await subjectRows(ask, filling);
  const zone = await sql<{ name: string }>`SELECT name FROM zones WHERE id = ${ask.actor.zoneId}`.execute(ask.tx);
  return form.blanks.map((blank): FilledCell => {
    const { key, labels, unit } = blank;
    const mapping = form.mapping[key];
    const before = kept.get(answerKey(labels)) ?? null;
    const typed = filling.answers[key];
    const given = typed?.value ?? null;
    const empty = {
      key,
      labels: [...labels],
      unit,
      value: null,
      number: null,
      source: null,
      path: null,
      passportId: null,
      before: null,
      given: typed ? { value: typed.value, source: typed.source ?? null } : null,
      fault: null,
    };
    if (!mapping) return { ...empty, kind: 'unmapped', value: given ?? before?.value ?? null, before };
    const source = sourceSaid(ask, mapping) ?? null;
    const cell = { ...empty, kind: mapping.kind, source, fault: faults.get(key) ?? null };
    switch (mapping.kind) {
      case 'figure': {
        const answer = answered.get(key);
        if (!answer || answer.hidden)
          return {
            ...cell,
            value: given,
            fault: cell.fault ?? { zh: `不足 ${leastCell} 人，不能填报`, en: `Fewer than ${leastCell} people: not to be reported` },
          };
        const written = writtenIn(answer.value, answer.unit, mapping.unit ?? null, unit);
        const path = `/figures/${mapping.figureId}/records?${new URLSearchParams({ asOf: filling.asOf, ...(mapping.window && { window: mapping.window }), ...(mapping.filter && { filter: mapping.filter }) })}`;
        return { ...cell, ...written, value: written.value ?? given, path };
      }
      case 'field': {
        const subject = rows.get(mapping.record);
        const field = ask.house.records.get(mapping.record)?.declaration.fields[mapping.field];
        const value = subject && field ? fieldSaid(field, mapping.field, subject.row) : null;
        return { ...cell, value: value ?? given, path: subject?.path ?? null };
      }
      case 'known':
        return {
          ...cell,
          value:
            mapping.what === 'zone'
              ? (zone.rows[0]?.name ?? null)
              : mapping.what === 'day'
                ? dayInWords(filling.asOf)
                : filling.openedByName,
        };
      case 'answer':
        return { ...cell, value: given ?? before?.value ?? null, before };
      case 'text':
        return { ...cell, value: mapping.text };
      case 'leave':
        return cell;
    }
  });
}

/** Does a cell stand filled without anybody typing it now? Left blanks are no fields. */
export function isPrefilled(cell: FilledCell, filling: StoredFilling): boolean {
  return cell.value !== null && filling.answers[cell.key] === undefined;
}

/** A figure as the form wants it: a bare number where the unit stands in the form, else with its own unit. */
function writtenIn(
  value: number | null,
  unit: Question['figure']['unit'],
  wanted: string | null,
  said: string | null,
): { value: string | null; number: number | null } {
  if (value === null) return { value: null, number: null };
  const bare = (number: number) => ({ value: String(number), number });
  if (unit === 'money') {
    const size = { 元: 100, 万元: 1e6, 亿元: 1e10 }[wanted ?? said ?? '万元'];
    return size && (wanted ?? said) ? bare(Math.round((value / size) * 100) / 100) : { value: saidInChinese(value, unit), number: null };
  }
  if (unit === 'share') return said === '%' ? bare(Math.round(value * 10_000) / 100) : { value: saidInChinese(value, unit), number: null };
  return bare(Math.round(value * 100) / 100);
}

async function subjectRows(ask: Ask, filling: StoredFilling): Promise<ReadonlyMap<string, { row: RecordRow; path: string }>> {
  const rows = new Map<string, { row: RecordRow; path: string }>();
  for (const [record, id] of Object.entries(filling.subjects)) {
    const declaration = ask.house.records.get(record)?.declaration;
    if (!declaration) continue;
    try {
      const [row] = await present(ask, declaration, [await storedRow(ask, declaration, id, 'read')]);
      if (row) rows.set(record, { row, path: `/${declaration.path}/${id}` });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  return rows;
}

function fieldSaid(field: Field, name: string, row: RecordRow): string | null {
  const value = row[name];
  if (value === null || value === undefined || value === '') return null;
  if (field.kind === 'choice') return field.options[String(value)]?.zh ?? String(value);
  if (field.kind === 'reference') return [row.titles[name] ?? []].flat()[0] ?? null;
  if (field.kind === 'flag') return value === true ? '是' : '否';
  if (field.kind === 'money') return saidInChinese(Number(value), 'money');
  if (field.kind === 'date') return dayInWords(String(value));
  return String(value);
}
