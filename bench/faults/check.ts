import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { reproject } from '#kernel/server/cases/reproject.ts';
import { withZone } from '#kernel/server/database/door.ts';
import type { Ask, House } from '#kernel/server/house.ts';
import { searchEntryOf } from '#kernel/server/records/search.ts';
import { clearValues } from '#kernel/server/records/write.ts';
import { department, firm } from '#features/registry/records.ts';
import { creditLine } from '#features/finance/line-case.ts';
import { serviceRequest } from '#features/service/cases.ts';
import { ledgerFaults } from './ledger.ts';
import type { Journal } from './journal.ts';
import { digestOf } from './load.ts';
import { actorOf, type SmallZone } from './zone.ts';

/** Holds the database against the journal: everything acknowledged, with its exact values, once. @returns what is wrong */
export async function checkJournal(house: House, zone: SmallZone, journal: Journal): Promise<string[]> {
  return inZone(house, zone, async (ask) => {
    const faults: string[] = [];
    const wrong = (what: string) => faults.push(what);
    const firms = await table<{ id: string; name: string; employees: number; version: number }>(
      ask,
      'id, name, employees, version',
      'firms',
    );
    const byId = new Map(firms.map((row) => [row.id, row]));
    for (const [id, known] of journal.firms) {
      const { name, employees, version } = byId.get(id) ?? {};
      if (!isDeepStrictEqual({ name, employees, version }, known))
        wrong(`firm ${id} ${JSON.stringify(known)} is ${JSON.stringify(byId.get(id))}`);
    }
    for (const name of doubled(firms.map((row) => row.name))) wrong(`firm “${name}” is there twice`);

    const requests = await table<{ id: string; text: string }>(ask, 'id, text', 'service_requests');
    const texts = new Map(requests.map((row) => [row.id, row.text]));
    for (const name of doubled(requests.map((row) => row.text))) wrong(`request “${name}” is there twice`);
    const events = await table<{ case_id: string; seq: number; move: string }>(ask, 'case_id, seq, move', 'case_events', 'case_id, seq');
    const moves = Map.groupBy(events, (event) => event.case_id);
    for (const [id, own] of moves)
      if (own.some(({ seq }, index) => seq !== index + 1)) wrong(`the events of ${id} are numbered ${own.map(({ seq }) => seq).join()}`);
    for (const [id, known] of journal.requests) {
      const made = (moves.get(id) ?? []).map(({ move }) => move);
      if (texts.get(id) !== known.text) wrong(`request ${id} says “${texts.get(id)}” for “${known.text}”`);
      if (!isDeepStrictEqual(made, known.moves)) wrong(`request ${id} has ${made.join()} for ${known.moves.join()}`);
    }

    const files = await table<{ id: string; case_id: string; file_name: string; size: number; content: Buffer }>(ask, '*', 'attachments');
    for (const file of files) {
      const whole = file.content.length === file.size && file.file_name === `${digestOf(file.content)}.pdf`;
      if (!whole) wrong(`attachment ${file.id} is not whole`);
    }
    const digests = new Map(files.map((file) => [file.id, `${file.case_id} ${file.file_name}`]));
    for (const [id, { requestId, digest }] of journal.files)
      if (digests.get(id) !== `${requestId} ${digest}.pdf`) wrong(`attachment ${id} is lost`);
    if (files.length !== journal.files.size) wrong(`${files.length} attachments for ${journal.files.size} acknowledged`);

    faults.push(...(await ledgerFaults(ask, journal.lines)));

    const units = await table<{ name: string }>(ask, 'name', 'departments');
    const names = new Set(units.map((row) => row.name));
    for (const name of doubled(units.map((row) => row.name))) wrong(`department “${name}” is there twice`);
    for (const [batch, rows] of journal.imports) if (!rows.every((name) => names.has(name))) wrong(`import ${batch} is not whole`);
    return faults;
  });
}

/** Holds what is derived against what it is derived from: projections, search entries, the audit chain, the system's own moves. */
export async function checkDerived(house: House, zone: SmallZone, overdue: readonly string[]): Promise<string[]> {
  const faults = await inZone(house, zone, async (ask) => [
    ...(await projectionFaults(ask)),
    ...(await searchFaults(ask)),
    ...(await auditFaults(ask)),
    ...(await sweepFaults(ask, overdue)),
  ]);
  await chainAudit(house, zone.zoneId);
  const chain = await verifyAudit(house, zone.zoneId);
  return [...faults, ...chain.faults.map((fault) => `audit chain: ${JSON.stringify(fault)}`)];
}

