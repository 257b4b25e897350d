import { sql, type RawBuilder } from 'kysely';
import type { Action, Actor, RowScope } from '#kernel/contract/access.ts';
import { accessRulesFor } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';

/**
 * The policy as a SQL condition on the rows of an alias (`t` when not named): which of them this actor may treat so. No fitting
 * sentence gives `false`; one that says 'all' gives `true`.
 */
export function rowsFor(declaration: RecordDeclaration, actor: Actor, action: Action, alias = 't'): RawBuilder<boolean> {
  const rules = accessRulesFor(declaration.access, actor, action);
  if (rules.some((rule) => rule.rows === 'all')) return sql<boolean>`true`;
  const scopes = rules.flatMap((rule) => (rule.rows === 'all' ? [] : [scopeCondition(rule.rows, actor, alias)]));
  return scopes.length === 0 ? sql<boolean>`false` : sql<boolean>`(${sql.join(scopes, sql` OR `)})`;
}

function scopeCondition(scope: RowScope, actor: Actor, alias: string): RawBuilder<boolean> {
  if ('is' in scope) return sql<boolean>`coalesce(${sql.ref(`${alias}.${columnOf(scope.column)}`)}, false) = ${scope.is}`;
  const ids = [...actor.scope[scope.in]];
  if (ids.length === 0) return sql<boolean>`false`;
  if ('through' in scope) {
    return sql<boolean>`EXISTS (SELECT 1 FROM ${sql.table(scope.through)} s WHERE s.zone_id = ${sql.ref(`${alias}.zone_id`)}
      AND s.${sql.ref(scope.on)} = ${sql.ref(`${alias}.id`)} AND s.${sql.ref(scope.column)} = ANY(${ids}::uuid[]))`;
  }
  return sql<boolean>`${sql.ref(`${alias}.${columnOf(scope.column)}`)} = ANY(${ids}::uuid[])`;
}
