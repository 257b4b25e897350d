import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Quantity } from '#kernel/contract/figure.ts';
import { addDays, dateOf, startOfDay, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Ask, House } from '../house.ts';

/** The day a figure is asked for, with all that its conditions may look at. */
export type FigureDay = {
  readonly ask: Ask;
  readonly day: IsoDate;
  /** the day has passed: what changed since must be looked up as it was */
  readonly past: boolean;
  /** the first moment after the day, ISO */
  readonly end: string;
  readonly packs: readonly RulePack[];
};

export function figureDay(ask: Ask, day: IsoDate, packs: readonly RulePack[]): FigureDay {
  return { ask, day, past: day < dateOf(ask.now), end: toIso(startOfDay(addDays(day, 1))), packs };
}

/** A record or case by its declared name; checkFigures has refused names that are not there. */
export function declarationNamed(house: House, name: string): RecordDeclaration {
  const declaration = house.records.get(name)?.declaration ?? house.cases.get(name)?.declaration;
  if (!declaration) throw new Error(`No record or case is called ${name}`);
  return declaration;
}

export const isCase = (declaration: RecordDeclaration): boolean => 'states' in declaration;

/** A quantity as a number: a rule pack's parameter is that of the edition in force on the day. */
export function quantityOn(house: House, packs: readonly RulePack[], day: IsoDate, quantity: Quantity): number {
  if (typeof quantity === 'number') return quantity;
  const parameter = house.figureParams.get(quantity.param);
  if (!parameter) throw new Error(`No rule pack parameter is called ${quantity.param}`);
  return parameter(packs, day);
}
