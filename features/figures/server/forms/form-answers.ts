import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { addMonths, dateOf, toIso } from '#kernel/rules/instant.ts';
import { instantOf } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';

export type KeptAnswer = {
  readonly value: string;
  readonly form: string;
  readonly givenAt: string;
  readonly givenBy: string;
  readonly validUntil: string;
};

/** The latest valid answer under each name: whoever asks next is shown it instead of asking again. */
export async function keptAnswers(ask: Ask, keys: readonly string[]): Promise<ReadonlyMap<string, KeptAnswer>> {
  const { rows } = await sql<{
    key: string;
    value: string;
    form_title: string;
    given_at: Date;
    given_by_name: string;
    valid_until: string;
  }>`
    SELECT DISTINCT ON (key) key, value, form_title, given_at, given_by_name, valid_until FROM form_answers
    WHERE zone_id = ${ask.actor.zoneId} AND key = ANY(${[...new Set(keys)]}::text[]) AND valid_until >= ${dateOf(ask.now)}
    ORDER BY key, given_at DESC, id DESC`.execute(ask.tx);
  return new Map(
    rows.map((row) => [
      row.key,
      {
        value: row.value,
        form: row.form_title,
        givenAt: toIso(instantOf(row.given_at)),
        givenBy: row.given_by_name,
        validUntil: row.valid_until,
      },
    ]),
  );
}

/** Keeps what a person said, with where it comes from and until when it holds. */
export async function keepAnswer(
  ask: Ask,
  given: {
    readonly key: string;
    readonly label: string;
    readonly value: string;
    readonly source: string | null;
    readonly form: string;
    readonly validMonths: number;
  },
): Promise<void> {
  await sql`INSERT INTO form_answers (zone_id, id, key, label, value, source, form_title, given_at, given_by_name, valid_until)
    VALUES (${ask.actor.zoneId}, ${uuidv7()}, ${given.key}, ${given.label}, ${given.value}, ${given.source}, ${given.form}, ${toIso(ask.now)},
      ${ask.actor.name}, ${addMonths(dateOf(ask.now), given.validMonths)})`.execute(ask.tx);
}
