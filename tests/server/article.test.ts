import { afterAll, beforeAll, expect, test } from 'vitest';
import { fuzzyWordings } from '#features/figures/rules/fuzzy.ts';
import { articleDay, layArticle } from '#seeds/article/article.ts';
import { articleBriefing } from '#seeds/article/briefing.ts';
import { startTestApp, type Client, type TestApp } from '../harness/app.ts';

/** The newspaper page's numbers whose feature exists, by rulebook id; the others join with talents, finance, venues and assessment. */
const article: readonly { rule: string; figure: string; value: number; filter?: string; said?: string }[] = [
  { rule: 'K4', figure: 'actionPlanYears', value: 3 },
  { rule: 'K5', figure: 'chainEnterpriseCount', value: 2136, said: '数千' },
  { rule: 'K6', figure: 'programmePartCounts', value: 11 },
  { rule: 'K7', figure: 'clusterAllianceCount', value: 2 },
  { rule: 'K8', figure: 'clusterEnterprisesWithIndependentBranch', value: 17 },
  { rule: 'K9', figure: 'clusterPartyBrandCount', value: 12, said: '10余' },
  { rule: 'K10', figure: 'actionBranchCount', value: 22 },
  { rule: 'K11', figure: 'pointsFinanceEnterpriseCount', value: 87 },
  { rule: 'K13', figure: 'serviceMenuItemCount', value: 97, said: '近百' },
  { rule: 'K15', figure: 'talentEnterpriseServiceTimes', value: 500 },
  { rule: 'G1', figure: 'fiveOnesPartCount', value: 5 },
  { rule: 'G3', figure: 'internetNonPublicEnterpriseCount', value: 23 },
  { rule: 'G4', figure: 'networkSocialOrgCount', value: 2 },
  { rule: 'G5', figure: 'qualifiedSecretaryRate', value: 1 },
  { rule: 'G8', figure: 'memberLedInventionPatentCount', value: 312, said: '300余' },
  { rule: 'G9', figure: 'memberLedMajorProjectCount', value: 53, said: '50余' },
];

/** The page's other numbers, and the figures that will answer them once their feature is there; each then joins the list above. */
const later: Readonly<Record<string, readonly string[]>> = {
  assessment: ['zoneEvaluationRank', 'zoneRankRiseStreak', 'townRank', 'townRankRetained'],
  talents: ['talentServicePersonTimes', 'talentServiceCategoryCount', 'talentServiceItemCount', 'plannedApartmentCount'],
  carriers: ['plannedCarrierArea'],
  demonstration: ['demonstrationLayerCount', 'demoSiteCount'],
  honours: ['honorConsecutiveYears', 'honorCount', 'compatibilityCertificateCount'],
};

let app: TestApp;
let officer: Client;
beforeAll(async () => {
  app = await startTestApp({ now: Date.UTC(2024, 1, 1) });
  await app.inZone((ask) => layArticle(ask));
  app.clock.now = Date.UTC(2026, 5, 3, 2);
  await app.addUser({ loginName: 'officer', grants: [{ role: 'partyWorkOfficer' }] });
  officer = await app.signIn('officer');
}, 120_000);
afterAll(() => app.close());

type Records = { total: number; value: { value: number }; rows: { title: string; path: string | null; amount: number | null }[] };
const recordsOf = async (figure: string, query = '') =>
  (await officer.get<Records>(`/api/figures/${figure}/records?asOf=${articleDay}&limit=1000${query}`)).body;

test.each(article)('$rule: $figure is $value on 31 December 2024, and opens as many records', async ({ figure, value, said }) => {
  const { total, value: answered, rows } = await recordsOf(figure);
  expect(answered.value).toBe(value);
  if (figure === 'qualifiedSecretaryRate') expect([total, rows.every((row) => row.amount === 1)]).toEqual([18, true]);
  else if (figure !== 'actionPlanYears') expect(total).toBe(value);
  if (said) expect(fuzzyWordings(value).map((wording) => wording.text)).toContain(said);
  expect(rows.every((row) => row.path !== null)).toBe(true);
});

test('no number of the page is forgotten: a figure that has arrived is checked above, not listed as to come', () => {
  const arrived = Object.values(later)
    .flat()
    .filter((id) => app.house.figures.has(id));
  expect(arrived).toEqual([]);
});

test('K6: the 1145 scheme has 1, 1, 4 and 5 parts', async () => {
  const { cells } = (
    await officer.get<{ cells: { label: { zh: string }; value: number }[] }>(`/api/figures/programmePartCounts?asOf=${articleDay}&by=group`)
  ).body;
  expect(Object.fromEntries(cells.map((cell) => [cell.label.zh, cell.value]))).toEqual({
    一个核心: 1,
    一套班子: 1,
    四项工程: 4,
    五联机制: 5,
  });
});

