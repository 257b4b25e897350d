import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '#kernel/contract/access.ts';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { percentileOf, periodOf, streakOf } from '#kernel/rules/figure-sum.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { answersTo } from '#kernel/server/figures/answer.ts';
import { cellsOf } from '#kernel/server/figures/cells.ts';
import { faultsOfFigures } from '#kernel/server/figures/check.ts';
import { declarationNamed } from '#kernel/server/figures/day.ts';
import { questionOf, type Asked } from '#kernel/server/figures/question.ts';
import { countedBy } from '#kernel/server/figures/records.ts';
import type { Ask } from '#kernel/server/house.ts';
import { createRandom } from '#seeds/random.ts';
import { startTestApp, type TestApp } from '../harness/app.ts';
import { readOracle, type Counted, type Oracle } from '../harness/figure-oracle.ts';
import { fillRandomly } from '../harness/random-zone.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.close());

/** Figures that counted something at least once; the zones would prove little about the others. */
const alive = new Set<string>();

const noScope: Actor['scope'] = { users: [], firms: [], departments: [], providers: [], organisations: [], linkedFirms: [] };

/** Days among the random dates, the day of the clock, and one after everything. */
const days = ['2024-02-11', '2024-12-31', '2025-09-01', '2026-06-03'];

test('every figure is declared over records, fields, moves and parameters that are there', () => {
  expect(faultsOfFigures(app.house)).toEqual([]);
});

for (const seed of ['甲', '乙', '丙', '丁']) {
  test(`every figure, on the random zone ${seed} and any past day, is the length or sum of its list and what counting by hand gives`, async () => {
    const zoneId = await app.newZone(`zone-${seed}`);
    await app.inZone((ask) => fillRandomly(ask, seed, 40), zoneId);
    const random = createRandom(`questions ${seed}`);
    const wrong = await app.inZone(async (ask) => {
      const packs = await loadPacks(ask.tx, zoneId);
      const oracle = await readOracle(ask, packs, dateOf(ask.now));
      const faults: string[] = [];
      for (const { declaration: figure } of ask.house.figures.values()) {
        for (const day of days) {
          const asked: Asked = {
            asOf: day,
            window:
              figure.source.kind === 'state'
                ? undefined
                : random.pick(['all', 'year', 'month', 'quarter', `2024-05-01..${day < '2024-06-01' ? '2024-06-01' : day}`]),
          };
          faults.push(...(await faultsOfAnswer(ask, oracle, figure, asked)));
        }
      }
      return faults;
    }, zoneId);
    expect(wrong).toEqual([]);
  }, 120_000);
}

test('a reader with part of the rows gets the figure of that part, list and all', async () => {
  const zoneId = await app.newZone('zone-part');
  await app.inZone((ask) => fillRandomly(ask, '部分', 40), zoneId);
  const wrong = await app.inZone(async (whole) => {
    const packs = await loadPacks(whole.tx, zoneId);
    const oracle = await readOracle(whole, packs, dateOf(whole.now));
    const ids = async (record: string) => {
      const { lines } = await countedBy(
        whole,
        questionOf(
          whole,
          {
            id: 'all',
            label: { zh: '', en: '' },
            definition: { zh: '', en: '' },
            unit: 'days',
            owner: { zh: '', en: '' },
            edition: '',
            source: { kind: 'state', record },
            measure: { kind: 'count' },
          },
          {},
        ),
      );
      return lines.map((line) => line.id);
    };
    const firms = (await ids('firm')).slice(0, 5);
    const organisations = (await ids('partyOrganisation')).slice(0, 5);
    const readers: Actor[] = [
      { ...whole.actor, roles: ['branchSecretary'], scope: { ...noScope, organisations } },
      { ...whole.actor, roles: ['enterpriseContact'], scope: { ...noScope, firms } },
      { ...whole.actor, roles: ['specialist'], scope: { ...noScope, linkedFirms: firms, users: [whole.actor.userId] } },
      { ...whole.actor, roles: ['bankOfficer'] },
      // who oversees credit, which the keeper of the zone does not
      { ...whole.actor, roles: ['financeOfficer'] },
    ];
    const faults: string[] = [];
    for (const actor of readers) {
      for (const { declaration: figure } of whole.house.figures.values()) {
        for (const day of days.slice(1, 3)) faults.push(...(await faultsOfAnswer({ ...whole, actor }, oracle, figure, { asOf: day })));
      }
    }
    return faults;
  }, zoneId);
  expect(wrong).toEqual([]);
}, 120_000);

test('the random zones make every figure count something', () => {
  expect([...app.house.figures.keys()].filter((id) => !alive.has(id))).toEqual([]);
});

