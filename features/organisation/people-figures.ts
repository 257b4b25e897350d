import { defineFigure, type FigureDeclaration, type Where } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';
import { cutsByFirm } from '#features/industry/figure-cuts.ts';

const owner = t('党群工作部门', 'Party work');
const people = t('人', 'people');
const members = { owner, edition: '2026.1', source: { kind: 'state', record: 'partyMember' }, measure: { kind: 'count' }, people: true } as const;
const ofInternetFirm: Where = {
  of: 'organisationId',
  where: {
    all: [
      { field: 'kind', is: ['committee', 'generalBranch', 'branchIndependent', 'branchJoint'] },
      { has: 'organisationUnit', match: { organisationId: 'id' }, where: { of: 'firmId', where: { field: 'isInternet', is: [true] } } },
    ],
  },
};
const byKind = { kind: { label: t('类型', 'Kind'), path: { field: 'kind' } } } as const;

/** Figures about members, secretaries and what members lead; small cells are hidden (§12.1). */
export const peopleFigures: readonly FigureDeclaration[] = [
  defineFigure({
    ...members,
    id: 'partyMemberCount',
    label: t('登记党员', 'Registered members'),
    definition: t('当日逐人登记、未转出的党员（含预备党员）', 'Members registered one by one and not moved away on the day, probationary ones included'),
    unit: people,
    dimensions: cutsByFirm,
  }),
  defineFigure({
    ...members,
    id: 'memberToBackboneRate',
    label: t('党员培养成骨干', 'Members who became backbone'),
    definition: t('登记党员（含预备党员）中标为骨干的', 'Of the registered members, probationary ones included, those marked as backbone'),
    unit: 'share',
    rules: ['G15'],
    measure: { kind: 'share', of: { field: 'isBackbone', is: [true] } },
    dimensions: { ...cutsByFirm, firm: { label: t('企业', 'Firm'), path: { field: 'firmId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'qualifiedSecretaryRate',
    label: t('“两高一创”书记占比', 'Secretaries with a trait'),
    definition: t('互联网企业党委、党总支、党支部当日在任书记中，至少符合“两高一创”一项的；空缺不计', 'Of the secretaries in post of internet firms’ committees and branches, those with at least one of the traits; vacancies do not count'),
    unit: 'share',
    rules: ['G5', 'NPE-02'],
    source: { kind: 'state', record: 'organisationPost' },
    where: { all: [{ field: 'post', is: ['secretary'] }, ofInternetFirm] },
    measure: { kind: 'share', of: { field: 'traits', filled: true } },
    people: true,
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'memberLedInventionPatentCount',
    label: t('党员领衔发明专利', 'Invention patents led by members'),
    definition: t('累计到当日，申报时由党员领衔的发明专利；同一专利号只计一次', 'Invention patents led by one who was a member when they were filed, up to the day; each number once'),
    unit: t('项', 'patents'),
    rules: ['G8', 'NPE-09'],
    source: { kind: 'dated', record: 'memberLedResult', on: 'filedOn', window: 'all' },
    measure: { kind: 'distinct', field: 'number' },
    where: {
      all: [
        { field: 'kind', is: ['inventionPatent'] },
        { field: 'ledByMember', is: [true] },
      ],
    },
    dimensions: { ...cutsByFirm, firm: { label: t('企业', 'Firm'), path: { field: 'firmId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'memberLedMajorProjectCount',
    label: t('党员领衔重大项目', 'Major projects led by members'),
    definition: t('累计到当日，启动时由党员领衔的重大项目', 'Major projects led by one who was a member when they began, up to the day'),
    unit: t('个', 'projects'),
    rules: ['G9', 'NPE-09'],
    source: { kind: 'dated', record: 'memberLedResult', on: 'filedOn', window: 'all' },
    measure: { kind: 'distinct', field: 'number' },
    where: {
      all: [
        { field: 'kind', is: ['project'] },
        { field: 'isMajor', is: [true] },
        { field: 'ledByMember', is: [true] },
      ],
    },
    dimensions: { ...cutsByFirm, firm: { label: t('企业', 'Firm'), path: { field: 'firmId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'vanguardPostCount',
    label: t('先锋岗、责任区与攻坚队', 'Pioneer posts and teams'),
    definition: t('当日设立的党员先锋岗、责任区、突击队、攻坚队和先锋班组', 'Pioneer posts, areas and teams of members on the day'),
    unit: t('个', 'posts'),
    rules: ['NPE-08'],
    source: { kind: 'state', record: 'vanguardPost' },
    measure: { kind: 'count' },
    dimensions: byKind,
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'instructorCount',
    label: t('党建指导员与联络员', 'Instructors and liaisons'),
    definition: t('当日在任的党建指导员和联络员，一人只计一次', 'Instructors and liaisons in post on the day, each person once'),
    unit: people,
    rules: ['§1.3'],
    source: { kind: 'state', record: 'instructorAssignment' },
    measure: { kind: 'distinct', field: 'userId' },
    people: true,
    dimensions: { ...byKind, ...cutsByFirm },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'partyVenueCount',
    label: t('党群阵地', 'Venues of Party work'),
    definition: t('当日在用的党群阵地', 'Venues in use on the day'),
    unit: t('处', 'venues'),
    rules: ['NPE-11'],
    source: { kind: 'state', record: 'partyVenue' },
    measure: { kind: 'count' },
    dimensions: byKind,
  }),
];
