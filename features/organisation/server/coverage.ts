import type { AnswerOf, InputOf } from '#kernel/contract/endpoint.ts';
import { t, type Text } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { writeWorkbook, xlsxType } from '#kernel/server/sheets/write-workbook.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import { scaleClasses } from '#features/registry/choices.ts';
import { firm as firmRecord } from '#features/registry/records.ts';
import { coverage, coverageFirms, coverageSheet, firmParty, gapGrid, numberReaders } from '../contract.ts';
import {
  counts,
  coverageMeasures,
  coverageWords,
  gapOf,
  gapWords,
  inBase,
  shareOf,
  type CoverageBase,
  type CoverageMeasure,
  type Share,
} from '../rules/coverage.ts';
import { coverageOfDay, type CoverageOfDay, type FirmOfDay } from './covered-firms.ts';

type Cut = InputOf<typeof coverage>['query'];
type CoverageRow = AnswerOf<typeof coverage>['rows'][number];

/** Serves the two coverages as of any day; every rate opens the firms in its numerator and below its line. */
export function serveCoverage(server: Server): void {
  serve(server, coverage, async ({ query }, ask) => {
    const day = await coverageOfDay(ask, query.asOf ?? dateOf(ask.now));
    return coverageOf(ask, day, query);
  });
  serve(server, coverageFirms, async ({ query }, ask) => {
    const day = await coverageOfDay(ask, query.asOf ?? dateOf(ask.now));
    const base = query.base ?? 'operating';
    const thresholds = thresholdsOf(day);
    const chosen = cutOf(day.firms, query).filter((firm) => {
      const { below, above } = counts(firm, query.measure, base, thresholds);
      if (query.gap !== undefined && gapOf(firm, thresholds).gap !== query.gap) return false;
      return query.side === 'above' ? above : query.side === 'missing' ? below && !above : below;
    });
    const sorted = chosen.toSorted((a, b) => b.fullMembers - a.fullMembers || (a.firm.name < b.firm.name ? -1 : 1));
    const from = query.after ?? 0;
    const page = sorted.slice(from, from + (query.limit ?? 100));
    const parks = await titlesByIds(ask, 'place', [...new Set(page.flatMap((firm) => firm.firm.parkId ?? []))]);
    const chains = await titlesByIds(ask, 'chain', [...new Set(page.flatMap((firm) => firm.chainIds))]);
    return {
      total: chosen.length,
      rows: page.map((firm) => ({
        id: firm.id,
        name: firm.firm.name,
        parkId: firm.firm.parkId,
        park: firm.firm.parkId === null ? null : (parks.get(firm.firm.parkId) ?? null),
        chains: firm.chainIds.map((chainId) => chains.get(chainId) ?? '—'),
        scaleClass: firm.firm.scaleClass,
        employees: firm.employees,
        fullMembers: firm.fullMembers,
        probationary: firm.numbers?.probationary ?? 0,
        membersBasis: firm.numbers?.basis ?? null,
        own: firm.own,
        joint: firm.joint,
        instructor: firm.instructor,
        liaison: firm.liaison,
        organisations: firm.organisations.map(({ id, name }) => ({ id, name })),
        counted: counts(firm, query.measure, base, thresholds).above,
        ...gapOf(firm, thresholds),
      })),
    };
  });
  serve(server, gapGrid, async ({ query }, ask) =>
    gapsOf(ask, await coverageOfDay(ask, query.asOf ?? dateOf(ask.now)), query.base ?? 'operating'),
  );
  serve(server, firmParty, async ({ params }, ask) => {
    await storedRow(ask, firmRecord, params.id, 'read');
    const day = await coverageOfDay(ask, dateOf(ask.now), params.id);
    const own = day.firms[0];
    if (!own) throw notFound(firmRecord.label);
    const { gap, why } = gapOf(own, thresholdsOf(day));
    const seesNumbers = ask.actor.roles.some((role) => numberReaders.includes(role));
    return {
      organisations: own.organisations.map(({ id, name }) => ({ id, name })),
      fullMembers: seesNumbers ? own.fullMembers : null,
      probationary: seesNumbers ? (own.numbers?.probationary ?? 0) : null,
      basis: own.numbers?.basis ?? null,
      gap,
      why: seesNumbers ? why : gapWords[gap],
      instructor: own.instructor,
      instructorVisited: own.instructorVisited,
      liaison: own.liaison,
    };
  });
  serve(server, coverageSheet, async ({ query }, ask) => {
    const day = await coverageOfDay(ask, query.asOf ?? dateOf(ask.now));
    const answer = await coverageOf(ask, day, { ...query, by: query.by ?? 'park' });
    const whole: CoverageRow = { key: null, name: t('合计', 'All'), measures: answer.measures, gaps: 0, members: 0 };
    const content = await writeWorkbook(
      {
        title: '两个覆盖统计表',
        notes: `截至 ${answer.asOf}　口径：${answer.base === 'operating' ? '实体运营企业' : `从业人员 ${day.rules.coverage.baseEmployeesMin} 人以上`}　依据：${answer.edition}　制表人：${ask.actor.name}`,
        columns: [
          { name: 'name', label: t(by[query.by ?? 'park'], 'By') },
          { name: 'firms', label: t('企业数', 'Firms') },
          ...coverageMeasures.flatMap((measure) => [
            { name: `${measure}Above`, label: t(`${coverageWords[measure].label.zh.replace('率', '')}数`, 'Counted') },
            { name: `${measure}Rate`, label: coverageWords[measure].label },
          ]),
        ],
      },
      [...answer.rows, whole].map((row) => sheetRow(row)),
    );
    await writeAudit(ask, [{ action: 'export', subjectKind: 'coverage', subjectId: '*', after: { query } }]);
    return { fileName: `两个覆盖统计表-${answer.asOf}.xlsx`, contentType: xlsxType, content };
  });
}