/** Projects every case anew from its events, in a transaction that is rolled back, and compares. */
async function projectionFaults(ask: Ask): Promise<string[]> {
  const shown = async () => {
    const all = [];
    for (const [name, columns, order] of [
      ['service_requests', '*', 'id'],
      ['credit_lines', '*', 'id'],
      ['case_tasks', '*', 'case_id, task'],
      // when to look again depends on when one has looked
      ['case_clocks', 'case_id, clock, started_at, due_at, yellow_at, stopped_at, paused', 'case_id, clock'],
      ['case_parties', '*', 'case_id, party_id'],
    ] as const)
      all.push(...(await table<Record<string, unknown>>(ask, columns, name, order)).map((row) => `${name} ${JSON.stringify(row)}`));
    return all;
  };
  const before = await shown();
  await sql`SAVEPOINT as_stored`.execute(ask.tx);
  for (const declaration of [serviceRequest, creditLine]) {
    const rows = await table<{ id: string }>(ask, 'id', declaration.table);
    await reproject(
      ask,
      declaration,
      rows.map((row) => row.id),
    );
  }
  const after = new Set(await shown());
  await sql`ROLLBACK TO SAVEPOINT as_stored`.execute(ask.tx);
  const differing = before.filter((row) => !after.has(row));
  return [
    ...differing.slice(0, 5).map((row) => `projection is not the fold: ${row}`),
    ...(before.length === after.size ? [] : ['projections too many or too few']),
  ];
}

async function searchFaults(ask: Ask): Promise<string[]> {
  const faults: string[] = [];
  for (const declaration of [firm, department, serviceRequest, creditLine]) {
    const rows = await table<Record<string, unknown>>(ask, '*', declaration.table);
    const entries = await sql<{ id: string; title: string; keys: string }>`SELECT id, title, keys FROM search_entries
      WHERE zone_id = ${ask.actor.zoneId} AND record = ${declaration.name}`.execute(ask.tx);
    const found = new Map(entries.rows.map((entry) => [entry.id, `${entry.title} ${entry.keys}`]));
    for (const row of rows) {
      const due = searchEntryOf(declaration, clearValues(ask, declaration, row));
      if (found.get(String(row['id'])) !== `${due.title} ${due.keys}`)
        faults.push(`search entry of ${declaration.name} ${String(row['id'])}`);
    }
    if (found.size !== rows.length) faults.push(`${found.size} search entries for ${rows.length} rows of ${declaration.name}`);
  }
  return faults;
}

/** Every row and every event has exactly one entry that tells of it. */
async function auditFaults(ask: Ask): Promise<string[]> {
  const zoneId = ask.actor.zoneId;
  const { rows } = await sql<{ what: string; rows: number; entries: number }>`
    SELECT 'created firms and departments' AS what,
      (SELECT count(*)::int FROM firms WHERE zone_id = ${zoneId}) + (SELECT count(*)::int FROM departments WHERE zone_id = ${zoneId}) AS rows,
      (SELECT count(*)::int FROM audit_entries WHERE zone_id = ${zoneId} AND action = 'create' AND subject_kind IN ('firm', 'department')) AS entries
    UNION ALL SELECT 'changed firms', (SELECT coalesce(sum(version - 1), 0)::int FROM firms WHERE zone_id = ${zoneId}),
      (SELECT count(*)::int FROM audit_entries WHERE zone_id = ${zoneId} AND action = 'update' AND subject_kind = 'firm')
    UNION ALL SELECT 'moves', (SELECT count(*)::int FROM case_events WHERE zone_id = ${zoneId}),
      (SELECT count(*)::int FROM audit_entries WHERE zone_id = ${zoneId} AND subject_kind IN ('serviceRequest', 'creditLine') AND action <> 'export')`.execute(
    ask.tx,
  );
  return rows.filter((row) => row.rows !== row.entries).map((row) => `${row.what}: ${row.rows}, on record ${row.entries}`);
}

/** An overdue request is supervised and told to the chief, each once, however often a sweep was cut off. */
async function sweepFaults(ask: Ask, overdue: readonly string[]): Promise<string[]> {
  const events = await table<{ case_id: string; move: string }>(ask, 'case_id, move', 'case_events', 'case_id, seq');
  const moves = Map.groupBy(events, (event) => event.case_id);
  return overdue.flatMap((id) => {
    const made = (moves.get(id) ?? []).map(({ move }) => move);
    return ['supervise', 'tellChief']
      .filter((move) => made.filter((one) => one === move).length !== 1)
      .map((move) => `overdue request ${id}: ${move} not once in ${made.join()}`);
  });
}

/** How many cases a sweep has yet to look at. */
export async function dueNow(house: House, zone: SmallZone): Promise<number> {
  return inZone(house, zone, async (ask) => {
    const { rows } = await sql<{
      due: number;
    }>`SELECT count(*)::int AS due FROM case_clocks WHERE zone_id = ${zone.zoneId} AND look_at <= now()`.execute(ask.tx);
    return rows[0]?.due ?? 0;
  });
}

function inZone<T>(house: House, { zoneId }: SmallZone, work: (ask: Ask) => Promise<T>): Promise<T> {
  const now = house.now();
  return withZone(house.db, zoneId, (tx) => work({ house, tx, now, ip: 'drill', actor: actorOf(zoneId, { roles: ['dispatcher'] }, now) }));
}

async function table<T>(ask: Ask, columns: string, name: string, order = 'id'): Promise<T[]> {
  const { rows } =
    await sql<T>`SELECT ${sql.raw(columns)} FROM ${sql.table(name)} WHERE zone_id = ${ask.actor.zoneId} ORDER BY ${sql.raw(order)}`.execute(
      ask.tx,
    );
  return rows;
}

function doubled(values: readonly string[]): string[] {
  return [...Map.groupBy(values, (value) => value)].filter(([, same]) => same.length > 1).map(([value]) => value);
}
