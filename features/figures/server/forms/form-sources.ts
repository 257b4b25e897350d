import { sql } from 'kysely';
import type { Text } from '#kernel/contract/text.ts';
import { accessRulesFor } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { rowsFor } from '#kernel/server/access/policy.ts';
import { endOf } from '#kernel/server/figures/paths.ts';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import { seesAny } from '#kernel/server/figures/values.ts';
import type { Ask } from '#kernel/server/house.ts';
import { isSure, suggestFor, type Candidate, type NamedCell } from '../../rules/form-suggest.ts';
import { formSubjects } from '../../form-contract.ts';
import { askedFigure } from '../asked-figure.ts';
import type { KeyedBlank, Mapping } from './form-store.ts';

export type Suggested = { readonly mapping: Mapping; readonly label: Text; readonly definition: Text | null; readonly score: number };
export type Sources = { readonly candidates: readonly Candidate[]; readonly cells: readonly NamedCell[] };

const knowns: readonly { readonly what: 'zone' | 'day' | 'filler'; readonly label: Text; readonly words: readonly string[] }[] = [
  {
    what: 'zone',
    label: { zh: '本区名称', en: 'The zone’s name' },
    words: ['填报单位', '单位名称', '报送单位', '高新区名称', '开发区名称', '单位'],
  },
  {
    what: 'day',
    label: { zh: '填报日期', en: 'The day' },
    words: ['填报日期', '填表日期', '报送日期', '统计日期', '日期', '截止日期', '截至日期'],
  },
  { what: 'filler', label: { zh: '填表人', en: 'Who fills it' }, words: ['填表人', '填报人', '经办人', '制表人'] },
];

/** Everything that a blank can be filled from, as far as this reader sees it, and the names that forms cut it by. */
export async function sourcesFor(ask: Ask): Promise<Sources> {
  const figures = [...ask.house.figures.values()].flatMap(({ declaration: figure }): Candidate[] => {
    if (!seesAny(ask, figure.source.record)) return [];
    const units =
      figure.unit === 'money'
        ? ['元', '万元', '亿元']
        : figure.unit === 'share'
          ? ['%']
          : typeof figure.unit === 'object'
            ? unitsLike(figure.unit.zh)
            : ['天', '小时', '年'];
    return [
      {
        key: `figure:${figure.id}`,
        words: [figure.label.zh],
        units,
        dimensions: Object.keys(figure.dimensions ?? {}),
        windowed: figure.source.kind !== 'state',
      },
    ];
  });
  const fields = formSubjects.flatMap((name): Candidate[] => {
    const declaration = ask.house.records.get(name)?.declaration;
    if (!declaration || accessRulesFor(declaration.access, ask.actor, 'read').length === 0) return [];
    return Object.entries(declaration.fields)
      .filter(([, field]) => !['secret', 'references', 'longText'].includes(field.kind))
      .map(([field, { label }]) => ({
        key: `field:${name}.${field}`,
        words: [`${declaration.label.zh}${label.zh}`, ...(field === declaration.title ? [label.zh] : [])],
        units: [],
        dimensions: [],
      }));
  });
  const known = knowns.map(({ what, words }): Candidate => ({ key: `known:${what}`, words, units: [], dimensions: [] }));
  return { candidates: [...known, ...figures, ...fields], cells: await namedCells(ask) };
}

/** What a blank may be filled from, the likeliest first, and whether the first is plain. */
export function suggestedFor(ask: Ask, sources: Sources, blank: KeyedBlank): { suggestions: Suggested[]; sure: boolean } {
  const found = suggestFor(blank, sources.candidates, sources.cells);
  const suggestions = found.flatMap(({ key, cells, window, score }): Suggested[] => {
    const [kind = '', name = ''] = key.split(':');
    const filter = cells.map((cell) => `${cell.dimension}:${cell.key}`).join(',');
    if (kind === 'figure') {
      const figure = ask.house.figures.get(name)?.declaration;
      if (!figure) return [];
      const unit = figure.unit === 'money' && (blank.unit === '元' || blank.unit === '亿元') ? blank.unit : undefined;
      const mapping: Mapping = {
        kind: 'figure',
        figureId: name,
        ...(window && { window }),
        ...(filter && { filter }),
        ...(unit && { unit }),
      };
      const cut = cells.map((cell) => cell.label).join('·');
      return [{ mapping, label: withCut(figure.label, cut), definition: figure.definition, score }];
    }
    const mapping = mappingOf(kind, name);
    return mapping ? [{ mapping, label: sourceSaid(ask, mapping) ?? { zh: name, en: name }, definition: null, score }] : [];
  });
  return { suggestions, sure: isSure(found) && suggestions.length > 0 };
}

