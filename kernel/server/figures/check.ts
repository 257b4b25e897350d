import type { FigureDeclaration, Match, Path, Where } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { House } from '../house.ts';
import { kindOf } from './rows.ts';

const sealed = ['secret', 'longText'];

/** What is wrong with the figures as declared, each named; none when every record, field, move and parameter is there. */
export function faultsOfFigures(house: House): string[] {
  return [...house.figures.values()].flatMap(({ declaration }) =>
    faultsOf(house, declaration).map((fault) => `${declaration.id}: ${fault}`),
  );
}

/** What is wrong with one definition. */
export function faultsOf(house: House, figure: FigureDeclaration): string[] {
  const { source, measure } = figure;
  const record = named(house, source.record);
  if (!record) return [`no record or case is called ${source.record}`];
  const faults = [...inWhere(house, record, figure.where), ...(measure.kind === 'share' ? inWhere(house, record, measure.of) : [])];
  if (source.kind === 'dated') faults.push(...dated(record, source.on));
  if (source.kind === 'event') {
    const moves = house.cases.get(source.record)?.declaration.moves ?? {};
    faults.push(
      ...source.moves
        .filter((move) => move !== 'open' && !Object.hasOwn(moves, move))
        .map((move) => `${source.record} has no move ${move}`),
    );
  }
  if ('field' in measure) faults.push(...field(record, measure.field));
  if (measure.kind === 'percentile') faults.push(...dated(record, measure.from), ...dated(record, measure.to));
  if ('by' in measure) faults.push(...dated(record, measure.by));
  for (const { path } of Object.values(figure.dimensions ?? {})) faults.push(...inPath(house, record, path));
  return faults;
}

function named(house: House, name: string): RecordDeclaration | undefined {
  return house.records.get(name)?.declaration ?? house.cases.get(name)?.declaration;
}

function field(record: RecordDeclaration, name: string): string[] {
  const kind = kindOf(record, name);
  if (kind === undefined) return [`${record.name} has no field ${name}`];
  return sealed.includes(kind) ? [`${record.name}.${name} cannot be counted by`] : [];
}

function dated(record: RecordDeclaration, name: string): string[] {
  const kind = kindOf(record, name);
  return kind === 'date' || kind === 'moment' ? [] : [`${record.name}.${name} is no date`];
}

function pointsAt(house: House, record: RecordDeclaration, name: string): RecordDeclaration | undefined {
  const declared = record.fields[name];
  return declared?.kind === 'reference' ? named(house, declared.record) : undefined;
}

function inMatch(record: RecordDeclaration, related: RecordDeclaration, match: Match): string[] {
  return Object.entries(match).flatMap(([theirs, ours]) => [...field(related, theirs), ...field(record, ours)]);
}

function inWhere(house: House, record: RecordDeclaration, where: Where | undefined): string[] {
  if (where === undefined) return [];
  if ('all' in where) return where.all.flatMap((part) => inWhere(house, record, part));
  if ('any' in where) return where.any.flatMap((part) => inWhere(house, record, part));
  if ('not' in where) return inWhere(house, record, where.not);
  if ('of' in where) {
    const related = pointsAt(house, record, where.of);
    return related ? inWhere(house, related, where.where) : [`${record.name}.${where.of} names no record`];
  }
  if ('has' in where || 'last' in where) {
    const name = 'has' in where ? where.has : where.last;
    const related = named(house, name);
    if (!related) return [`no record or case is called ${name}`];
    const by = 'last' in where ? dated(related, where.by) : [];
    const least = 'has' in where ? paramFaults(house, where.atLeast) : [];
    return [...inMatch(record, related, where.match), ...inWhere(house, related, where.where), ...by, ...least];
  }
  return [...field(record, where.field), ...inField(house, record, where)];
}

function inField(house: House, record: RecordDeclaration, where: Extract<Where, { field: string }>): string[] {
  const declared = record.fields[where.field];
  if ('is' in where && (declared?.kind === 'choice' || declared?.kind === 'choices')) {
    return where.is
      .filter((key) => !Object.hasOwn(declared.options, String(key)))
      .map((key) => `${record.name}.${where.field} is never ${String(key)}`);
  }
  if ('is' in where && where.field === 'status' && 'states' in record) {
    const states = record.states as Readonly<Record<string, unknown>>;
    return where.is.filter((key) => !Object.hasOwn(states, String(key))).map((key) => `${record.name} has no status ${String(key)}`);
  }
  if ('from' in where || 'to' in where) {
    const days = [where.from, where.to].map((point) => (typeof point === 'object' ? point.days : undefined));
    return [...dated(record, where.field), ...days.flatMap((one) => paramFaults(house, one))];
  }
  if ('atLeast' in where || 'atMost' in where) return [...paramFaults(house, where.atLeast), ...paramFaults(house, where.atMost)];
  return [];
}

function paramFaults(house: House, quantity: unknown): string[] {
  if (typeof quantity !== 'object' || quantity === null || !('param' in quantity)) return [];
  return house.figureParams.has(String(quantity.param)) ? [] : [`no rule pack parameter is called ${String(quantity.param)}`];
}

function inPath(house: House, record: RecordDeclaration, path: Path): string[] {
  if ('field' in path) return path.per ? dated(record, path.field) : field(record, path.field);
  if ('of' in path) {
    const related = pointsAt(house, record, path.of);
    return related ? inPath(house, related, path.path) : [`${record.name}.${path.of} names no record`];
  }
  const related = named(house, path.via);
  return related
    ? [...inMatch(record, related, path.match), ...inPath(house, related, path.path)]
    : [`no record or case is called ${path.via}`];
}
