import { sql, type RawBuilder } from 'kysely';
import type { AccessRule, Action, Actor } from '#kernel/contract/access.ts';
import { accessRulesFor, isByConsent } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { consentInForce } from './consent.ts';

/**
 * The policy as a SQL condition on the rows of an alias (`t` when not named): which of them this actor may treat so. No fitting
 * sentence gives `false`; one that says 'all' gives `true`.
 */
export function rowsFor(declaration: RecordDeclaration, actor: Actor, action: Action, alias = 't'): RawBuilder<boolean> {
  return rowsOf(accessRulesFor(declaration.access, actor, action), actor, alias);
}

/** May this actor treat every row so? Then there is nothing to ask of a row. */
export function mayAll(declaration: RecordDeclaration, actor: Actor, action: Action): boolean {
  return accessRulesFor(declaration.access, actor, action).some((rule) => rule.rows === 'all');
}

/** Do the rows alone say whether this actor may treat them so? Not where other tables are asked, but for a case's parties, written with it. */
export function hangsOnRows(declaration: RecordDeclaration, actor: Actor, action: Action): boolean {
  return accessRulesFor(declaration.access, actor, action).every(({ rows }) => {
    if (rows === 'all' || 'is' in rows) return true;
    return !('consent' in rows) && (!('through' in rows) || rows.through === 'case_parties');
  });
}

/** The rows that this actor's figures may count: those they read by their own right, not by a firm's consent. */
export function countableRows(declaration: RecordDeclaration, actor: Actor, alias = 't'): RawBuilder<boolean> {
  const rules = accessRulesFor(declaration.access, actor, 'read').filter(({ rows }) => !isByConsent(rows));
  return rowsOf(rules, actor, alias);
}

function rowsOf(rules: readonly AccessRule[], actor: Actor, alias: string): RawBuilder<boolean> {
  if (rules.some((rule) => rule.rows === 'all')) return sql<boolean>`true`;
  const scopes = rules.flatMap((rule) => (rule.rows === 'all' ? [] : [scopeCondition(rule.rows, actor, alias)]));
  return scopes.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(scopes, sql` OR `)})`;
}

function scopeCondition(scope: Exclude<AccessRule['rows'], 'all'>, actor: Actor, alias: string): RawBuilder<boolean> {
  if ('is' in scope) return sql<boolean>`coalesce(${sql.ref(`${alias}.${columnOf(scope.column)}`)}, false) = ${scope.is}`;
  const ids = [...actor.scope[scope.in]];
  if (ids.length === 0) return sql<boolean>`false`;
  if ('consent' in scope) return consentInForce(scope, actor, alias);
  if ('through' in scope) {
    return sql<boolean>`EXISTS (SELECT 1 FROM ${sql.table(scope.through)} s WHERE s.zone_id = ${sql.ref(`${alias}.zone_id`)}
      AND s.${sql.ref(scope.on)} = ${sql.ref(`${alias}.id`)} AND s.${sql.ref(scope.column)} = ANY(${ids}::uuid[]))`;
  }
  return sql<boolean>`${sql.ref(`${alias}.${columnOf(scope.column)}`)} = ANY(${ids}::uuid[])`;
}
