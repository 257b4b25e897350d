import { sql } from 'kysely';
import { earlierTransactionsEnd, resealZone, type Resealed } from '#kernel/server/crypto/reseal.ts';
import type { House } from '#kernel/server/house.ts';
import { addSecret, installationSecrets, retireSecrets, writeLines } from '#kernel/server/secret.ts';
import type { Settings } from '#kernel/server/settings.ts';

/** What stands in the way of a change of the secret, said for whoever runs the command. */
export class RotationRefused extends Error {}

/**
 * Changes the installation secret while the server runs: puts a new one first, waits for what began before, seals everything
 * under it, and retires the earlier. A run that was killed left two secrets: the next one goes on with them.
 * @returns the lines for LIANXIN_SECRET when the secret is given there; none when it is kept in the data folder
 */
export async function rotateKey(house: House, settings: Settings, tell: (line: string) => void): Promise<string[]> {
  return house.db.kysely.connection().execute(async (own) => {
    // the connection's, so that a kill gives it back: two at once would each put a secret first, and lose the other's
    const { rows } = await sql<{ free: boolean }>`SELECT pg_try_advisory_lock(${atWork}) AS free`.execute(own);
    if (!rows[0]?.free) throw new RotationRefused('Another rotate-key is at work: let it finish');
    try {
      return await rotateAlone(house, settings, tell);
    } finally {
      await sql`SELECT pg_advisory_unlock(${atWork})`.execute(own);
    }
  });
}

const atWork = 20261130;

async function rotateAlone(house: House, settings: Settings, tell: (line: string) => void): Promise<string[]> {
  const secrets = installationSecrets(settings.dataFolder, settings.secret);
  if (secrets().keys.length === 1) {
    if (settings.secret)
      throw new RotationRefused(
        'Give the new secret first and the present one after a comma in LIANXIN_SECRET, to every server (docs/operations.md)',
      );
    addSecret(settings.dataFolder);
    tell('A new secret seals from now on; the earlier one still opens.');
  } else tell('Going on with a change that was begun.');
  const zones = await sql<{ id: string; code: string }>`SELECT id, code FROM zones ORDER BY code`.execute(house.db.kysely);
  // what was sealed a moment before may be written a moment after: so until a round finds nothing
  for (let changed = 1; changed > 0;) {
    tell('Waiting for what was begun before.');
    if (!(await earlierTransactionsEnd(house.db)))
      throw new RotationRefused('A transaction has been open for three minutes; run this again when it has ended');
    changed = 0;
    for (const zone of zones.rows) {
      const say = ({ table, column, seen, changed: anew }: Resealed) => tell(`${zone.code}: ${table}.${column} ${anew} of ${seen}`);
      changed += await resealZone(house, zone.id, say);
    }
  }
  const lines = retireSecrets(secrets());
  if (settings.secret) return lines;
  writeLines(settings.dataFolder, lines);
  tell('Nothing is sealed under the earlier secret any more; it is retired.');
  return [];
}