/** What is wrong with an answer: against the oracle, against its own list, against its own cells. */
async function faultsOfAnswer(ask: Ask, oracle: Oracle, figure: FigureDeclaration, asked: Asked): Promise<string[]> {
  const faults: string[] = [];
  const question = questionOf(ask, figure, asked);
  const [answer] = await answersTo(ask, [question]);
  const counted = oracle.rowsOf(figure, question, ask.actor);
  const byHand = sumOf(ask, oracle, figure, counted, question.day);
  if (byHand) alive.add(figure.id);
  const at = `${figure.id} ${ask.actor.roles.join()} ${JSON.stringify(asked)}`;
  if (!near(answer?.value, byHand)) faults.push(`${at}: ${answer?.value} but by hand ${byHand}`);
  const { total, lines } = await countedBy(ask, question);
  if (total !== lines.length) faults.push(`${at}: total ${total} but ${lines.length} lines`);
  const ofList = sumOfLines(figure, lines);
  if (ofList !== undefined && !near(answer?.value, ofList)) faults.push(`${at}: ${answer?.value} but its list gives ${ofList}`);
  for (const dimension of Object.keys(figure.dimensions ?? {})) {
    const cells = await cellsOf(ask, question, dimension, 0);
    const groups = new Map<string | null, Counted[]>();
    for (const row of counted)
      for (const key of oracle.keysOf(figure, dimension, row, question.day, ask.actor)) groups.set(key, [...(groups.get(key) ?? []), row]);
    const expected = [...groups].map(([key, rows]) => [key, sumOf(ask, oracle, figure, rows, question.day)] as const);
    if (cells.length !== expected.length) faults.push(`${at} by ${dimension}: ${cells.length} cells, by hand ${expected.length}`);
    for (const [key, value] of expected) {
      const cell = cells.find((one) => one.key === key);
      if (!near(cell?.value, value)) faults.push(`${at} ${dimension}=${key}: ${cell?.value} but by hand ${value}`);
    }
    const [some] = cells;
    if (some) {
      const cut = questionOf(ask, figure, { ...asked, filter: `${dimension}:${some.key ?? 'none'}` });
      const { lines: within } = await countedBy(ask, cut);
      const ofCell = sumOfLines(figure, within);
      if (ofCell !== undefined && !near(some.value, ofCell))
        faults.push(`${at} ${dimension}=${some.key}: cell ${some.value}, its list ${ofCell}`);
    }
  }
  return faults;
}

function near(a: number | null | undefined, b: number | null): boolean {
  if (a === null || b === null || a === undefined) return (a ?? null) === b;
  return Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a));
}

function sumOf(ask: Ask, oracle: Oracle, figure: FigureDeclaration, counted: readonly Counted[], day: string): number | null {
  const record = declarationNamed(ask.house, figure.source.record);
  const { measure } = figure;
  const field = (row: Counted, name: string) => oracle.value(record, row, name, day);
  const time = (raw: unknown) => (raw instanceof Date ? raw.getTime() : Date.parse(`${String(raw)}T00:00:00+08:00`));
  const text = (raw: unknown) => (raw instanceof Date ? dateOf(raw.getTime()) : String(raw));
  switch (measure.kind) {
    case 'count':
      return counted.length;
    case 'distinct':
      return new Set(counted.map((row) => field(row, measure.field)).filter((one) => one !== null)).size;
    case 'sum':
      return counted.reduce((sum, row) => sum + Number(field(row, measure.field) ?? 0), 0);
    case 'share':
      return counted.length === 0
        ? null
        : counted.filter((row) => oracle.holds(record, row, measure.of, day, ask.actor)).length / counted.length;
    case 'percentile': {
      const filled = counted.filter((row) => field(row, measure.from) !== null && field(row, measure.to) !== null);
      return percentileOf(
        filled.map((row) =>
          measure.in === 'years'
            ? yearsBetween(text(field(row, measure.from)), text(field(row, measure.to)))
            : (time(field(row, measure.to)) - time(field(row, measure.from))) / (measure.in === 'days' ? 86_400_000 : 3_600_000),
        ),
        measure.at,
      );
    }
    case 'streak': {
      const held = counted.map((row) => text(field(row, measure.by))).filter((date) => date <= day);
      const periods = held.map((date) => periodOf(date, measure.of));
      return streakOf(new Map(periods.map((period) => [period, 0])), measure.of, false).length;
    }
    case 'latest':
      return null;
  }
}

/** Whole months from the first day to the day after the last, over 12, counted on the calendar; negative when backwards. */
function yearsBetween(from: string, to: string): number {
  const after = new Date(Date.parse(`${to}T00:00:00Z`) + 86_400_000);
  const first = new Date(Date.parse(`${from}T00:00:00Z`));
  const sign = after < first ? -1 : 1;
  const [low, high] = sign < 0 ? [after, first] : [first, after];
  const months = (high.getUTCFullYear() - low.getUTCFullYear()) * 12 + high.getUTCMonth() - low.getUTCMonth();
  return (sign * (high.getUTCDate() < low.getUTCDate() ? months - 1 : months)) / 12;
}

function sumOfLines(figure: FigureDeclaration, lines: readonly { readonly amount: number | null }[]): number | null | undefined {
  const amounts = lines.map((line) => line.amount ?? 0);
  switch (figure.measure.kind) {
    case 'count':
    case 'distinct':
    case 'streak':
      return lines.length;
    case 'sum':
      return amounts.reduce((sum, one) => sum + one, 0);
    case 'share':
      return lines.length === 0 ? null : amounts.reduce((sum, one) => sum + one, 0) / lines.length;
    case 'percentile':
      return percentileOf(amounts, figure.measure.at);
    case 'latest':
      return amounts[0] ?? null;
  }
}
