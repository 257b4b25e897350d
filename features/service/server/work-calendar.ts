import { sql } from 'kysely';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { changedInForce, loadCalendar } from '#kernel/server/cases/rules-in-force.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { addWorkingDays } from '#kernel/rules/calendar.ts';
import { loadCalendarYear, reckonDeadline, workCalendar } from '../limits-contract.ts';

/** Serves the working calendar: what is loaded, a deadline reckoned aloud, and a year's notice taken in. */
export function serveWorkCalendar(server: Server): void {
  serve(server, reckonDeadline, async ({ query }, ask) => {
    const calendar = await loadCalendar(ask.tx, ask.actor.zoneId);
    const { date, provisional, missingYears } = addWorkingDays(calendar, query.from, query.workingDays, query.mode ?? 'excludeStart');
    return { date, provisional, missingYears: [...missingYears] };
  });
  serve(server, workCalendar, async (_input, ask) => {
    const zone = ask.actor.zoneId;
    const years = await sql<{
      year: number;
      source: string;
    }>`SELECT year, source FROM work_calendar_years WHERE zone_id = ${zone} ORDER BY year`.execute(ask.tx);
    const entries = await sql<{
      date: string;
      isWorkday: boolean;
      name: string;
    }>`SELECT date, is_workday AS "isWorkday", name FROM work_calendar_entries WHERE zone_id = ${zone} ORDER BY date`.execute(ask.tx);
    const { hours } = await loadCalendar(ask.tx, zone);
    return { years: years.rows, entries: entries.rows, hours: hours.map(([from, to]): [string, string] => [from, to]) };
  });
  serve(server, loadCalendarYear, async ({ params, body }, ask) => {
    const zone = ask.actor.zoneId;
    const outside = body.entries.filter((entry) => !entry.date.startsWith(`${params.year}-`));
    if (outside.length > 0) {
      throw invalid(
        outside.map((entry) => ({
          code: 'OTHER_YEAR',
          field: 'entries',
          message: { zh: `${entry.date} 不在 ${params.year} 年`, en: `${entry.date} is not in ${params.year}` },
        })),
      );
    }
    if (new Set(body.entries.map((entry) => entry.date)).size < body.entries.length) {
      throw invalid([{ code: 'DATE_TWICE', field: 'entries', message: { zh: '同一天出现两次', en: 'A day is given twice' } }]);
    }
    await sql`DELETE FROM work_calendar_entries WHERE zone_id = ${zone} AND date >= ${`${params.year}-01-01`}::date AND date <= ${`${params.year}-12-31`}::date`.execute(
      ask.tx,
    );
    await sql`INSERT INTO work_calendar_entries (zone_id, date, is_workday, name)
      SELECT ${zone}, (e->>'date')::date, (e->>'isWorkday')::boolean, e->>'name' FROM jsonb_array_elements(${JSON.stringify(body.entries)}::jsonb) e
      RETURNING 1`.execute(ask.tx);
    await sql`INSERT INTO work_calendar_years (zone_id, year, source) VALUES (${zone}, ${params.year}, ${body.source})
      ON CONFLICT (zone_id, year) DO UPDATE SET source = excluded.source`.execute(ask.tx);
    changedInForce(ask.tx);
    await writeAudit(ask, [
      {
        action: 'loadCalendarYear',
        subjectKind: 'workCalendar',
        subjectId: String(params.year),
        after: { source: body.source, entries: body.entries.length },
      },
    ]);
    return { year: params.year, entries: body.entries.length };
  });
}
