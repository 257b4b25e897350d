import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';

type Text = { readonly zh: string; readonly en: string };
export type SizeRange = { readonly least: number; readonly normal: number; readonly most: number };

/** Thresholds of Party organisations (rulebook §1.1–1.4, §15 `org.*`, `election.*`, `coverage.*`). */
export type OrganisationParams = {
  /** full members from which a firm must have its own branch (ORG-01) */
  readonly ownBranchMin: number;
  readonly branchMaxMembers: number;
  readonly jointBranchMaxUnits: number;
  /** a unit of a new joint branch brings at least so many full members */
  readonly jointUnitMinMembers: number;
  readonly generalBranchMin: number;
  readonly committeeMin: number;
  readonly siteMonths: number;
  readonly formationReplyMonths: number;
  /** full members from which a branch has a committee (ORG-10) */
  readonly branchCommitteeFrom: number;
  readonly committeeSize: { readonly branch: SizeRange; readonly generalBranch: SizeRange; readonly committee: SizeRange };
  readonly groupMin: number;
  readonly termYears: { readonly branch: number; readonly generalBranch: number; readonly committee: number };
  readonly reelectionRemindMonths: number;
  readonly delayMaxYears: number;
  /** days before expiry from which a term turns yellow, then orange (§1.2) */
  readonly warningDays: { readonly yellow: number; readonly orange: number };
  readonly congressFrom: number;
  readonly quorum: { readonly num: number; readonly den: number; readonly strict: boolean };
  /** whose majority elects: everybody entitled to attend, or those present (ORG-21) */
  readonly electionBase: 'entitled' | 'present';
  /** candidates beyond the seats, in hundredths (ORG-20) */
  readonly extraCandidatesPercent: number;
  readonly coverage: {
    /** narrower bases count firms of at least so many employees */
    readonly baseEmployeesMin: number;
    readonly instructorVisitWindowDays: number;
    readonly workRecordWindowDays: number;
    readonly firmsPerInstructor: number;
  };
};

export const defaultOrganisationPack: RulePack<OrganisationParams> = {
  code: 'organisation',
  edition: '支部工作条例（试行）2018 等，平台默认补充',
  effectiveFrom: '2000-01-01',
  source: '《中国共产党支部工作条例（试行）》《中国共产党基层组织选举工作条例》；未见出处的为平台默认，待本区核定',
  confidence: 'S',
  params: {
    ownBranchMin: 3,
    branchMaxMembers: 50,
    jointBranchMaxUnits: 5,
    jointUnitMinMembers: 1,
    generalBranchMin: 50,
    committeeMin: 100,
    siteMonths: 6,
    formationReplyMonths: 1,
    branchCommitteeFrom: 7,
    committeeSize: {
      branch: { least: 3, normal: 5, most: 7 },
      generalBranch: { least: 5, normal: 7, most: 9 },
      committee: { least: 5, normal: 9, most: 11 },
    },
    groupMin: 3,
    termYears: { branch: 3, generalBranch: 3, committee: 5 },
    reelectionRemindMonths: 6,
    delayMaxYears: 1,
    warningDays: { yellow: 180, orange: 30 },
    congressFrom: 500,
    quorum: { num: 4, den: 5, strict: false },
    electionBase: 'entitled',
    extraCandidatesPercent: 20,
    coverage: { baseEmployeesMin: 10, instructorVisitWindowDays: 90, workRecordWindowDays: 365, firmsPerInstructor: 10 },
  },
};

