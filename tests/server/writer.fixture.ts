import { sql } from 'kysely';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { createRow } from '#kernel/server/records/write.ts';
import { readSettings } from '#kernel/server/settings.ts';
import { openHouse } from '#apps/server/open-house.ts';
import { createZone } from '#features/identity/server/index.ts';
import { department } from '#features/registry/records.ts';

/** A process to be killed: writes departments for ever, printing each id once it is committed; or lists what is there. */
const open = await openHouse(readSettings(process.env), () => undefined);
const { house } = open;
const { rows } = await sql<{ id: string }>`SELECT id FROM zones`.execute(house.db.kysely);
const zoneId = rows[0]?.id ?? (await createZone(house.db, { code: 'kill', name: '演练区' }, house.now()));

if (process.argv[2] === 'list') {
  const found = await withZone(house.db, zoneId, (tx) =>
    sql<{ id: string }>`SELECT id FROM departments WHERE zone_id = ${zoneId}`.execute(tx),
  );
  await chainAudit(house, zoneId);
  const { faults } = await verifyAudit(house, zoneId);
  process.stdout.write(JSON.stringify({ ids: found.rows.map((row) => row.id), faults }));
  await open.close();
  process.exit(0);
}

for (let number = 1; ; number += 1) {
  const name = `${process.pid}-${number}`;
  const row = await withZone(house.db, zoneId, (tx) =>
    createRow({ house, tx, now: house.now(), ip: 'test', actor: { ...systemActor(zoneId), roles: ['dispatcher'] } }, department, {
      name,
      kind: process.env['KIND'],
    }),
  );
  process.stdout.write(`${row.id}\n`);
}
