import { sql, type RawBuilder } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { accessRulesFor, isByConsent, type Actor, type ConsentScope } from '#kernel/contract/access.ts';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { toIso, type IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '../database/door.ts';
import type { Ask } from '../house.ts';

/** How a row came before the reader's eyes. */
export type LookedAt = 'read' | 'found' | 'passport';

/** Has the row's firm a consent in force, that covers this for such a purpose, with one of the actor's ids (or with the very receiver)? */
export function consentInForce(scope: ConsentScope, actor: Actor, alias: string): RawBuilder<boolean> {
  const receiver = scope.receiver ? sql`AND c.receiver_id = ${sql.ref(`${alias}.${columnOf(scope.receiver)}`)}` : sql``;
  return sql<boolean>`EXISTS (SELECT 1 FROM consents c WHERE c.zone_id = ${sql.ref(`${alias}.zone_id`)}
    AND c.firm_id = ${sql.ref(`${alias}.${columnOf(scope.firm)}`)} AND ${givenTo(scope, actor)} ${receiver} ${intoTime(scope, alias)})`;
}

/** The condition on a consent `c` that it was given in time for a row of an alias, where that is asked. */
export function intoTime({ givenBy }: Pick<ConsentScope, 'givenBy'>, alias: string): RawBuilder<unknown> {
  return givenBy ? sql`AND c.created_at <= ${sql.ref(`${alias}.${columnOf(givenBy)}`)}` : sql``;
}

/** The condition on a consent `c` itself: it opens this today, to one of the actor's ids. */
function givenTo(scope: ConsentScope, actor: Actor): RawBuilder<boolean> {
  return sql<boolean>`c.receiver_id = ANY(${[...actor.scope[scope.in]]}::uuid[]) AND ${opensOn(scope, actor.today)}`;
}

/** The condition on a consent `c` itself: in force on a day, covering this, for such a purpose. */
export function opensOn({ consent, purposes }: Pick<ConsentScope, 'consent' | 'purposes'>, day: IsoDate): RawBuilder<boolean> {
  return sql<boolean>`${lastsOn(day)} AND ${consent} = ANY(c.scopes) AND c.purpose = ANY(${[...purposes]}::text[])`;
}

/** The condition on a consent `c` itself: in force on a day. */
export function lastsOn(day: IsoDate): RawBuilder<boolean> {
  return sql<boolean>`c.status = 'inForce' AND c.from_on <= ${day}::date AND c.until_on >= ${day}::date`;
}

/** The sentences by which this actor reads a record only because firms let them; none where another right gives every row. */
function consentsRead(declaration: RecordDeclaration, actor: Actor): readonly ConsentScope[] {
  const rules = accessRulesFor(declaration.access, actor, 'read');
  return rules.some(({ rows }) => rows === 'all') ? [] : rules.flatMap(({ rows }) => (isByConsent(rows) ? [rows] : []));
}

/** Is there anything that this actor reads of a record only because firms let them? */
export function readsByConsent(declaration: RecordDeclaration, actor: Actor): boolean {
  return consentsRead(declaration, actor).length > 0;
}

/**
 * Puts on record, for the firms to see, that this actor looked at rows which they read only because the firms let them.
 * @param rows stored rows, with the columns that name the firm and the receiver
 */
export async function noteLooks(
  ask: Ask,
  declaration: RecordDeclaration,
  rows: readonly Readonly<Record<string, unknown>>[],
  how: LookedAt,
): Promise<void> {
  let unnoted = rows;
  for (const scope of consentsRead(declaration, ask.actor)) {
    if (unnoted.length === 0) return;
    const seen = unnoted.map((row) => ({
      id: uuidv7(),
      record_id: String(row['id']),
      firm_id: row[columnOf(scope.firm)],
      receiver_id: scope.receiver ? row[columnOf(scope.receiver)] : null,
      given_by: scope.givenBy ? row[columnOf(scope.givenBy)] : null,
    }));
    const { rows: noted } = await sql<{ id: string; record_id: string }>`
      INSERT INTO consent_looks (zone_id, id, consent_id, firm_id, receiver_id, user_id, user_name, at, record, record_id, scope, how)
      SELECT DISTINCT ON (s.id) c.zone_id, s.id, c.id, c.firm_id, c.receiver_id, ${ask.actor.userId}::uuid, ${ask.actor.name},
        ${toIso(ask.now)}::timestamptz, ${declaration.name}, s.record_id, ${scope.consent}, ${how}
      FROM jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) AS s(id uuid, record_id uuid, firm_id uuid, receiver_id uuid, given_by timestamptz)
      JOIN consents c ON c.zone_id = ${ask.actor.zoneId} AND c.firm_id = s.firm_id AND ${givenTo(scope, ask.actor)}
        AND (s.receiver_id IS NULL OR c.receiver_id = s.receiver_id) AND (s.given_by IS NULL OR c.created_at <= s.given_by)
      ORDER BY s.id, c.id RETURNING id, record_id`.execute(ask.tx);
    looks.set(ask.tx, [...looksIn(ask.tx), ...noted.map(({ id }) => id)]);
    // one look at a row is one line, whichever of several consents allowed it
    const once = new Set(noted.map(({ record_id }) => record_id));
    unnoted = unnoted.filter((row) => !once.has(String(row['id'])));
  }
}

const looks = new WeakMap<Tx, readonly string[]>();

/** The looks that a transaction has put on record: what its answer hangs on. */
export function looksIn(tx: Tx): readonly string[] {
  return looks.get(tx) ?? [];
}

/** Puts the looks behind an earlier answer on record once more; false where one of the consents behind them has ended since. */
export async function lookAgain(ask: Ask, earlier: readonly string[]): Promise<boolean> {
  if (earlier.length === 0) return true;
  const again = earlier.map((id) => ({ id, again: uuidv7() }));
  const { rows } = await sql`
    INSERT INTO consent_looks (zone_id, id, consent_id, firm_id, receiver_id, user_id, user_name, at, record, record_id, scope, how)
    SELECT l.zone_id, s.again, l.consent_id, l.firm_id, l.receiver_id, l.user_id, ${ask.actor.name}, ${toIso(ask.now)}::timestamptz,
      l.record, l.record_id, l.scope, l.how
    FROM jsonb_to_recordset(${JSON.stringify(again)}::jsonb) AS s(id uuid, again uuid)
    JOIN consent_looks l ON l.zone_id = ${ask.actor.zoneId} AND l.id = s.id
    JOIN consents c ON c.zone_id = l.zone_id AND c.id = l.consent_id AND ${lastsOn(ask.actor.today)}
      AND c.receiver_id = ANY(${[...ask.actor.scope.providers]}::uuid[]) RETURNING 1`.execute(ask.tx);
  return rows.length === earlier.length;
}