test('K7: the two alliances are named', async () => {
  expect((await recordsOf('clusterAllianceCount')).rows.map((row) => row.title).sort()).toEqual([
    '先进计算产业集群党建联建',
    '生命健康产业集群党建联建',
  ]);
});

test('K12, T-CRD-3: 1 370 000 000 元, what the entries behind it add up to; a renewal replaces, a later line is not there yet', async () => {
  const { value, rows } = await recordsOf('pointsFinanceCreditLineTotal');
  expect(value.value).toBe(137_000_000_000);
  expect(rows.reduce((sum, row) => sum + (row.amount ?? 0), 0)).toBe(137_000_000_000);
  expect(rows.map((row) => row.amount).filter((amount) => amount !== null && amount < 0)).toEqual([-800_000_000]);
  const before = await officer.get<{ value: { value: number } }>('/api/figures/pointsFinanceCreditLineTotal?asOf=2024-09-01');
  expect(before.body.value.value).toBe(137_000_000_000 - 2_250_000_000 + 800_000_000);
});

test('K15: the 500 services went to 160 firms', async () => {
  const { rows } = await recordsOf('talentEnterpriseServiceTimes');
  const firms = new Set(rows.map((row) => (row as unknown as { row: { firmId: string } }).row.firmId));
  expect(firms.size).toBe(160);
});

test('G15: 40 of the 50 members of one firm became backbone', async () => {
  const found = (await officer.get<{ rows: { id: string }[] }>('/api/firms?q=示例电子0002')).body.rows[0];
  const answer = await officer.get<{ value: { value: number; numerator: number; denominator: number } }>(
    `/api/figures/memberToBackboneRate?asOf=${articleDay}&filter=firm:${found?.id}`,
  );
  expect(answer.body.value).toMatchObject({ value: 0.8, numerator: 40, denominator: 50 });
});

test('an earlier day gives the earlier value: the dissolved branch and the firm that left are there, later ones not yet', async () => {
  const on = async (figure: string, day: string) =>
    (await officer.get<{ value: { value: number } }>(`/api/figures/${figure}?asOf=${day}`)).body.value.value;
  expect(await on('actionBranchCount', '2024-06-29')).toBe(23);
  expect(await on('actionBranchCount', '2023-06-30')).toBe(1);
  expect(await on('clusterEnterprisesWithIndependentBranch', '2024-10-31')).toBe(18);
  expect(await on('clusterPartyBrandCount', '2024-04-30')).toBe(13);
  expect(await on('serviceMenuItemCount', '2024-08-31')).toBe(99);
});

test('one briefing says the page’s numbers over again: issued, each number has a passport that opens its records', async () => {
  const firm = (await officer.get<{ rows: { id: string }[] }>('/api/firms?q=示例电子0002')).body.rows[0]?.id ?? '';
  const { id } = (await officer.post<{ id: string }>('/api/briefings', {})).body;
  const draft = articleBriefing(firm);
  const saved = await officer.send<{ version: number; standings: { value: number }[] }>('PUT', `/api/briefings/${id}`, draft, {
    'if-match': '"1"',
  });
  // the writer accepts every number as it stands
  let next = 0;
  const accepted = {
    ...draft,
    blocks: draft.blocks.map((block) =>
      block.kind === 'table'
        ? block
        : {
            ...block,
            runs: block.runs.map((run) =>
              'quote' in run ? { quote: { ...run.quote, seen: saved.body.standings[next++]?.value ?? null } } : run,
            ),
          },
    ),
  };
  await officer.send('PUT', `/api/briefings/${id}`, accepted, { 'if-match': '"2"' });
  const issued = await officer.post<{ number: number; passports: number }>(`/api/briefings/${id}/issue`, {}, { 'if-match': '"3"' });
  expect(issued.body).toMatchObject({ number: 1, passports: 18 });
  type Issued = { issued: { blocks: { runs: { text: string }[] }[] }; passportIds: string[] };
  const { issued: paper, passportIds } = (await officer.get<Issued>(`/api/briefings/${id}`)).body;
  const text = paper.blocks.map((block) => block.runs.map((run) => run.text).join('')).join('\n');
  for (const said of [
    '3年行动计划',
    '数千家企业',
    '联建2个',
    '有17家',
    '品牌10余个',
    '行动党支部22个',
    '服务近百项菜单',
    '人才企业500家次',
    '企业23家',
    '网络社会组织2家',
    '占比达100%',
    '发明专利300余项',
    '重大项目50余个',
    '将80%的党员',
  ])
    expect(text).toContain(said);
  for (const passport of passportIds) {
    const { passport: one, genuine } = (
      await officer.get<{ passport: { records: number }; genuine: boolean }>(`/api/passports/${passport}`)
    ).body;
    const { total, unseen } = (await officer.get<{ total: number; unseen: number }>(`/api/passports/${passport}/records`)).body;
    expect({ genuine, total, unseen }).toEqual({ genuine: true, total: one.records, unseen: 0 });
    expect(total).toBeGreaterThan(0);
  }
});
