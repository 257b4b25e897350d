import { sql, type RawBuilder } from 'kysely';
import { dateOf, yearOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { creditFact } from '../../eligibility-records.ts';
import { knownPointsValues, type KnownValue } from '../../points-known-contract.ts';
import { yearToCome } from '../../points-records.ts';
import { equityReferral } from '../../referral-case.ts';
import { creditFactKinds } from '../../rules/credit-kinds.ts';
import { movedBy, placesBetween } from '../../rules/money-unit.ts';
import { itemsOf } from '../../rules/points-scheme.ts';
import { comparedToday, enter, type Entry } from './input-entries.ts';
import { schemeOfYear, stageDay } from './points-of.ts';

type Known = { firm_id: string; firm: string; value: string; evidence: string };
type Source = {
  readonly source: string;
  /** in 分, to be brought into the item's unit of money */
  readonly isMoney: boolean;
  /** of a year, as things stand on its last day or, while it runs, today */
  readonly select: (zoneId: string, year: number, day: IsoDate, today: IsoDate) => RawBuilder<Known>;
};

/**
 * What the zone's records hold for a year, by the name of the item it fills: what a zone calls otherwise is typed.
 * Only what a record says outright is among them; nothing is reckoned or guessed.
 */
const sources: Readonly<Record<string, Source>> = {
  获得风险投资金额: {
    source: `本区记录：${equityReferral.label.zh}`,
    isMoney: true,
    select: (zoneId, year) => sql<Known>`SELECT f.id AS firm_id, f.name AS firm, sum(r.invested)::text AS value,
        string_agg(r.invested_on::text, '、' ORDER BY r.invested_on) || ' 到账投资' AS evidence
      FROM equity_referrals r JOIN firms f ON f.zone_id = r.zone_id AND f.id = r.firm_id
      WHERE r.zone_id = ${zoneId} AND r.invested_on BETWEEN ${`${year}-01-01`}::date AND ${`${year}-12-31`}::date
      GROUP BY f.id, f.name HAVING sum(r.invested) > 0`,
  },
  [creditFactKinds.dishonest.zh]: {
    source: `本区记录：${creditFact.label.zh}`,
    isMoney: false,
    select: (zoneId, _, day, today) => sql<Known>`SELECT firm_id, firm, '1' AS value, evidence FROM (
        SELECT DISTINCT ON (f.id) f.id AS firm_id, f.name AS firm, c.value AS found, c.source || '，自 ' || c.from_on AS evidence
        FROM credit_facts c JOIN firms f ON f.zone_id = c.zone_id AND f.id = c.firm_id
        WHERE c.zone_id = ${zoneId} AND c.kind = 'dishonest' AND c.from_on <= ${day}::date
          AND (c.until_on IS NULL OR c.until_on >= ${day}::date) AND (c.ended_on IS NULL OR c.ended_on > ${today}::date)
        ORDER BY f.id, c.from_on DESC, c.id DESC) latest WHERE found = 'found'`,
  },
};

/** Serves what records already hold, so that nobody types it; what was entered otherwise is shown beside it and left alone. */
export function serveKnownValues(server: Server): void {
  serve(server, knownPointsValues, async ({ body: { year, write } }, ask) => {
    if (year > yearOf(dateOf(ask.now))) throw invalid([yearToCome]);
    const found = await foundFor(ask, year);
    const { added, changed } = await comparedToday(ask, found, year);
    const isWritten = write === 'missing';
    if (isWritten) await enter(ask, added, year, '从本区已有记录取数');
    const values = found.map((entry): KnownValue => {
      const { firmId, firm, code, name, unit, value, source, evidence } = entry;
      const entered = added.includes(entry) ? 'missing' : changed.includes(entry) ? 'other' : 'same';
      return { firmId, firm, code, name, unit, value, source, evidence, entered };
    });
    return { values, written: isWritten ? added.length : 0 };
  });
}

type Found = Entry & Pick<KnownValue, 'value' | 'evidence' | 'firm' | 'name' | 'unit'>;

async function foundFor(ask: Ask, year: number): Promise<Found[]> {
  const found: Found[] = [];
  for (const { code, name, unit } of itemsOf(await schemeOfYear(ask, year))) {
    const from = sources[name];
    if (!from) continue;
    const places = from.isMoney ? placesBetween('元', unit) : 0;
    if (places === undefined) continue;
    const { rows } = await from.select(ask.actor.zoneId, year, stageDay(year, ask.now), dateOf(ask.now)).execute(ask.tx);
    for (const { firm_id: firmId, firm, value, evidence } of rows) {
      const amount = from.isMoney ? movedBy(Number(value), places - 2) : Number(value);
      found.push({ firmId, firm, code, name, unit, state: 'value', value: amount, source: from.source, evidence });
    }
  }
  return found;
}