/** In words what a mapping fills from; undefined for one that leads nowhere. */
export function sourceSaid(ask: Ask, mapping: Mapping): Text | undefined {
  switch (mapping.kind) {
    case 'figure':
      return ask.house.figures.get(mapping.figureId)?.declaration.label;
    case 'field': {
      const declaration = ask.house.records.get(mapping.record)?.declaration;
      const field = declaration?.fields[mapping.field];
      return declaration && field && { zh: `${declaration.label.zh}·${field.label.zh}`, en: `${declaration.label.en}: ${field.label.en}` };
    }
    case 'known':
      return knowns.find(({ what }) => what === mapping.what)?.label;
    case 'answer':
      return { zh: '由人填写', en: 'Asked of a person' };
    case 'text':
      return { zh: `固定文字：${mapping.text}`, en: `Fixed text: ${mapping.text}` };
    case 'leave':
      return { zh: '留空', en: 'Left blank' };
  }
}

/** What is wrong with a mapping; undefined when it leads somewhere. */
export function faultOfMapping(ask: Ask, mapping: Mapping): Text | undefined {
  if (mapping.kind === 'figure') {
    const asked = askedFigure(ask, mapping.figureId, { window: mapping.window, filter: mapping.filter });
    return asked.ok ? undefined : asked.refusal.message;
  }
  if (mapping.kind === 'field' && (!formSubjects.some((name) => name === mapping.record) || !sourceSaid(ask, mapping)))
    return { zh: `没有“${mapping.record}.${mapping.field}”这个字段`, en: `There is no field “${mapping.record}.${mapping.field}”` };
  return undefined;
}

function mappingOf(kind: string, name: string): Mapping | undefined {
  if (kind === 'known') return { kind, what: name as 'zone' | 'day' | 'filler' };
  const [record = '', field = ''] = name.split('.');
  return kind === 'field' ? { kind, record, field } : undefined;
}

function withCut(label: Text, cut: string): Text {
  return cut === '' ? label : { zh: `${label.zh}（${cut}）`, en: `${label.en} (${cut})` };
}

function unitsLike(unit: string): string[] {
  if (unit === '家') return ['家', '户', '个'];
  if (unit === '人') return ['人', '名'];
  return unit === '个' ? ['个', '家'] : [unit, ...(unit === '家次' || unit === '人次' ? ['次'] : [])];
}

/** Names of parks, chains and departments, by which rows and columns of forms are called. */
async function namedCells(ask: Ask): Promise<NamedCell[]> {
  const records = new Map<string, { dimension: string; declaration: RecordDeclaration }>();
  for (const { declaration: figure } of ask.house.figures.values()) {
    for (const [dimension, { path }] of Object.entries(figure.dimensions ?? {})) {
      const end = endOf(ask.house, declarationNamed(ask.house, figure.source.record), path);
      const field = end.declaration.fields[end.field];
      if (field?.kind === 'reference' && !records.has(dimension))
        records.set(dimension, { dimension, declaration: declarationNamed(ask.house, field.record) });
    }
  }
  const cells: NamedCell[] = [];
  for (const { dimension, declaration } of records.values()) {
    if (!['chain', 'park', 'department', 'cluster'].includes(dimension)) continue;
    const title = sql.ref(columnOf(declaration.title));
    const { rows } = await sql<{ id: string; title: string }>`SELECT t.id, t.${title} AS title FROM ${sql.table(declaration.table)} t
      WHERE t.zone_id = ${ask.actor.zoneId} AND ${rowsFor(declaration, ask.actor, 'read')} LIMIT 500`.execute(ask.tx);
    cells.push(...rows.map((row) => ({ label: row.title, dimension, key: row.id })));
  }
  return cells;
}
