import pg from 'pg';
import type { House } from '../house.ts';
import { withZone } from '../database/door.ts';
import { historiesOf } from './history.ts';

const atOnce = 500;

/**
 * Gives events written before statuses were kept with them the status they led to, as the owner of the database: the
 * application itself may not change an event. Does nothing when none is open.
 */
export async function fillEventStatuses(house: House, ownerUrl: string): Promise<number> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  let filled = 0;
  try {
    for (;;) {
      const { rows } = await owner.query<{ zone_id: string; case_id: string; case_name: string }>(
        `SELECT DISTINCT zone_id, case_id, case_name FROM case_events WHERE status IS NULL LIMIT ${atOnce}`,
      );
      if (rows.length === 0) return filled;
      for (const [zoneId, cases] of Map.groupBy(rows, (row) => row.zone_id)) {
        const ids = cases.map((row) => row.case_id);
        const histories = await withZone(house.db, zoneId, (tx) => historiesOf(tx, zoneId, ids));
        for (const { case_id: id, case_name: name } of cases) {
          const fold = house.cases.get(name)?.declaration.fold;
          const events = histories.get(id) ?? [];
          const statuses = events.map((_, index) => fold?.(id, events.slice(0, index + 1)).status ?? 'unknown');
          await owner.query(
            `UPDATE case_events e SET status = s.status FROM unnest($3::int[], $4::text[]) AS s(seq, status)
             WHERE e.zone_id = $1 AND e.case_id = $2 AND e.seq = s.seq`,
            [zoneId, id, events.map((event) => event.seq), statuses],
          );
          filled += events.length;
        }
      }
    }
  } finally {
    await owner.end();
  }
}