const by = { chain: '产业链', park: '园区', scale: '规模' } as const;

function thresholdsOf(day: CoverageOfDay) {
  return { ownBranchMin: day.rules.ownBranchMin, baseEmployeesMin: day.rules.coverage.baseEmployeesMin };
}

function cutOf(firms: readonly FirmOfDay[], { chainId, parkId, scaleClass }: Pick<Cut, 'chainId' | 'parkId' | 'scaleClass'>): FirmOfDay[] {
  return firms.filter(
    (one) =>
      (chainId === undefined || one.chainIds.includes(chainId)) &&
      (parkId === undefined || one.firm.parkId === parkId) &&
      (scaleClass === undefined || one.firm.scaleClass === scaleClass),
  );
}

async function coverageOf(ask: Ask, day: CoverageOfDay, query: Cut): Promise<AnswerOf<typeof coverage>> {
  const base = query.base ?? 'operating';
  const firms = cutOf(day.firms, query);
  return {
    asOf: day.asOf,
    base,
    edition: day.edition,
    firms: firms.length,
    measures: measuresOf(firms, day, base),
    rows: query.by === undefined ? [] : await rowsBy(ask, day, firms, query.by, base),
  };
}

function measuresOf(firms: readonly FirmOfDay[], day: CoverageOfDay, base: CoverageBase): Record<CoverageMeasure, Share> {
  const thresholds = thresholdsOf(day);
  return Object.fromEntries(coverageMeasures.map((measure) => [measure, shareOf(firms, measure, base, thresholds)])) as Record<
    CoverageMeasure,
    Share
  >;
}

/** A firm on several chains stands in each chain's row; the whole zone counts it once. */
async function rowsBy(
  ask: Ask,
  day: CoverageOfDay,
  firms: readonly FirmOfDay[],
  cut: 'chain' | 'park' | 'scale',
  base: CoverageBase,
): Promise<CoverageRow[]> {
  const groups = new Map<string | null, FirmOfDay[]>();
  for (const firm of firms) {
    const keys =
      cut === 'chain' ? (firm.chainIds.length > 0 ? firm.chainIds : [null]) : [cut === 'park' ? firm.firm.parkId : firm.firm.scaleClass];
    for (const key of keys) groups.set(key, [...(groups.get(key) ?? []), firm]);
  }
  const ids = [...groups.keys()].filter((key) => key !== null);
  const titles = cut === 'scale' ? new Map<string, string>() : await titlesByIds(ask, cut === 'chain' ? 'chain' : 'place', ids);
  const nameOf = (key: string | null): Text => {
    if (key === null) return t(`未登记${by[cut]}`, 'Not stated');
    if (cut === 'scale') return scaleClasses[key as keyof typeof scaleClasses] ?? t(key, key);
    return t(titles.get(key) ?? '—', titles.get(key) ?? '—');
  };
  const thresholds = thresholdsOf(day);
  return [...groups]
    .map(([key, own]) => ({
      key,
      name: nameOf(key),
      measures: measuresOf(own, day, base),
      gaps: own.filter((firm) => gapOf(firm, thresholds).gap !== 'none').length,
      members: own.reduce((sum, firm) => sum + firm.fullMembers + (firm.numbers?.probationary ?? 0), 0),
    }))
    .sort((a, b) => Number(a.key === null) - Number(b.key === null) || (a.name.zh < b.name.zh ? -1 : 1));
}

async function gapsOf(ask: Ask, day: CoverageOfDay, base: CoverageBase): Promise<AnswerOf<typeof gapGrid>> {
  const thresholds = thresholdsOf(day);
  const cells = new Map<string, { parkId: string; chainId: string | null; ownBranch: number; jointBranch: number; instructor: number }>();
  for (const one of day.firms) {
    const { gap } = gapOf(one, thresholds);
    const { parkId } = one.firm;
    if (parkId === null || !inBase(one, base, thresholds) || (gap !== 'ownBranch' && gap !== 'jointBranch' && gap !== 'instructor'))
      continue;
    for (const chainId of one.chainIds.length > 0 ? one.chainIds : [null]) {
      const key = `${parkId}|${chainId ?? ''}`;
      const cell = cells.get(key) ?? { parkId, chainId, ownBranch: 0, jointBranch: 0, instructor: 0 };
      cell[gap] += 1;
      cells.set(key, cell);
    }
  }
  const named = async (record: string, ids: readonly string[]) =>
    [...(await titlesByIds(ask, record, ids))].map(([id, name]) => ({ id, name })).sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    asOf: day.asOf,
    parks: await named('place', [...new Set([...cells.values()].map((cell) => cell.parkId))]),
    chains: await named('chain', [...new Set([...cells.values()].flatMap((cell) => cell.chainId ?? []))]),
    cells: [...cells.values()],
  };
}

function sheetRow(row: CoverageRow) {
  const cells = coverageMeasures.flatMap((measure) => {
    const { numerator, rate } = row.measures[measure];
    return [
      [`${measure}Above`, String(numerator)],
      [`${measure}Rate`, rate === null ? '—' : `${(rate * 100).toFixed(2)}%`],
    ] as const;
  });
  return {
    id: row.key ?? '',
    version: 1,
    createdAt: '',
    updatedAt: '',
    endedOn: null,
    titles: {},
    name: row.name.zh,
    firms: String(row.measures.orgCoverageRate.denominator),
    ...Object.fromEntries(cells),
  };
}
