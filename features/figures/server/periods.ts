import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { addDays, addMonths, dateOf, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { instantOf } from '#kernel/server/cases/rules-in-force.ts';
import { figureValues } from '#kernel/server/figures/answer.ts';
import { seesAny, isLimited } from '#kernel/server/figures/values.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { freezePeriod, periodList, periodView } from '../period-contract.ts';
import { freezeFigure } from './freeze.ts';
import { thenAndNow } from './then-and-now.ts';

type View = AnswerOf<typeof periodView>;
type Row = {
  period: string;
  frozen_at: Date;
  frozen_by_name: string;
  note: string | null;
  missing: View['missing'];
  passport_ids: string[];
};

/** Serves the months: what is missing before they are frozen, what has moved afterwards. */
export function servePeriods(server: Server): void {
  serve(server, periodList, async (_input, ask) => {
    const { rows } = await sql<Row>`SELECT * FROM figure_periods WHERE zone_id = ${ask.actor.zoneId} ORDER BY period DESC`.execute(ask.tx);
    const frozen = new Set(rows.map((row) => row.period));
    const thisMonth = `${dateOf(ask.now).slice(0, 7)}-01`;
    const past = Array.from({ length: 6 }, (_, index) => addMonths(thisMonth, -1 - index).slice(0, 7));
    return {
      frozen: rows.map((row) => ({
        period: row.period,
        frozenAt: toIso(instantOf(row.frozen_at)),
        frozenBy: row.frozen_by_name,
        note: row.note,
        figures: row.passport_ids.length,
      })),
      open: past.filter((period) => !frozen.has(period)),
    };
  });
  serve(server, periodView, async ({ params }, ask) => {
    const asOf = lastDay(params.period);
    const over = asOf < dateOf(ask.now);
    const row = await periodRow(ask, params.period);
    return {
      period: params.period,
      asOf,
      over,
      frozen: row
        ? {
            frozenAt: toIso(instantOf(row.frozen_at)),
            frozenBy: row.frozen_by_name,
            note: row.note,
            missingThen: row.missing,
            figures: await thenAndNow(ask, row.passport_ids),
          }
        : null,
      missing: await missingOn(ask, over ? asOf : dateOf(ask.now)),
    };
  });
  serve(server, freezePeriod, async ({ body }, ask) => {
    const asOf = lastDay(body.period);
    if (asOf >= dateOf(ask.now)) {
      throw new Refused(409, {
        code: 'PERIOD_NOT_OVER',
        field: 'period',
        message: { zh: `${body.period} 还没有过完，${asOf} 之后才能冻结`, en: `${body.period} is not over; freeze it after ${asOf}` },
      });
    }
    await lockPeriods(ask);
    const earlier = await periodRow(ask, body.period);
    if (earlier) {
      throw new Refused(409, {
        code: 'PERIOD_FROZEN',
        field: 'period',
        message: {
          zh: `${body.period} 已由${earlier.frozen_by_name}冻结；之后的变化会显示为“更正”`,
          en: `${body.period} was frozen by ${earlier.frozen_by_name}; what changed since shows as restated`,
        },
      });
    }
    const missing = await missingOn(ask, asOf);
    const passports: string[] = [];
    for (const { declaration } of ask.house.figures.values()) {
      if (declaration.gap || !seesAny(ask, declaration.source.record) || isLimited(ask, declaration)) continue;
      passports.push((await freezeFigure(ask, { figureId: declaration.id, asOf, why: `${body.period} 月度冻结` })).id);
    }
    await sql`INSERT INTO figure_periods (zone_id, id, period, frozen_at, frozen_by, frozen_by_name, note, missing, passport_ids)
      VALUES (${ask.actor.zoneId}, ${uuidv7()}, ${body.period}, ${toIso(ask.now)}, ${ask.actor.userId}, ${ask.actor.name}, ${body.note ?? null},
        ${JSON.stringify(missing)}::jsonb, ${passports}::uuid[])`.execute(ask.tx);
    await writeAudit(ask, [
      {
        action: 'freezePeriod',
        subjectKind: 'figurePeriod',
        subjectId: body.period,
        why: body.note ?? null,
        after: { figures: passports.length },
      },
    ]);
    return { period: body.period, figures: passports.length, missing: missing.filter((one) => (one.value ?? 0) > 0).length };
  });
}

/** Two officers who freeze at once: the second waits, then reads what the first has done. Whoever writes rows of the zone does not wait. */
async function lockPeriods(ask: Ask): Promise<void> {
  await sql`SELECT 1 FROM zones WHERE id = ${ask.actor.zoneId} FOR NO KEY UPDATE`.execute(ask.tx);
}

async function periodRow(ask: Ask, period: string): Promise<Row | undefined> {
  const { rows } = await sql<Row>`SELECT * FROM figure_periods WHERE zone_id = ${ask.actor.zoneId} AND period = ${period}`.execute(ask.tx);
  return rows[0];
}

/** Inputs that figures say are missing, as far as the reader may see them, those with most first. */
async function missingOn(ask: Ask, asOf: IsoDate): Promise<View['missing']> {
  const gaps = [...ask.house.figures.values()].flatMap(({ declaration }) =>
    declaration.gap && seesAny(ask, declaration.source.record) ? [{ declaration, gap: declaration.gap }] : [],
  );
  const values = await figureValues(
    ask,
    gaps.map(({ declaration }) => declaration.id),
    { asOf },
  );
  return gaps
    .map(({ declaration, gap }, index) => ({
      figureId: declaration.id,
      label: declaration.label,
      owner: declaration.owner,
      value: values[index]?.value ?? null,
      mend: gap.mend,
      path: gap.path,
    }))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
}

function lastDay(period: string): IsoDate {
  return addDays(addMonths(`${period}-01`, 1), -1);
}
