import type { z } from 'zod';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import { formulaOf } from '#kernel/server/figures/formula.ts';
import { endOf } from '#kernel/server/figures/paths.ts';
import { keysOf } from '#kernel/server/records/search-figures.ts';
import type { FigureServer, House } from '#kernel/server/house.ts';
import type { FigureInfo } from '../contract.ts';

/** What the dictionary says of a figure. */
export function infoOf(house: House, { declaration: figure, feature }: FigureServer): z.infer<typeof FigureInfo> {
  const record = declarationNamed(house, figure.source.record);
  const { measure } = figure;
  const shown = measure.kind === 'distinct' ? record.fields[measure.field] : undefined;
  const opened = shown?.kind === 'reference' ? declarationNamed(house, shown.record) : record;
  return {
    id: figure.id,
    label: figure.label,
    definition: figure.definition,
    formula: formulaOf(house, figure),
    unit: figure.unit,
    owner: figure.owner,
    edition: figure.edition,
    feature,
    record: { name: opened.name, label: { zh: opened.label.zh, en: opened.plural.en } },
    time: figure.source.kind === 'state' ? 'state' : 'window',
    window: figure.source.kind === 'state' ? null : (figure.source.window ?? 'all'),
    measure: measure.kind,
    people: figure.people === true,
    keys: [...keysOf(figure)],
    rules: [...(figure.rules ?? [])],
    gap: figure.gap ?? null,
    dimensions: Object.entries(figure.dimensions ?? {}).map(([key, { label, path }]) => {
      const end = endOf(house, record, path);
      const field = end.declaration.fields[end.field];
      return { key, label, record: field?.kind === 'reference' || field?.kind === 'references' ? field.record : null };
    }),
  };
}
