import { sql, type RawBuilder } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { addDays, dateOf, startOfDay, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { withZone, type Tx } from '#kernel/server/database/door.ts';
import type { House } from '#kernel/server/house.ts';
import { markChanged } from '#kernel/server/figures/marks.ts';
import { writeSearchEntries } from '#kernel/server/records/search.ts';
import { goneText, mayGoBefore, retentionAt, type RetentionParams } from '../rules/retention.ts';

/** One kind of thing that goes when its days are over. */
type Kept = {
  readonly what: string;
  readonly label: string;
  readonly days: (params: RetentionParams) => number;
  readonly due: (zoneId: string, before: IsoDate) => { readonly table: string; readonly where: RawBuilder<boolean> };
  /** lets go of what is due, most at a time */
  readonly letGo: (tx: Tx, zoneId: string, before: IsoDate) => Promise<number>;
};

const most = 500;
const endOf = (day: IsoDate) => toIso(startOfDay(addDays(day, 1)));

/** Rows of a platform table or a zone's own that are deleted by a moment in a column. */
function deleted(what: string, label: string, table: string, zone: string, moment: string, days: Kept['days']): Kept {
  const due: Kept['due'] = (zoneId, before) => ({
    table,
    where: sql<boolean>`${sql.ref(zone)} = ${zoneId} AND ${sql.ref(moment)} < ${endOf(before)}::timestamptz`,
  });
  return {
    what,
    label,
    days,
    due,
    async letGo(tx, zoneId, before) {
      const { numAffectedRows } = await sql`DELETE FROM ${sql.table(table)} WHERE ${sql.ref(zone)} = ${zoneId}
        AND ctid = ANY(ARRAY(SELECT ctid FROM ${sql.table(table)} WHERE ${due(zoneId, before).where} LIMIT ${most}))`.execute(tx);
      return Number(numAffectedRows ?? 0);
    },
  };
}

/** Fields of a record that are about a person and that nothing but people look at. */
export function personalFields({ fields }: RecordDeclaration): string[] {
  return Object.entries(fields).flatMap(([name, field]) => ((field.personal || field.kind === 'secret') && !field.derived ? [name] : []));
}

/** The personal fields of ended rows: emptied, while the row, which figures of past days count, stays. */
function emptied(declaration: RecordDeclaration): Kept {
  const names = personalFields(declaration);
  const gone = (name: string) => (declaration.fields[name]?.required ? goneText : null);
  const due: Kept['due'] = (zoneId, before) => ({
    table: declaration.table,
    where: sql<boolean>`zone_id = ${zoneId} AND ended_on <= ${before}::date AND (${sql.join(
      names.map((name) => sql`${sql.ref(columnOf(name))} IS DISTINCT FROM ${gone(name)}::text`),
      sql` OR `,
    )})`,
  });
  return {
    what: declaration.name,
    label: declaration.label.zh,
    days: (params) => params.endedRecordDays,
    due,
    async letGo(tx, zoneId, before) {
      const sets = names.flatMap((name) => [
        sql`${sql.ref(columnOf(name))} = ${gone(name)}::text`,
        ...(declaration.fields[name]?.kind === 'secret' ? [sql`${sql.ref(`${columnOf(name)}_index`)} = NULL`] : []),
      ]);
      const { rows } = await sql<Record<string, unknown> & { id: string }>`UPDATE ${sql.table(declaration.table)} SET ${sql.join(sets)}
        WHERE zone_id = ${zoneId} AND id = ANY(ARRAY(SELECT id FROM ${sql.table(declaration.table)}
          WHERE ${due(zoneId, before).where} LIMIT ${most})) RETURNING *`.execute(tx);
      const values = (row: Record<string, unknown>) =>
        Object.fromEntries([declaration.title, ...declaration.search].map((name) => [name, row[columnOf(name)]]));
      if (rows.length > 0) await markChanged(tx, zoneId, declaration.name);
      await writeSearchEntries(
        tx,
        zoneId,
        declaration,
        rows.map((row) => ({ id: row.id, values: values(row) })),
      );
      return rows.length;
    },
  };
}

function everythingKept(house: House): Kept[] {
  return [
    deleted('resend', '重发请求的应答', 'idempotency_keys', 'zone_id', 'at', (params) => params.resendDays),
    deleted('session', '过期的登录', 'sessions', 'zone', 'seen_at', (params) => params.sessionDays),
    deleted('unknownLogin', '不存在的登录名的失败次数', 'unknown_logins', 'zone_id', 'seen_at', (params) => params.linkDays),
    deleted('link', '过期的一次性链接', 'one_time_links', 'zone', 'expires_at', (params) => params.linkDays),
    ...[...house.records.values()]
      .map(({ declaration }) => declaration)
      .filter((declaration) => personalFields(declaration).length > 0)
      .map(emptied),
  ];
}

/** Lets go of what has outlived its period, and logs how much of what by which rule; never what it was. @returns how many rows */
export async function keepNoLonger(house: House, zoneId: string): Promise<number> {
  const now = house.now();
  let all = 0;
  for (const kept of everythingKept(house)) {
    for (let gone = most; gone === most;) {
      gone = await withZone(house.db, zoneId, async (tx) => {
        const params = retentionAt(await loadPacks(tx, zoneId), now);
        const before = mayGoBefore(now, kept.days(params));
        const rows = await kept.letGo(tx, zoneId, before);
        if (rows > 0)
          await sql`INSERT INTO deletion_log (zone_id, id, at, what, rule, before_on, rows)
            VALUES (${zoneId}, ${uuidv7()}, ${toIso(now)}, ${kept.what}, ${params.edition}, ${before}, ${rows})`.execute(tx);
        return rows;
      });
      all += gone;
    }
  }
  return all;
}

/** The same once a day and zone, by whichever process comes first. */
export async function keepNoLongerToday(house: House, zoneId: string): Promise<void> {
  const now = house.now();
  const tomorrow = toIso(startOfDay(addDays(dateOf(now), 1)));
  const { rows } = await sql`INSERT INTO job_leases (name, holder, until) VALUES (${`retention ${zoneId}`}, ${zoneId}, ${tomorrow})
    ON CONFLICT (name) DO UPDATE SET until = excluded.until WHERE job_leases.until <= ${toIso(now)}::timestamptz RETURNING name`.execute(
    house.db.kysely,
  );
  if (rows.length > 0) await keepNoLonger(house, zoneId);
}

/** What is kept how long, how much of it is due today, and what has gone. */
export async function retentionReport(house: House, tx: Tx, zoneId: string) {
  const now = house.now();
  const params = retentionAt(await loadPacks(tx, zoneId), now);
  const kinds = [];
  for (const kept of everythingKept(house)) {
    const before = mayGoBefore(now, kept.days(params));
    const { table, where } = kept.due(zoneId, before);
    const { rows } = await sql<{ due: number }>`SELECT count(*)::int AS due FROM ${sql.table(table)} WHERE ${where}`.execute(tx);
    kinds.push({ what: kept.what, label: kept.label, days: kept.days(params), before, due: rows[0]?.due ?? 0 });
  }
  const { rows: log } = await sql<{ at: Date; what: string; rule: string; before_on: string; rows: number }>`
    SELECT at, what, rule, before_on, rows FROM deletion_log WHERE zone_id = ${zoneId} ORDER BY id DESC LIMIT 200`.execute(tx);
  return {
    edition: params.edition,
    source: params.source,
    kinds,
    gone: log.map(({ at, before_on, ...line }) => ({ ...line, at: at.toISOString(), before: before_on })),
  };
}