/** Where a threshold comes from, for the page that shows them: rule, confidence (rulebook §0), and words for people. */
export const parameterSources: readonly {
  readonly key: string;
  readonly rule: string;
  readonly confidence: RulePack['confidence'];
  readonly label: Text;
}[] = [
  {
    key: 'ownBranchMin',
    rule: 'ORG-01',
    confidence: 'S',
    label: { zh: '正式党员达到几人应单独建支部', en: 'Full members from which a branch is due' },
  },
  {
    key: 'branchMaxMembers',
    rule: 'ORG-02',
    confidence: 'S',
    label: { zh: '支部党员一般不超过', en: 'Members of a branch, normally at most' },
  },
  {
    key: 'jointBranchMaxUnits',
    rule: 'ORG-03',
    confidence: 'S',
    label: { zh: '联合党支部覆盖单位一般不超过', en: 'Units of a joint branch, normally at most' },
  },
  {
    key: 'jointUnitMinMembers',
    rule: 'ORG-03',
    confidence: 'D',
    label: { zh: '参加联合组建的单位至少几名正式党员', en: 'Full members that a unit of a new joint branch brings' },
  },
  {
    key: 'generalBranchMin',
    rule: 'ORG-09',
    confidence: 'MH',
    label: { zh: '党总支最少党员', en: 'Members of a general branch, at least' },
  },
  { key: 'committeeMin', rule: 'ORG-09', confidence: 'MH', label: { zh: '党委最少党员', en: 'Members of a committee, at least' } },
  {
    key: 'siteMonths',
    rule: 'ORG-04',
    confidence: 'S',
    label: { zh: '项目工地持续几个月以上应建支部', en: 'Months of a site from which a branch is due' },
  },
  {
    key: 'formationReplyMonths',
    rule: 'ORG-06',
    confidence: 'MH',
    label: { zh: '基层党委批复一般不超过几个月', en: 'Months in which a formation is normally answered' },
  },
  {
    key: 'branchCommitteeFrom',
    rule: 'ORG-10',
    confidence: 'S',
    label: { zh: '正式党员达到几人设支委会', en: 'Full members from which a branch has a committee' },
  },
  { key: 'committeeSize', rule: 'ORG-10、ORG-11', confidence: 'MU', label: { zh: '委员会职数', en: 'Size of committees' } },
  { key: 'groupMin', rule: 'ORG-13', confidence: 'MH', label: { zh: '党小组最少人数', en: 'Members of a group, at least' } },
  { key: 'termYears', rule: 'ORG-14', confidence: 'MH', label: { zh: '任期（年）', en: 'Term in years' } },
  {
    key: 'reelectionRemindMonths',
    rule: 'ORG-15',
    confidence: 'MH',
    label: { zh: '届满前几个月提醒', en: 'Months before expiry to remind' },
  },
  {
    key: 'delayMaxYears',
    rule: 'ORG-16',
    confidence: 'S',
    label: { zh: '提前或延期换届一般不超过（年）', en: 'Years of an earlier or later re-election, normally at most' },
  },
  { key: 'warningDays', rule: '§1.2', confidence: 'D', label: { zh: '届满黄色、橙色提醒天数', en: 'Days of yellow and orange warning' } },
  {
    key: 'congressFrom',
    rule: 'ORG-17',
    confidence: 'S',
    label: { zh: '党员达到几人可开代表大会', en: 'Members from which a congress may be held' },
  },
  { key: 'quorum', rule: 'ORG-19', confidence: 'MH', label: { zh: '选举到会比例', en: 'Quorum of an election' } },
  { key: 'electionBase', rule: 'ORG-21', confidence: 'MU', label: { zh: '过半数的基数', en: 'Base of the majority' } },
  { key: 'extraCandidatesPercent', rule: 'ORG-20', confidence: 'MH', label: { zh: '候选人差额比例', en: 'Candidates beyond the seats' } },
  { key: 'coverage', rule: '§1.3', confidence: 'D', label: { zh: '两个覆盖口径', en: 'Definitions of the two coverages' } },
];

/** The thresholds in force on a day; the platform's default where the zone has none. */
export function organisationRulesOn(packs: readonly RulePack[], day: IsoDate): RulePack<OrganisationParams> {
  return (packInForce(packs, defaultOrganisationPack.code, day) as RulePack<OrganisationParams> | undefined) ?? defaultOrganisationPack;
}
