import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { instructorAssignment } from '../people-records.ts';
import { acceptInstructorPlan, planInstructors } from '../plan-contract.ts';
import { gapOf } from '../rules/coverage.ts';
import {
  dealGuides,
  familiarity,
  guideModel,
  guideProgramme,
  instructorsMissing,
  type Guide,
  type UnguidedFirm,
} from '../rules/instructor-plan.ts';
import { coverageOfDay, type CoverageOfDay, type FirmOfDay } from './covered-firms.ts';
import { solveProgramme } from './plan-thread.ts';

/** Serves the instructor plan: who should look after which firm, and how many more are needed where (§1.3, §1.4). */
export function serveInstructorPlan(server: Server): void {
  serve(server, planInstructors, async ({ body }, ask) => {
    const began = performance.now();
    const day = await coverageOfDay(ask, dateOf(ask.now));
    const each = body.most ?? day.rules.coverage.firmsPerInstructor;
    const firms = day.firms
      .filter((one) => needsInstructor(one, day) && (body.parkId === undefined || one.firm.parkId === body.parkId))
      .map(unguided);
    const guides = await guidesOf(ask, day, each);
    const model = guideModel(
      firms,
      guides.map(({ guide }) => guide),
    );
    const solution =
      firms.length === 0 || guides.length === 0 ? { optimal: true, values: [] } : await solveProgramme(guideProgramme(model), 15);
    const pairs = dealGuides(model, solution.values);
    const served = new Set(pairs.map(({ firm }) => firm.id));
    const missing = instructorsMissing(
      firms.filter((firm) => !served.has(firm.id)),
      each,
    );
    const parks = await titlesByIds(
      ask,
      'place',
      [...missing.keys()].filter((id) => id !== null),
    );
    const perPark = Map.groupBy(
      firms.filter((firm) => !served.has(firm.id)),
      (firm) => firm.parkId,
    );
    return {
      pairs: pairs.map(({ firm, guide }) => ({
        firmId: firm.id,
        firm: firm.name,
        userId: guide.id,
        user: guide.name,
        why: whyPair(firm, guide),
      })),
      unserved: firms.length - served.size,
      missing: [...missing].map(([parkId, instructors]) => ({
        parkId,
        park: parkId === null ? '未登记园区' : (parks.get(parkId) ?? '—'),
        firms: perPark.get(parkId)?.length ?? 0,
        instructors,
      })),
      loads: guides.map(({ guide, before }) => ({
        userId: guide.id,
        user: guide.name,
        before,
        after: before + pairs.filter((pair) => pair.guide.id === guide.id).length,
      })),
      optimal: solution.optimal,
      seconds: Math.round((performance.now() - began) / 10) / 100,
    };
  });
  serve(server, acceptInstructorPlan, async ({ body }, ask) => {
    const fromOn = body.fromOn ?? dateOf(ask.now);
    const { rows } = await sql<{
      user_id: string;
    }>`SELECT DISTINCT user_id FROM instructor_assignments WHERE zone_id = ${ask.actor.zoneId} AND kind = 'instructor'`.execute(ask.tx);
    const known = new Set(rows.map((row) => row.user_id));
    const strangers = body.pairs.flatMap(({ userId }, index) => (known.has(userId) ? [] : [index]));
    if (strangers.length > 0) {
      throw invalid(
        strangers.map((index) => ({
          code: 'NO_INSTRUCTOR',
          rule: '1.4',
          field: `pairs.${index}.userId`,
          message: t('此人还不是党建指导员，请先登记一家企业', 'This person is no instructor yet; assign a first firm by hand'),
        })),
      );
    }
    await insertRows(
      ask,
      instructorAssignment,
      body.pairs.map(({ firmId, userId }) => ({ firmId, userId, kind: 'instructor', fromOn })),
      '指导员规划',
    );
    return { assigned: body.pairs.length };
  });
}

function needsInstructor(one: FirmOfDay, day: CoverageOfDay): boolean {
  const { gap } = gapOf(one, { ownBranchMin: day.rules.ownBranchMin, baseEmployeesMin: day.rules.coverage.baseEmployeesMin });
  return (
    one.operating && !one.own && !one.joint && !one.instructor && (gap === 'instructor' || gap === 'jointBranch' || gap === 'ownBranch')
  );
}

function unguided(one: FirmOfDay): UnguidedFirm {
  return {
    id: one.id,
    name: one.firm.name,
    parkId: one.firm.parkId,
    chainIds: one.chainIds,
    fullMembers: one.fullMembers,
    employees: one.employees ?? 0,
  };
}

/** Everybody who is an instructor today, how many firms they have, and the parks and chains that they know from them. */
async function guidesOf(ask: Ask, day: CoverageOfDay, each: number): Promise<{ readonly guide: Guide; readonly before: number }[]> {
  const { rows } = await sql<{
    user_id: string;
    name: string;
    firm_ids: string[];
  }>`SELECT a.user_id, u.name, array_agg(DISTINCT a.firm_id) AS firm_ids
    FROM instructor_assignments a JOIN users u ON u.zone_id = a.zone_id AND u.id = a.user_id
    WHERE a.zone_id = ${ask.actor.zoneId} AND a.kind = 'instructor' AND ${holdsOn('a', day.asOf)} GROUP BY a.user_id, u.name ORDER BY u.name, a.user_id`.execute(
    ask.tx,
  );
  const byId = new Map(day.firms.map((one) => [one.id, one]));
  return rows.map((row) => {
    const firms = row.firm_ids.flatMap((id) => byId.get(id) ?? []);
    return {
      before: row.firm_ids.length,
      guide: {
        id: row.user_id,
        name: row.name,
        room: Math.max(0, each - row.firm_ids.length),
        parks: new Set(firms.flatMap((one) => one.firm.parkId ?? [])),
        chains: new Set(firms.flatMap((one) => one.chainIds)),
      },
    };
  });
}

function whyPair(firm: UnguidedFirm, guide: Guide) {
  const known = familiarity(guide, firm);
  const place = known >= 2 ? t('同园区', 'same park') : t('人手有余', 'has room');
  const trade = known % 2 === 1 ? t('，熟悉该产业链', ', knows the chain') : t('', '');
  const members =
    firm.fullMembers > 0 ? t(`；企业有 ${firm.fullMembers} 名正式党员`, `; the firm has ${firm.fullMembers} full members`) : t('', '');
  return t(`${place.zh}${trade.zh}${members.zh}（§1.3）`, `${place.en}${trade.en}${members.en} (§1.3)`);
}
