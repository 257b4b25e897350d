import { sql } from 'kysely';
import type { FigureDeclaration, Where } from '#kernel/contract/figure.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { accessRulesFor } from '#kernel/contract/access.ts';
import type { Ask } from '../house.ts';
import { loadPacks } from '../cases/rules-in-force.ts';
import { declarationNamed, figureDay } from './day.ts';
import { definitionHash } from './definition.ts';
import { recordsOf } from './looked-at.ts';
import { marksOf } from './marks.ts';
import { keeping } from '../kept.ts';
import { aggregateOf, readSum, type Sum } from './measures.ts';
import { chosenBy, fromAny, rowsOf, scanKey } from './sources.ts';
import type { Question } from './question.ts';

const sums = keeping<Sum>(20_000);

/**
 * The sums that questions ask for, in their order. Those over the same rows as of the same day share one scan; a sum
 * that was kept is given again as long as no record it looks at has changed since.
 */
export async function sumsOf(ask: Ask, questions: readonly Question[]): Promise<Sum[]> {
  const packs = await packsFor(
    ask,
    questions.map((question) => question.figure),
  );
  const keys = await keptKeys(ask, questions, packs);
  const kept = keys.map((key) => (key === undefined ? undefined : sums.get(key)));
  const open = questions.filter((_, index) => kept[index] === undefined);
  const scans = Map.groupBy(open, (question) => `${scanKey(question.figure.source)} ${question.day}`);
  const found = new Map<Question, Sum>();
  for (const group of scans.values()) {
    for (const [question, sum] of await scan(ask, group, packs)) {
      found.set(question, sum);
      const key = keys[questions.indexOf(question)];
      if (key !== undefined) sums.keep(key, sum);
    }
  }
  return questions.map(
    (question, index) => kept[index] ?? found.get(question) ?? { value: null, numerator: null, denominator: null, rows: 0 },
  );
}

async function scan(ask: Ask, questions: readonly Question[], packs: readonly RulePack[]): Promise<[Question, Sum][]> {
  const [first] = questions;
  if (!first) return [];
  const on = figureDay(ask, first.day, packs);
  const { from, where } = fromAny(on, questions);
  const aggregates = questions.map(
    (question, index) =>
      sql`${aggregateOf(on, rowsOf(on, question.figure), question.figure, chosenBy(on, question))} AS ${sql.ref(`f${index}`)}`,
  );
  const { rows } = await sql<Record<string, unknown>>`SELECT ${sql.join(aggregates)} FROM ${from} WHERE ${where}`.execute(ask.tx);
  return questions.map((question, index) => [question, readSum(question.figure, rows[0]?.[`f${index}`])]);
}

/** Under what each question's answer may be kept: all that it depends on; undefined where the reader sees but a part. */
export async function keptKeys(ask: Ask, questions: readonly Question[], packs: readonly RulePack[]): Promise<(string | undefined)[]> {
  const looked = questions.map((question) => recordsOf(ask.house, question.figure));
  const marks = await marksOf(ask.tx, ask.actor.zoneId, [...new Set(looked.flat())]);
  if (marks === undefined) return questions.map(() => undefined);
  return questions.map((question, index) => {
    const records = looked[index] ?? [];
    if (!records.every((name) => seesAll(ask, name))) return undefined;
    const { figure, day, from, to, cut } = question;
    const at = records.map((name) => marks.get(name) ?? '').join(' ');
    return JSON.stringify([ask.actor.zoneId, definitionOf(ask, figure, packs, day), day, from, to, cut, at]);
  });
}

/** Does the reader see every row of a record? */
export function seesAll(ask: Ask, name: string): boolean {
  return accessRulesFor(declarationNamed(ask.house, name).access, ask.actor, 'read').some((rule) => rule.rows === 'all');
}

/** Does the reader see any row of a record? */
export function seesAny(ask: Ask, name: string): boolean {
  return accessRulesFor(declarationNamed(ask.house, name).access, ask.actor, 'read').length > 0;
}

/** Is the figure's value, to this reader, only of what they may see? */
export function isLimited(ask: Ask, figure: FigureDeclaration): boolean {
  return !recordsOf(ask.house, figure).every((name) => seesAll(ask, name));
}

/** What a kept sum depends on beside the rows: the definition with its parameters as numbers. */
function definitionOf(ask: Ask, figure: FigureDeclaration, packs: readonly RulePack[], day: string): string {
  return `${definitionHash(figure)} ${paramsIn(figure)
    .map((name) => ask.house.figureParams.get(name)?.(packs, day) ?? '')
    .join(' ')}`;
}

/** The rule pack parameters that a figure names. */
export function paramsIn(figure: FigureDeclaration): string[] {
  const found = new Set<string>();
  const visit = (part: unknown): void => {
    if (Array.isArray(part)) for (const one of part) visit(one);
    else if (typeof part === 'object' && part !== null) {
      for (const [name, value] of Object.entries(part)) {
        if (name === 'param' && typeof value === 'string') found.add(value);
        else visit(value);
      }
    }
  };
  visit([figure.where satisfies Where | undefined, figure.measure]);
  return [...found];
}

/** Rule packs are read only where a figure names one of their parameters. */
export async function packsFor(ask: Ask, figures: readonly FigureDeclaration[]): Promise<readonly RulePack[]> {
  return figures.some((figure) => paramsIn(figure).length > 0) ? loadPacks(ask.tx, ask.actor.zoneId) : [];
}
