import { Worker } from 'node:worker_threads';
import { sql } from 'kysely';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { t } from '#kernel/contract/text.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { listLiveFirms } from '#features/registry/server/index.ts';
import { acceptPlan, planLinks } from '../links-contract.ts';
import { candidatesOf, linkProgramme, linkReason, type PlannedFirm, type PlannedSpecialist } from '../rules/link-plan.ts';
import { guardSpecialists, setLink } from './specialist-links.ts';

type Solved = { readonly status: string; readonly cost: number; readonly chosen: readonly string[] };

/** Candidates kept of each firm; more only if capacities leave no plan among these (measured: 12 lose nothing). */
const widths = [12, 40, 1000];

/** Serves the plan that assigns firms to specialists: a proposal with a reason for every change, then what was accepted of it. */
export function serveLinkPlan(server: Server): void {
  serve(server, planLinks, async ({ body }, ask) => {
    const began = performance.now();
    const { firms, specialists, loads } = await worldOf(ask);
    if (specialists.length === 0)
      throw new Refused(409, { code: 'NO_SPECIALISTS', message: t('还没有红领专员', 'There are no specialists yet') });
    const most = body.mostPerSpecialist ?? Math.max(1, Math.ceil((firms.length / specialists.length) * 1.1));
    if (most * specialists.length < firms.length) {
      throw new Refused(409, {
        code: 'TOO_FEW_SPECIALISTS',
        message: t(
          `${specialists.length} 位专员每人 ${most} 家，放不下 ${firms.length} 家企业`,
          `${specialists.length} specialists with ${most} firms each cannot take ${firms.length}`,
        ),
      });
    }
    const locked = new Map((body.locked ?? []).map((pair) => [pair.firmId, pair.specialistId]));
    const plan = await solve(firms, specialists, body.keepExisting ?? true, locked, most);
    const titles = await titlesByIds(
      ask,
      'firm',
      firms.map((firm) => firm.id),
    );
    const names = await titlesByIds(
      ask,
      'user',
      specialists.map((one) => one.id),
    );
    const after = new Map(specialists.map((one) => [one.id, 0]));
    const changes = plan.pairs.flatMap(({ firm, specialist }) => {
      after.set(specialist.id, (after.get(specialist.id) ?? 0) + 1);
      if (firm.presentId === specialist.id) return [];
      return [
        {
          firmId: firm.id,
          firm: titles.get(firm.id) ?? '—',
          specialistId: specialist.id,
          specialist: names.get(specialist.id) ?? '—',
          previousId: firm.presentId,
          previous: firm.presentId ? (names.get(firm.presentId) ?? null) : null,
          reason: linkReason(firm, specialist, firm.presentId ? (loads.get(firm.presentId) ?? 0) : 0, most),
        },
      ];
    });
    return {
      changes,
      kept: firms.length - changes.length,
      cost: plan.cost,
      optimal: plan.status === 'Optimal',
      seconds: Math.round((performance.now() - began) / 10) / 100,
      loads: specialists.map((one) => ({
        specialistId: one.id,
        specialist: names.get(one.id) ?? '—',
        before: loads.get(one.id) ?? 0,
        after: after.get(one.id) ?? 0,
      })),
    };
  });
  serve(server, acceptPlan, async ({ body }, ask) => {
    await guardSpecialists(
      ask,
      body.changes.map((change, index) => ({ field: `changes.${index}.specialistId`, userId: change.specialistId })),
    );
    const { firms } = await worldOf(ask);
    const present = new Map(firms.map((firm) => [firm.id, firm.presentId]));
    const today = dateOf(ask.now);
    for (const { firmId, specialistId } of body.changes) {
      await setLink(ask, firmId, present.get(firmId) ?? null, specialistId, today, addDays(today, -1), body.reason ?? '挂钩方案');
    }
    await writeAudit(ask, [
      { action: 'acceptLinkPlan', subjectKind: 'specialistLink', subjectId: '*', after: { changes: body.changes.length } },
    ]);
    return { changed: body.changes.length };
  });
}

