import { parseArgs } from 'node:util';
import { openHouse } from '#apps/server/open-house.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { differences } from './data/check.ts';
import { openFilled } from './data/filled.ts';
import { actorOf } from './faults/zone.ts';

/**
 * `node bench/data.ts [--events 100000] [--check 500]`: a zone of ten years, up to 10,000,000 events of a million
 * requests of 100,000 firms, kept for the other measurements. `--check` folds so many requests anew and compares.
 */
const { values } = parseArgs({ options: { events: { type: 'string', default: '100000' }, check: { type: 'string', default: '500' } } });
const say = (line: string) => process.stdout.write(`${line}\n`);
const { place, size, zoneId } = await openFilled(Number(values.events), say);
try {
  say(`${size.firms} firms, ${size.requests} requests, ${size.events} events; ${place.engine}`);
  const open = await openHouse(
    readSettings({ ...process.env, LIANXIN_DATA: place.dataFolder, DATABASE_URL: place.ownerUrl }),
    () => undefined,
  );
  const faults = await withZone(open.house.db, zoneId, (tx) => {
    const now = open.house.now();
    return differences(
      { house: open.house, tx, now, ip: 'bench', actor: actorOf(zoneId, { roles: ['dispatcher'] }, now) },
      Number(values.check),
    );
  });
  await open.close();
  say(`${values.check} requests folded anew, 300 search entries of each record made anew: ${faults.length} differ`);
  for (const fault of faults.slice(0, 5)) say(fault);
  if (faults.length > 0) process.exitCode = 1;
} finally {
  await place.close();
}
