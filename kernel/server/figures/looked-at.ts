import type { FigureDeclaration, Path, Where } from '#kernel/contract/figure.ts';
import type { House } from '../house.ts';
import { declarationNamed } from './day.ts';

/** Every record that a figure looks at, its own first. */
export function recordsOf(house: House, figure: FigureDeclaration): string[] {
  const names = new Set([figure.source.record]);
  inWhere(house, figure.source.record, figure.where, names);
  if (figure.measure.kind === 'share') inWhere(house, figure.source.record, figure.measure.of, names);
  for (const { path } of Object.values(figure.dimensions ?? {})) inPath(house, figure.source.record, path, names);
  return [...names];
}

function referred(house: House, record: string, field: string): string {
  const declared = declarationNamed(house, record).fields[field];
  if (declared?.kind !== 'reference') throw new Error(`${record}.${field} names no record`);
  return declared.record;
}

function inWhere(house: House, record: string, where: Where | undefined, names: Set<string>): void {
  if (where === undefined) return;
  if ('all' in where) for (const part of where.all) inWhere(house, record, part, names);
  else if ('any' in where) for (const part of where.any) inWhere(house, record, part, names);
  else if ('not' in where) inWhere(house, record, where.not, names);
  else if ('of' in where) {
    const next = referred(house, record, where.of);
    names.add(next);
    inWhere(house, next, where.where, names);
  } else if ('has' in where || 'last' in where) {
    const next = 'has' in where ? where.has : where.last;
    names.add(next);
    inWhere(house, next, where.where, names);
  }
}

function inPath(house: House, record: string, path: Path, names: Set<string>): void {
  if ('field' in path) return;
  const next = 'of' in path ? referred(house, record, path.of) : path.via;
  names.add(next);
  inPath(house, next, path.path, names);
}
