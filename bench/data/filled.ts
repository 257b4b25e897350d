import pg from 'pg';
import { ask, openPlace, type Place } from '../stand/place.ts';
import { fill, sizeOf, type Size } from './fill.ts';

const mark = 'filled by bench/data';

/** A place that holds the zone with so many events: filled the first time, found again after that. */
export async function openFilled(events: number, say: (line: string) => void): Promise<{ place: Place; size: Size; zoneId: string }> {
  const place = await openPlace(`events-${events}`);
  const database = new URL(place.ownerUrl).pathname.slice(1);
  const [known] = await ask<{ said: string | null }>(
    place.ownerUrl,
    `SELECT shobj_description(oid, 'pg_database') AS said FROM pg_database WHERE datname = $1`,
    [database],
  );
  if (known?.said !== mark) {
    // what a fill that was cut short has left
    if (place.found) await ask(place.ownerUrl, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const began = performance.now();
    await fill(place, events, say);
    await ask(place.ownerUrl, `COMMENT ON DATABASE ${database} IS '${mark}'`);
    say(`filled in ${((performance.now() - began) / 1000).toFixed(0)} s; kept in ${place.dataFolder}`);
  }
  const client = new pg.Client({ connectionString: place.ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM zones');
    const zoneId = rows[0]?.id ?? '';
    return { place, zoneId, size: await sizeOf(client, zoneId) };
  } finally {
    await client.end();
  }
}