async function solve(
  firms: readonly PlannedFirm[],
  specialists: readonly PlannedSpecialist[],
  keep: boolean,
  locked: ReadonlyMap<string, string>,
  most: number,
) {
  for (const width of widths) {
    const candidates = candidatesOf(firms, specialists, keep, locked, width);
    const solved = await run(linkProgramme(candidates, most));
    if (solved.status !== 'Optimal') continue;
    const pairs = solved.chosen.flatMap((name) => {
      const [firm, specialist] = name.slice(1).split('_').map(Number);
      const pair = { firm: firms[firm ?? -1], specialist: specialists[specialist ?? -1] };
      return pair.firm && pair.specialist ? [{ firm: pair.firm, specialist: pair.specialist }] : [];
    });
    return { ...solved, pairs };
  }
  throw new Refused(409, {
    code: 'NO_PLAN',
    message: t('在这些限制下没有可行的方案，请放宽每人上限或减少锁定', 'No plan fits these limits; allow more firms each or lock fewer'),
  });
}

function run(programme: string): Promise<Solved> {
  return new Promise((done, fail) => {
    const worker = new Worker(new URL('./link-solver.ts', import.meta.url), {
      workerData: programme,
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
    worker.once('message', (solved: Solved) => {
      done(solved);
      void worker.terminate();
    });
    worker.once('error', fail);
  });
}

/** Live firms with their present specialist; specialists with the parks and chains they know from their firms. */
async function worldOf(ask: Ask): Promise<{ firms: PlannedFirm[]; specialists: PlannedSpecialist[]; loads: Map<string, number> }> {
  const zone = ask.actor.zoneId;
  const today = dateOf(ask.now);
  const { rows: links } = await sql<{
    firm_id: string;
    specialist_id: string;
  }>`SELECT DISTINCT ON (firm_id) firm_id, specialist_id FROM specialist_links
    WHERE zone_id = ${zone} AND ended_on IS NULL AND from_on <= ${today}::date AND (to_on IS NULL OR to_on >= ${today}::date)
    ORDER BY firm_id, from_on DESC, id`.execute(ask.tx);
  const present = new Map(links.map((link) => [link.firm_id, link.specialist_id]));
  const live = await listLiveFirms(ask.tx, zone, today);
  const firms = live
    .filter((firm) => firm.status === 'operating')
    .map((firm): PlannedFirm => ({
      id: firm.id,
      parkId: firm.parkId,
      segment: firm.industrySegment,
      presentId: present.get(firm.id) ?? null,
    }));
  const { rows: people } = await sql<{
    id: string;
  }>`SELECT DISTINCT u.id FROM users u JOIN role_grants g ON g.zone_id = u.zone_id AND g.user_id = u.id
    WHERE u.zone_id = ${zone} AND g.role = 'specialist' AND u.ended_on IS NULL AND g.from_on <= ${today}::date AND (g.to_on IS NULL OR g.to_on >= ${today}::date) ORDER BY u.id`.execute(
    ask.tx,
  );
  const own = Map.groupBy(firms, (firm) => firm.presentId ?? '');
  return {
    firms,
    specialists: people.map(({ id }) => ({ id, parks: knownBy(own.get(id), 'parkId'), segments: knownBy(own.get(id), 'segment') })),
    loads: new Map(people.map(({ id }) => [id, own.get(id)?.length ?? 0])),
  };
}

/** What at least a tenth of somebody's firms have in common. */
function knownBy(firms: readonly PlannedFirm[] | undefined, what: 'parkId' | 'segment'): Set<string> {
  const counts = Map.groupBy(firms ?? [], (firm) => firm[what] ?? '');
  return new Set([...counts].filter(([value, some]) => value !== '' && some.length * 10 >= (firms?.length ?? 0)).map(([value]) => value));
}
