import { sql } from 'kysely';
import { isByConsent, type AccessRule, type Action, type Actor, type ConsentScope } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { isGuest } from '#kernel/contract/role.ts';
import type { Text } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { intoTime, opensOn, readsByConsent } from '../access/consent.ts';
import type { Ask } from '../house.ts';

export type ViewerLine = { userId: string; name: string; roles: string[]; may: Action[]; why: Text[] };

/**
 * "Who can see this, and why?": everybody whom a sentence of the policy lets read this row, with what else
 * they may do and the sentences' own words. The same sentences that `rowsFor` compiles. To one who reads it by a firm's
 * consent, those whom another consent lets in stay unnamed: one bank does not learn of another. Nor does a guest learn from what
 * is public who else is a guest of the zone: firms' contacts, branch secretaries.
 */
export async function viewersOf(ask: Ask, declaration: RecordDeclaration, id: string): Promise<ViewerLine[]> {
  const owners = new Map<AccessRule, ReadonlySet<string> | 'all'>();
  for (const rule of declaration.access) owners.set(rule, await idsNamedBy(ask, declaration, rule, id));
  const people = await ask.house.people(ask.tx, ask.actor.zoneId);
  const isStranger = readsByConsent(declaration, ask.actor);
  return people.flatMap((person) => {
    const rules = declaration.access.filter(
      (rule) =>
        lets(rule, person, owners.get(rule)) &&
        !(isStranger && isByConsent(rule.rows) && !sharesScope(rule.rows, ask.actor, person)) &&
        !(rule.rows === 'all' && person.userId !== ask.actor.userId && isGuest(ask.actor) && isGuest(person)),
    );
    const readable = rules.filter((rule) => rule.may.includes('read'));
    if (readable.length === 0) return [];
    return [
      {
        userId: person.userId,
        name: person.name,
        roles: [...person.roles],
        may: [...new Set(rules.flatMap((rule) => rule.may))],
        why: readable.map((rule) => rule.why),
      },
    ];
  });
}

function lets(rule: AccessRule, person: Actor, owners: ReadonlySet<string> | 'all' | undefined): boolean {
  if (!rule.roles.some((role) => person.roles.includes(role)) || !owners) return false;
  if (owners === 'all' || rule.rows === 'all' || 'is' in rule.rows) return owners === 'all';
  return person.scope[rule.rows.in].some((id) => owners.has(id));
}

/** Are both let in by one consent: officers of the same bank? */
function sharesScope(scope: ConsentScope, one: Actor, other: Actor): boolean {
  return one.scope[scope.in].some((id) => other.scope[scope.in].includes(id));
}

async function idsNamedBy(ask: Ask, declaration: RecordDeclaration, rule: AccessRule, id: string): Promise<ReadonlySet<string> | 'all'> {
  const scope = rule.rows;
  if (scope === 'all') return 'all';
  if ('is' in scope) {
    const { rows } = await sql`SELECT 1 FROM ${sql.table(declaration.table)} WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}
      AND coalesce(${sql.ref(columnOf(scope.column))}, false) = ${scope.is}`.execute(ask.tx);
    return rows.length > 0 ? 'all' : new Set();
  }
  if ('consent' in scope) {
    const { rows } = await sql<{ owner: string }>`SELECT c.receiver_id AS owner FROM ${sql.table(declaration.table)} t
      JOIN consents c ON c.zone_id = t.zone_id AND c.firm_id = ${sql.ref(`t.${columnOf(scope.firm)}`)} AND ${opensOn(scope, dateOf(ask.now))}
        ${intoTime(scope, 't')} ${scope.receiver ? sql`AND c.receiver_id = ${sql.ref(`t.${columnOf(scope.receiver)}`)}` : sql``}
      WHERE t.zone_id = ${ask.actor.zoneId} AND t.id = ${id}`.execute(ask.tx);
    return new Set(rows.map((row) => row.owner));
  }
  const { rows } =
    'through' in scope
      ? await sql<{ owner: string }>`SELECT ${sql.ref(scope.column)} AS owner FROM ${sql.table(scope.through)}
        WHERE zone_id = ${ask.actor.zoneId} AND ${sql.ref(scope.on)} = ${id}`.execute(ask.tx)
      : await sql<{ owner: string }>`SELECT ${sql.ref(columnOf(scope.column))} AS owner FROM ${sql.table(declaration.table)}
        WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  return new Set(rows.map((row) => row.owner));
}
