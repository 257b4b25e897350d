import { sql } from 'kysely';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask } from '#kernel/server/house.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { openHouse, type OpenHouse } from './open-house.ts';

/** Failing with one clear line, for scripts. */
export class Failure extends Error {}

/** What a command answers: words, or the same as JSON. */
export const print = (json: boolean, data: object, text: string) => process.stdout.write(`${json ? JSON.stringify(data) : text}\n`);
const quiet = () => undefined;
export const tell = (line: string) => process.stderr.write(`${line}\n`);

/** Opens the house of the settings for one command, and closes it. */
export async function inHouse(work: (open: OpenHouse) => Promise<void>): Promise<void> {
  const open = await openHouse(readSettings(process.env), quiet);
  try {
    await work(open);
  } finally {
    await open.close();
  }
}

/** The zone named by its code, or the only one. */
export async function zoneOf({ house }: OpenHouse, code: string | undefined): Promise<string> {
  const { rows } = await sql<{ id: string; code: string }>`SELECT id, code FROM zones ORDER BY code`.execute(house.db.kysely);
  const found = code === undefined && rows.length === 1 ? rows[0] : rows.find((zone) => zone.code === code);
  if (!found)
    throw new Failure(
      rows.length === 0
        ? 'There is no zone yet: start the server once'
        : `Name one zone by --zone: ${rows.map((zone) => zone.code).join(', ')}`,
    );
  return found.id;
}

/** The CLI acts as the system, with the rights of those who keep registers; what it does is on record as such. */
export function askAsKeeper(open: OpenHouse, tx: Ask['tx'], zoneId: string): Ask {
  return {
    house: open.house,
    tx,
    now: open.house.now(),
    ip: 'cli',
    actor: { ...systemActor(zoneId), name: '命令行', roles: ['dispatcher', 'partyWorkOfficer'] },
  };
}
