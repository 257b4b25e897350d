import { sql } from 'kysely';
import { dateOf, yearOf, type IsoDate } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import type { SchemeComparison, ScoreChange } from '../../scheme-contract.ts';
import { scoreOnly, type ValuesByCode } from '../../rules/points-fast.ts';
import { schemeOn, type PointsScheme } from '../../rules/points-scheme.ts';
import { stageOf } from '../../rules/points-score.ts';
import { zoneValues } from './scheme-zone.ts';

const shown = 20;

/** Scores every firm of the year by the edition in force and by the draft; a firm that only changes its stage counts too. */
export async function compareSchemes(ask: Ask, draft: PointsScheme, asked: number | undefined): Promise<SchemeComparison> {
  const { zoneId } = ask.actor;
  const today = dateOf(ask.now);
  const { rows } = await sql<{
    year: number;
  }>`SELECT DISTINCT year FROM points_inputs WHERE zone_id = ${zoneId} ORDER BY year DESC`.execute(ask.tx);
  const years = rows.map(({ year }) => year);
  const year = asked ?? years[0] ?? yearOf(today) - 1;
  const asOf = today < `${year}-12-31` ? today : `${year}-12-31`;
  const pack = schemeOn(await loadPacks(ask.tx, zoneId), today);
  let [firms, higher, lower, otherStage, sumBefore, sumAfter] = [0, 0, 0, 0, 0, 0];
  const changes: ScoreChange[] = [];
  for await (const { id, name, registeredOn, values } of zoneValues(ask, year, today)) {
    const [before, after] = [reckoned(pack.params, registeredOn, asOf, values), reckoned(draft, registeredOn, asOf, values)];
    firms += 1;
    sumBefore += Math.round(before.score * 100);
    sumAfter += Math.round(after.score * 100);
    if (after.score > before.score) higher += 1;
    if (after.score < before.score) lower += 1;
    if (after.stage !== before.stage) otherStage += 1;
    if (after.score !== before.score || after.stage !== before.stage) changes.push({ id, name, before, after });
  }
  const mean = (cents: number) => (firms === 0 ? null : Math.round(cents / firms) / 100);
  const size = ({ before, after }: ScoreChange) => Math.abs(after.score - before.score);
  return {
    year,
    years,
    edition: pack.edition,
    firms,
    higher,
    lower,
    same: firms - higher - lower,
    otherStage,
    before: mean(sumBefore),
    after: mean(sumAfter),
    biggest: changes.toSorted((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1)).slice(0, shown),
  };
}

function reckoned(scheme: PointsScheme, registeredOn: IsoDate | null, asOf: IsoDate, values: ValuesByCode): ScoreChange['before'] {
  const stage = stageOf(registeredOn, asOf, scheme);
  return { stage, score: scoreOnly(scheme, stage, values).score };
}
