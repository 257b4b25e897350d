import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import { dateOf, yearOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { noteLooks } from '#kernel/server/access/consent.ts';
import { rowsFor } from '#kernel/server/access/policy.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { addPack, loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask, CaseServer, RecordServer } from '#kernel/server/house.ts';
import { invalid, notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { firmPoints, pointsAccount, pointsScheme, publishPointsScheme } from '../../points-contract.ts';
import { pointsInput, yearToCome } from '../../points-records.ts';
import { balanceOf } from '../../rules/points-account.ts';
import { adviceOf } from '../../rules/points-score.ts';
import { defaultPointsScheme, itemNamed, schemeOn, schemeRefusals, type Item, type PointsScheme } from '../../rules/points-scheme.ts';
import { accountName, accountOf, isSound } from './points-ledger.ts';
import { pointsOn, roundStatus, schemeOfYear } from './points-of.ts';
import { roundCases, roundRecords } from './round-server.ts';

/** Read once a transaction: a sheet brings thousands of values in one. */
const schemesOf = new WeakMap<Ask['tx'], Map<number, PointsScheme>>();

async function schemeIn(ask: Ask, year: number): Promise<PointsScheme> {
  const schemes = schemesOf.get(ask.tx) ?? new Map<number, PointsScheme>();
  schemesOf.set(ask.tx, schemes);
  const scheme = schemes.get(year) ?? (await schemeOfYear(ask, year));
  schemes.set(year, scheme);
  return scheme;
}

const inputServer: RecordServer = {
  declaration: pointsInput,
  async beforeWrite(ask, values) {
    const found = itemNamed(await schemeIn(ask, Number(values['year'])), String(values['indicator']).trim());
    const firmId = String(values['firmId']);
    const firmName = (await titlesByIds(ask, 'firm', [firmId])).get(firmId) ?? '';
    const own = ask.actor.roles.includes('enterpriseContact') && !ask.actor.roles.includes('financeOfficer');
    const title = `${firmName} ${String(values['year'])} ${found?.name ?? ''}`;
    return {
      values: {
        ...values,
        title,
        indicator: found?.code ?? values['indicator'],
        ...(own ? { source: `企业填报：${String(values['source'])}` } : {}),
      },
      refusals: [
        ...inputRefusals(found, values, yearOf(dateOf(ask.now))),
        ...(own && found && found.kind !== 'indicator' ? [zoneEnters] : []),
        ...(own ? await publicRefusals(ask, Number(values['year'])) : []),
      ],
    };
  },
};

export const pointsRecords: readonly RecordServer[] = [inputServer, ...roundRecords];
export const pointsCases: readonly CaseServer[] = roundCases;

/** Nobody lifts their own veto: what adds, takes off or forbids a score is entered by the zone. */
const zoneEnters: Refusal = {
  code: 'ZONE_ENTERS',
  field: 'indicator',
  rule: 'PTS-INPUT',
  message: {
    zh: '加分、扣分和否决项由园区录入；有异议请在公示期内提出',
    en: 'The zone enters bonuses, penalties and vetoes; object while points are public',
  },
};

/** What is public or frozen, a firm does not change by itself: it objects, or the zone corrects. */
async function publicRefusals(ask: Ask, year: number): Promise<Refusal[]> {
  const status = await roundStatus(ask, year);
  if (status === 'gathering') return [];
  const message =
    status === 'publicity'
      ? t(
          `${year} 年度积分正在公示，不再直接填报；数据有误或漏报请提出异议，附上佐证`,
          `The points of ${year} are public: object, with evidence, to what is wrong or missing`,
        )
      : t(
          `${year} 年度积分已过公示期，不再直接填报；有误请联系园区金融服务专员核实更正`,
          `The publicity of ${year} is over: ask the zone’s finance officer to look into it and correct it`,
        );
  return [{ code: 'YEAR_PUBLIC', field: 'year', rule: 'PTS-PUBLICITY', message }];
}

function inputRefusals(found: Item | undefined, values: Readonly<Record<string, unknown>>, thisYear: number): Refusal[] {
  if (!found)
    return [
      {
        code: 'INDICATOR_UNKNOWN',
        field: 'indicator',
        rule: 'PTS-INPUT',
        message: { zh: '该年度方案没有这个指标', en: 'The scheme of that year has no such indicator' },
      },
    ];
  const refusals: Refusal[] = [];
  if (Number(values['year']) > thisYear) refusals.push(yearToCome);
  if (typeof values['value'] === 'number' && values['value'] < 0 && !found.mayBeNegative)
    refusals.push({
      code: 'VALUE_NEGATIVE',
      field: 'value',
      rule: 'PTS-INPUT',
      message: { zh: `${found.name}不能为负`, en: `${found.name} cannot be below zero` },
    });
  return refusals;
}

/** Serves the scheme, its publication, and a firm's points as of any day. */
export function servePoints(server: Server): void {
  serve(server, pointsScheme, async ({ query }, ask) => schemeOn(await loadPacks(ask.tx, ask.actor.zoneId), query.on ?? dateOf(ask.now)));
  serve(server, publishPointsScheme, async ({ body }, ask) => {
    const scheme = body.scheme as PointsScheme;
    const refusals = schemeRefusals(scheme);
    if (body.effectiveFrom < dateOf(ask.now))
      refusals.push({
        code: 'EDITION_BACKDATED',
        field: 'effectiveFrom',
        rule: 'PTS-SCHEME',
        message: { zh: '新方案不能追溯：生效日不早于今天', en: 'No edition for days gone by: from today on' },
      });
    refusals.push(...(await takenRefusals(ask, body)));
    if (refusals.length > 0) throw invalid(refusals);
    const pack = {
      code: 'points.scheme',
      edition: body.edition,
      effectiveFrom: body.effectiveFrom,
      source: body.source,
      confidence: 'D' as const,
      params: scheme,
    };
    await addPack(ask.tx, ask.actor.zoneId, pack, ask.now);
    await writeAudit(ask, [
      { action: 'publishPointsScheme', subjectKind: 'rulePack', subjectId: `points.scheme ${body.edition}`, after: body },
    ]);
    return { edition: body.edition };
  });
  serve(server, firmPoints, async ({ params, query }, ask) => {
    const firm = await firmSeen(ask, params.id);
    const on = query.on ?? dateOf(ask.now);
    const { year, years, pack, trace, standing } = await pointsOn(ask, { id: params.id, registeredOn: firm.registeredOn }, on, query.year);
    return { firm: firm.name, year, on, edition: pack.edition, source: pack.source, years, trace, standing, advice: adviceOf(trace) };
  });
  serve(server, pointsAccount, async ({ params, query }, ask) => {
    await firmSeen(ask, params.id);
    const year = query.year ?? yearOf(dateOf(ask.now)) - 1;
    const entries = await accountOf(ask, params.id, year);
    const plain = entries.map(({ entry }) => entry);
    return { entries: plain, balance: balanceOf(plain), isSound: isSound(accountName(params.id, year), entries) };
  });
}

/** One edition a name and a day; two officers who publish at once do so one after the other. */
async function takenRefusals(ask: Ask, { edition, effectiveFrom }: { edition: string; effectiveFrom: IsoDate }): Promise<Refusal[]> {
  await sql`SELECT 1 FROM zones WHERE id = ${ask.actor.zoneId} FOR NO KEY UPDATE`.execute(ask.tx);
  const own = (await loadPacks(ask.tx, ask.actor.zoneId)).filter(({ code }) => code === defaultPointsScheme.code);
  const sameDay = own.find((one) => one.effectiveFrom === effectiveFrom)?.edition;
  if ([defaultPointsScheme, ...own].some((one) => one.edition === edition))
    return [
      {
        code: 'EDITION_TAKEN',
        field: 'edition',
        rule: 'PTS-SCHEME',
        message: t('已有同名的版本；发布过的不改，请另起名', 'An edition of that name is published; give another name'),
      },
    ];
  if (sameDay === undefined) return [];
  return [
    {
      code: 'EDITION_SAME_DAY',
      field: 'effectiveFrom',
      rule: 'PTS-SCHEME',
      message: t(
        `“${sameDay}”也自 ${effectiveFrom} 生效，一天只能有一个版本；请另选生效日`,
        `“${sameDay}” takes effect on ${effectiveFrom} too, and a day has one edition: choose another day`,
      ),
    },
  ];
}

/** The firm, if this actor may read its points: the same sentences as of its inputs, the firm's consent among them. */
async function firmSeen(ask: Ask, id: string): Promise<{ name: string; registeredOn: IsoDate | null }> {
  const { rows } = await sql<{ id: string; firm_id: string; name: string; registered_on: IsoDate | null }>`
    SELECT t.* FROM (SELECT zone_id, id, id AS firm_id, name, registered_on FROM firms WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}) t
    WHERE ${rowsFor(pointsInput, ask.actor, 'read')}`.execute(ask.tx);
  const row = rows[0];
  if (!row) throw notFound(t('企业', 'Firm'));
  await noteLooks(ask, pointsInput, rows, 'read');
  return { name: row.name, registeredOn: row.registered_on };
}
