import { sql } from 'kysely';
import { z } from 'zod';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { projectionOf, storeProjections } from '#kernel/server/cases/project.ts';
import { addPack, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { refusedBySchema } from '#kernel/server/http/problem.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { accountOf } from '#kernel/rules/clock.ts';
import { dateOf, toIso } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { serviceRequest } from '../cases.ts';
import { adoptPolicy, previewPolicy, servicePolicy } from '../limits-contract.ts';
import { requestClocks } from '../rules/request-clocks.ts';
import { foldRequest } from '../rules/request-fold.ts';
import { defaultSla, requestLevels, slaAt, type SlaParams } from '../rules/sla.ts';

const limit = z.union([
  z.strictObject({ hours: z.number().positive().max(2000) }),
  z.strictObject({ workingDays: z.number().int().min(1).max(250) }),
]);
const level = z.strictObject({
  accept: limit,
  dispatch: limit,
  contact: limit,
  close: limit,
  extension: z.strictObject({ times: z.number().int().min(0).max(5), most: limit, by: z.enum(['dispatcher', 'zoneLeader']) }),
});
const share = z.number().min(0).max(1);
const days = z.number().int().min(0).max(60);

/** Every threshold of the service limits, none left out and none unknown. */
const Params: z.ZodType<SlaParams> = z.strictObject({
  levels: z.strictObject(
    Object.fromEntries(requestLevels.map((name) => [name, level])) as Record<(typeof requestLevels)[number], typeof level>,
  ),
  assist: limit,
  reportIn: limit,
  decideObjection: limit,
  verdict: limit,
  progress: limit,
  objectWithinDays: days,
  objectionsMost: days,
  waitingMostDays: days,
  extensionAskDays: days,
  reopeningsMost: days,
  reopenShare: share,
  yellow: z.strictObject({ workingDays: z.number().min(0).max(30), share }),
  chiefAfterDays: days,
  callBackShare: share,
  callBackAttempts: z.number().int().min(1).max(10),
  countExplained: z.boolean(),
});

/** Serves the editions of the limits; a change is previewed on the open cases before anyone adopts it. */
export function servePolicy(server: Server): void {
  serve(server, servicePolicy, async (_input, ask) => {
    const packs = (await loadPacks(ask.tx, ask.actor.zoneId)).filter((pack) => pack.code === defaultSla.code);
    const editions = packs.length > 0 ? packs : [defaultSla];
    return {
      editions: editions
        .map((pack) => ({ ...pack, params: pack.params as Record<string, unknown> }))
        .sort((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1)),
      inForce: slaAt(packs, ask.now).edition,
    };
  });
  serve(server, previewPolicy, async ({ body }, ask) => {
    const draft = packOf(body);
    const { calendar, packs } = await groundsOf(ask);
    const proposed = [...packs, draft];
    const moved: Moved[] = [];
    const open = await openRequests(ask);
    const histories = await historiesOf(
      ask.tx,
      ask.actor.zoneId,
      open.map((row) => row.id),
    );
    for (const row of open) {
      const state = foldRequest(row.id, histories.get(row.id) ?? []);
      const after = new Map(requestClocks(state, proposed).map((clock) => [clock.key, clock]));
      for (const clock of requestClocks(state, packs)) {
        const other = after.get(clock.key);
        const was = accountOf(clock.rule, clock.events, calendar, ask.now);
        if (!other || was.state === 'stopped') continue;
        const is = accountOf(other.rule, other.events, calendar, ask.now);
        if (was.dueAt === is.dueAt && was.lamp === is.lamp) continue;
        moved.push({
          requestId: row.id,
          number: row.number,
          title: row.title,
          clock: clock.label.zh,
          before: toIso(was.dueAt),
          after: toIso(is.dueAt),
          lampBefore: was.lamp,
          lampAfter: is.lamp,
        });
      }
    }
    return {
      looked: open.length,
      moved: moved.slice(0, 1000),
      turned: {
        toRed: moved.filter((one) => one.lampBefore !== 'red' && one.lampAfter === 'red').length,
        fromRed: moved.filter((one) => one.lampBefore === 'red' && one.lampAfter !== 'red').length,
      },
    };
  });
  serve(server, adoptPolicy, async ({ body }, ask) => {
    const pack = packOf(body);
    if (pack.effectiveFrom < dateOf(ask.now)) {
      throw invalid([
        {
          code: 'PACK_IN_PAST',
          rule: 'D-PACK',
          field: 'effectiveFrom',
          message: {
            zh: '新版本不能追溯生效，过去的日子仍按当时的规定',
            en: 'An edition cannot take effect in the past: earlier days keep the rule they had',
          },
        },
      ]);
    }
    if (!(await addPack(ask.tx, ask.actor.zoneId, pack, ask.now))) {
      throw invalid([
        {
          code: 'EDITION_TAKEN',
          field: 'edition',
          message: { zh: '已有同名版本，版本一经采用不再修改', en: 'That edition exists; an edition is never edited' },
        },
      ]);
    }
    await writeAudit(ask, [
      { action: 'adoptPolicy', subjectKind: 'rulePack', subjectId: `${pack.code} ${pack.edition}`, after: { ...pack } },
    ]);
    await reprojectOpen(ask);
    return { edition: pack.edition };
  });
}

type Moved = {
  requestId: string;
  number: string;
  title: string;
  clock: string;
  before: string;
  after: string;
  lampBefore: string;
  lampAfter: string;
};

function packOf(body: { edition: string; effectiveFrom: string; source: string; params: unknown }): RulePack<SlaParams> {
  const parsed = Params.safeParse(body.params, { reportInput: true });
  if (!parsed.success) throw refusedBySchema(parsed.error.issues.map((issue) => ({ ...issue, path: ['params', ...issue.path] })));
  return {
    code: defaultSla.code,
    edition: body.edition,
    effectiveFrom: body.effectiveFrom,
    source: body.source,
    confidence: 'D',
    params: parsed.data,
  };
}

async function openRequests(ask: Ask): Promise<{ id: string; number: string; title: string }[]> {
  const { rows } = await sql<{ id: string; number: string; title: string }>`SELECT id, number, title FROM service_requests
    WHERE zone_id = ${ask.actor.zoneId} AND closed_on IS NULL ORDER BY due_at NULLS LAST LIMIT 5000`.execute(ask.tx);
  return rows;
}

/** Due times of open requests are stored for lists and inboxes; a new edition in force today moves them at once. */
async function reprojectOpen(ask: Ask): Promise<void> {
  const grounds = await groundsOf(ask);
  const open = await openRequests(ask);
  const histories = await historiesOf(
    ask.tx,
    ask.actor.zoneId,
    open.map((row) => row.id),
  );
  const projections = open.map((row) =>
    projectionOf(serviceRequest, ask.actor.zoneId, row.id, histories.get(row.id) ?? [], grounds, ask.house.crypto),
  );
  await storeProjections(ask.tx, ask.actor.zoneId, serviceRequest, projections);
}
