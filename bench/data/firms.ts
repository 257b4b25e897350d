import { sql } from 'kysely';
import { firm } from '#features/registry/records.ts';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import type { Ask } from '#kernel/server/house.ts';
import { writeSearchEntries } from '#kernel/server/records/search.ts';
import { clearValues } from '#kernel/server/records/write.ts';
import { copyMark, firmIdOf } from './ids.ts';

type Row = Record<string, unknown>;

const first = [...'云启晨星海川金林华宏泰安瑞丰盛恒远明'];
const second = [...'拓峰源达创维锐科联智诚景澜翼宸峻'];
const digits = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Copies every firm of the zone so often, under names and codes of their own. @returns the id of each in the first copy */
export async function copyFirms(ask: Ask, copies: number): Promise<Map<string, string>> {
  const zoneId = ask.actor.zoneId;
  const { rows } = await sql<{ row: Row }>`SELECT to_jsonb(t) AS row FROM firms t WHERE zone_id = ${zoneId} ORDER BY id`.execute(ask.tx);
  const ids = new Map(rows.map(({ row }, n) => [String(row['id']), firmIdOf(String(row['id']), n)]));
  for (let copy = 0; copy < copies; copy += 1) {
    const mark = markOf(copy);
    const copied = rows.map(({ row }, n) => {
      const body = `91990100MA${inBase31(copy * rows.length + n).padStart(7, '0')}`;
      return {
        ...row,
        id: ids.get(String(row['id']))?.replace(copyMark, mark),
        merged_into_id: ids.get(String(row['merged_into_id']))?.replace(copyMark, mark) ?? null,
        name: `${first[copy % first.length] ?? ''}${second[(copy * 7 + (copy % 5)) % second.length] ?? ''}${String(row['name'])}`,
        uscc: row['uscc'] === null ? null : `${body}${usccCheckCharacter(body)}`,
      };
    });
    await sql`INSERT INTO firms SELECT * FROM jsonb_populate_recordset(NULL::firms, ${JSON.stringify(copied)}::jsonb)`.execute(ask.tx);
    await writeSearchEntries(
      ask.tx,
      zoneId,
      firm,
      copied.map((row) => ({ id: String(row.id), values: clearValues(ask, firm, row) })),
    );
  }
  return ids;
}

export function markOf(copy: number): string {
  return `-bead-c0de${copy.toString(16).padStart(4, '0')}`;
}

function inBase31(value: number): string {
  return value < 31 ? (digits[value] ?? '') : `${inBase31(Math.floor(value / 31))}${digits[value % 31] ?? ''}`;
}
