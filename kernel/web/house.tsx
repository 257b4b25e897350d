import { createContext, use } from 'react';
import { accessRulesFor, type Action, type Actor, type AccessRule } from '#kernel/contract/access.ts';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { openTo, type ActionWeb, type CaseWeb, type FeatureWeb, type PickWeb, type RecordWeb } from './feature.ts';
import type { Job } from './menu.ts';

/** Who is signed in and where, as the server says at the start of every visit. */
export type Me = {
  readonly actor: Actor;
  readonly zone: { readonly id: string; readonly name: string; readonly isExample: boolean };
};

/** All that is on show for this reader: composed once in apps/web and handed down. */
export type HouseWeb = {
  readonly me: Me;
  readonly features: readonly FeatureWeb[];
  readonly jobs: readonly Job[];
  readonly signOut: () => void;
};

const HouseContext = createContext<HouseWeb | undefined>(undefined);

export const HouseProvider = HouseContext;

/** @throws Error outside the signed-in part of the product */
export function useHouse(): HouseWeb {
  const house = use(HouseContext);
  if (!house) throw new Error('Used outside the signed-in part of the product');
  return house;
}

export function useActor(): Actor {
  return useHouse().me.actor;
}

/** The record or case of that name, as a record: what pickers and references need. */
export function findDeclaration(house: HouseWeb, name: string): RecordDeclaration | undefined {
  for (const feature of house.features) {
    const found = [...(feature.records ?? []), ...(feature.cases ?? [])].find((one) => one.declaration.name === name);
    if (found) return found.declaration;
  }
  return undefined;
}

export function findRecord(house: HouseWeb, name: string): RecordWeb | undefined {
  return house.features.flatMap((feature) => feature.records ?? []).find((one) => one.declaration.name === name);
}

export function findCase(house: HouseWeb, name: string): CaseWeb | undefined {
  return house.features.flatMap((feature) => feature.cases ?? []).find((one) => one.declaration.name === name);
}

export function findPick(house: HouseWeb, record: string): PickWeb | undefined {
  return house.features
    .flatMap((feature) => feature.picks ?? [])
    .find((pick) => pick.record === record && openTo(pick, house.me.actor.roles));
}

/** What this reader may do from the search box. */
export function actionsFor(house: HouseWeb): readonly ActionWeb[] {
  return house.features.flatMap((feature) => feature.actions ?? []).filter((action) => openTo(action, house.me.actor.roles));
}

export function mayOpenCase(declaration: CaseDeclaration, actor: Actor): boolean {
  return declaration.open.by.some((role) => actor.roles.includes(role));
}

/** May this reader do it to any row at all? */
export function may(declaration: RecordDeclaration, actor: Actor, action: Action): boolean {
  return accessRulesFor(declaration.access, actor, action).length > 0;
}

/**
 * May this reader do it to this row, by the same sentences the server asks? A sentence that looks through
 * another table cannot be answered here and is taken as yes: the server has the last word.
 */
export function mayDo(declaration: RecordDeclaration, actor: Actor, action: Action, row: RecordRow): boolean {
  return accessRulesFor(declaration.access, actor, action).some((rule) => names(rule, actor, row));
}

function names(rule: AccessRule, actor: Actor, row: RecordRow): boolean {
  if (rule.rows === 'all' || 'through' in rule.rows || 'consent' in rule.rows) return true;
  const owner = row[rule.rows.column];
  if ('is' in rule.rows) return (owner ?? false) === rule.rows.is;
  const own = actor.scope[rule.rows.in];
  return (Array.isArray(owner) ? owner : [owner]).some((id) => own.includes(String(id)));
}
