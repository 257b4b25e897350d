import notices from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { sql } from 'kysely';
import { changedInForce } from '#kernel/server/cases/rules-in-force.ts';
import type { Tx } from '#kernel/server/database/door.ts';

type Day = { readonly date: string; readonly is_workday: boolean; readonly name: string };

const source = '国务院办公厅节假日安排通知（chinese-days 1.5.7 随附数据）';

/**
 * The State Council's exceptions of a year as the chinese-days package carries them: holidays, and the weekends
 * worked for them. Read as plain dates, since the package's own functions depend on the machine's time zone.
 * @returns nothing for a year that the package does not know
 */
export function knownWorkCalendar(year: number): readonly Day[] {
  const inYear = (days: Readonly<Record<string, string>>, is_workday: boolean) =>
    Object.entries(days)
      .filter(([date]) => date.startsWith(`${year}-`))
      .map(([date, label]) => ({ date, is_workday, name: nameOf(label, is_workday) }));
  return [...inYear(notices.holidays, false), ...inYear(notices.workdays, true)].sort((a, b) => (a.date < b.date ? -1 : 1));
}

/**
 * Loads the known years of a zone's working calendar, each with its source; what a person entered stays.
 * @returns the years loaded; an unknown year is left out, so that its limits say "provisional"
 */
export async function loadWorkCalendar(tx: Tx, zoneId: string, years: readonly number[]): Promise<number[]> {
  const loaded: number[] = [];
  for (const year of years) {
    const days = knownWorkCalendar(year);
    if (days.length === 0) continue;
    const { rows } = await sql`INSERT INTO work_calendar_years (zone_id, year, source)
      VALUES (${zoneId}, ${year}, ${source}) ON CONFLICT DO NOTHING RETURNING year`.execute(tx);
    if (rows.length === 0) continue;
    await sql`INSERT INTO work_calendar_entries (zone_id, date, is_workday, name)
      SELECT ${zoneId}, date, is_workday, name
      FROM jsonb_to_recordset(${JSON.stringify(days)}::jsonb) AS day (date date, is_workday boolean, name text)
      ON CONFLICT DO NOTHING`.execute(tx);
    loaded.push(year);
  }
  changedInForce(tx);
  return loaded;
}

/** "Spring Festival,春节,4" → 春节 */
function nameOf(label: string, isWorkday: boolean): string {
  const name = label.split(',')[1] ?? label;
  return isWorkday ? `${name}调休上班` : name;
}
