import { choice, choices, date, decimal, flag, integer, longText, reference, references, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { ownOrganisation, partyRegister, spanCheck, spanFields } from './access.ts';
import { assignmentKinds, massKinds, membershipNatures, resultKinds, vanguardKinds, venueHoldings, venueKinds } from './choices.ts';

const title = text({ label: t('名称', 'Title'), maxLength: 300, derived: true });
const firmId = reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称', '单位名称', '所在企业', '工作单位'] });
const organisationId = reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', aliases: ['党组织名称', '支部名称'] });

/**
 * A Party member, with the least that the zone's work needs; the register of record is the Party's own. Full or
 * probationary follows from the dates, so that any past day can be asked.
 */
export const partyMember = defineRecord({
  name: 'partyMember',
  path: 'party-members',
  table: 'party_members',
  life: { from: 'joinedOn', before: 'leftOn', changing: ['isBackbone'] },
  label: t('党员', 'Party member'),
  plural: t('党员', 'Party members'),
  fields: {
    name: text({ label: t('姓名', 'Name'), maxLength: 40, required: true, personal: true, aliases: ['党员姓名'] }),
    firmId: reference({ label: t('所在企业', 'Firm'), record: 'firm', aliases: ['企业名称', '工作单位', '单位'] }),
    joinedOn: date({ label: t('入党日期', 'Admitted on'), required: true, aliases: ['加入党组织日期', '入党时间'] }),
    fullOn: date({ label: t('转正日期', 'Full member since'), aliases: ['转为正式党员日期', '转正时间'] }),
    leftOn: date({ label: t('减少日期', 'Left on'), hint: t('转出、停止党籍或去世之日', 'Moved away, membership ended, or died'), aliases: ['转出日期'] }),
    rightsSuspended: flag({ label: t('没有表决权', 'May not vote'), hint: t('留党察看或权利被中止（ORG-18），只记结果', 'Rights suspended (ORG-18); only the fact is kept') }),
    isBackbone: flag({ label: t('骨干', 'Backbone') }),
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['name', 'firmId', 'joinedOn', 'fullOn', 'isBackbone'], filters: ['firmId', 'joinedOn', 'fullOn', 'isBackbone', 'leftOn'], order: 'name' },
  form: [{ title: t('党员', 'Member'), fields: ['name', 'firmId', 'joinedOn', 'fullOn', 'leftOn', 'rightsSuspended', 'isBackbone'] }],
  empty: t('只登记工作确需的党员信息，身份证号、政审与处分材料不在这里保存。', 'Only what the work needs; no identity numbers, no review or discipline papers.'),
  access: [
    { roles: ['partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('党员教育管理工作', 'the work with members') },
    { roles: ['auditor'], may: ['read'], rows: 'all', why: t('纪检审计', 'discipline and audit') },
    { roles: ['branchSecretary'], may: ['read'], rows: { through: 'party_memberships', on: 'member_id', column: 'organisation_id', in: 'organisations' }, why: t('本支部党员', "members of the secretary's branch") },
  ],
  check: ({ joinedOn, fullOn }) => (joinedOn && fullOn && fullOn <= joinedOn ? [{ code: 'FULL_BEFORE_ADMISSION', rule: '§3', field: 'fullOn', message: t('转正日期须晚于入党日期', 'A member becomes full after admission') }] : []),
});

const memberEyes = [
  { roles: ['partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('党员教育管理工作', 'the work with members') },
  { roles: ['auditor'], may: ['read'], rows: 'all', why: t('纪检审计', 'discipline and audit') },
] as const;

/** A member in an organisation, for a time: one legal home (组织关系) at a time, any number of functional ones. */
export const partyMembership = defineRecord({
  name: 'partyMembership',
  path: 'party-memberships',
  table: 'party_memberships',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('组织关系', 'Membership'),
  plural: t('组织关系', 'Memberships'),
  fields: {
    title,
    memberId: reference({ label: t('党员', 'Member'), record: 'partyMember', required: true, aliases: ['党员姓名', '姓名'] }),
    organisationId: { ...organisationId, required: true },
    nature: choice({ label: t('性质', 'Nature'), options: membershipNatures, required: true }),
    groupId: reference({ label: t('党小组', 'Group'), record: 'partyGroup' }),
    ...spanFields,
  },
  title: 'title',
  search: [],
  list: { columns: ['memberId', 'organisationId', 'nature', 'groupId', 'fromOn', 'toOn'], filters: ['memberId', 'organisationId', 'nature', 'groupId', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('组织关系', 'Membership'), fields: ['memberId', 'organisationId', 'nature', 'groupId', 'fromOn', 'toOn'] }],
  access: [...memberEyes, ownOrganisation()],
  check: spanCheck,
});

/** Who sees how many members each firm has: small numbers are about people (rulebook §12.1). */
const numberEyes = [
  { roles: ['partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('党员统计', 'counts the members') },
  { roles: ['zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('研究党组织设置', 'decides on organisations') },
] as const;

/** How many members a firm stated on a day; it is the firm's number until a later one (§1.3). */
export const memberCount = defineRecord({
  name: 'memberCount',
  path: 'member-counts',
  table: 'member_counts',
  life: { from: 'countedOn' },
  label: t('党员人数', 'Member count'),
  plural: t('企业党员人数', "Firms' member counts"),
  fields: {
    title,
    firmId,
    countedOn: date({ label: t('统计日期', 'Counted on'), required: true, aliases: ['截至日期', '填报日期'] }),
    fullMembers: integer({ label: t('正式党员', 'Full members'), min: 0, max: 100_000, required: true, aliases: ['正式党员数', '正式党员人数'] }),
    probationaryMembers: integer({ label: t('预备党员', 'Probationary members'), min: 0, max: 100_000, required: true, aliases: ['预备党员数', '预备党员人数'] }),
    source: text({ label: t('来源', 'Source'), maxLength: 200, aliases: ['数据来源'] }),
  },
  title: 'title',
  search: [],
  list: { columns: ['firmId', 'countedOn', 'fullMembers', 'probationaryMembers', 'source'], filters: ['firmId', 'countedOn', 'fullMembers', 'probationaryMembers'], order: '-countedOn' },
  form: [{ title: t('党员人数', 'Member count'), fields: ['firmId', 'countedOn', 'fullMembers', 'probationaryMembers', 'source'] }],
  empty: t('企业党员人数会列在这里，可以从 Excel 导入；逐人登记的企业不必再报人数。', "Firms' member counts; a firm whose members are registered one by one need not state a count."),
  access: [...numberEyes],
});

/** A Party-building instructor or liaison of a firm, for a time (§1.3, §1.4). */
export const instructorAssignment = defineRecord({
  name: 'instructorAssignment',
  path: 'instructor-assignments',
  table: 'instructor_assignments',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('指导联络', 'Instructor or liaison'),
  plural: t('党建指导员与联络员', 'Instructors and liaisons'),
  fields: {
    title,
    userId: reference({ label: t('人员', 'Who'), record: 'user', required: true, aliases: ['指导员', '联络员', '党建指导员', '指导员姓名'] }),
    firmId,
    kind: choice({ label: t('身份', 'As'), options: assignmentKinds, required: true, aliases: ['类型'] }),
    ...spanFields,
  },
  title: 'title',
  search: [],
  list: { columns: ['userId', 'firmId', 'kind', 'fromOn', 'toOn'], filters: ['userId', 'firmId', 'kind', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('指导联络', 'Instructor or liaison'), fields: ['userId', 'firmId', 'kind', 'fromOn', 'toOn'] }],
  empty: t('给没有党组织的企业选派的指导员和联络员会列在这里。', 'Instructors and liaisons of firms without an organisation.'),
  access: [...partyRegister, { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业', 'their firm') }],
  check: spanCheck,
});

/** Union, Youth League or women's organisation in a firm, for a time (§1.3). */
export const massOrganisation = defineRecord({
  name: 'massOrganisation',
  path: 'mass-organisations',
  table: 'mass_organisations',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('群团组织', 'Mass organisation'),
  plural: t('群团组织', 'Mass organisations'),
  fields: {
    title,
    firmId,
    kind: choice({ label: t('类型', 'Kind'), options: massKinds, required: true, aliases: ['群团类型'] }),
    ...spanFields,
  },
  title: 'title',
  search: [],
  list: { columns: ['firmId', 'kind', 'fromOn', 'toOn'], filters: ['firmId', 'kind', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('群团组织', 'Mass organisation'), fields: ['firmId', 'kind', 'fromOn', 'toOn'] }],
  access: [...partyRegister],
  check: spanCheck,
});

/** Posts and teams of members in a firm's work: 先锋岗, 责任区, 突击队, 攻坚队, 先锋班组 (NPE-08). */
export const vanguardPost = defineRecord({
  name: 'vanguardPost',
  path: 'vanguard-posts',
  table: 'vanguard_posts',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('先锋岗队', 'Post or team'),
  plural: t('先锋岗、责任区与攻坚队', 'Pioneer posts and teams'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 100, required: true }),
    kind: choice({ label: t('类型', 'Kind'), options: vanguardKinds, required: true }),
    organisationId: { ...organisationId, required: true },
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm' }),
    leaderId: reference({ label: t('带头人', 'Holder or leader'), record: 'partyMember' }),
    memberIds: references({ label: t('成员', 'Members'), record: 'partyMember' }),
    commitment: longText({ label: t('承诺或任务', 'Commitment or task'), maxLength: 500 }),
    result: longText({ label: t('成效', 'Result'), maxLength: 1000 }),
    ...spanFields,
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['name', 'kind', 'organisationId', 'firmId', 'fromOn', 'toOn'], filters: ['kind', 'organisationId', 'firmId', 'fromOn', 'toOn'], order: '-fromOn' },
  form: [{ title: t('先锋岗队', 'Post or team'), fields: ['name', 'kind', 'organisationId', 'firmId', 'leaderId', 'memberIds', 'commitment', 'result', 'fromOn', 'toOn'] }],
  access: [...memberEyes, ownOrganisation()],
  check: spanCheck,
});

/** A patent or project that a member leads (党员领衔, NPE-09): counted once by its number. */
export const memberLedResult = defineRecord({
  name: 'memberLedResult',
  path: 'member-led-results',
  table: 'member_led_results',
  life: { from: 'filedOn' },
  label: t('党员领衔成果', 'Member-led result'),
  plural: t('党员领衔成果', 'Member-led results'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 200, required: true, aliases: ['专利名称', '项目名称'] }),
    number: text({ label: t('专利号或项目编号', 'Number'), maxLength: 60, required: true, aliases: ['专利号', '项目编号'] }),
    kind: choice({ label: t('类型', 'Kind'), options: resultKinds, required: true }),
    isMajor: flag({ label: t('重大项目', 'Major project') }),
    firmId,
    leaderId: reference({ label: t('领衔党员', 'Lead member'), record: 'partyMember' }),
    ledByMember: flag({ label: t('申报时为党员', 'Member at the time'), derived: true }),
    filedOn: date({ label: t('申报（启动）日期', 'Filed or begun on'), required: true, aliases: ['申请日', '启动日期'] }),
    evidence: text({ label: t('证明材料', 'Evidence'), maxLength: 300 }),
  },
  title: 'name',
  search: ['name', 'number'],
  key: 'number',
  list: { columns: ['name', 'number', 'kind', 'firmId', 'ledByMember', 'filedOn'], filters: ['kind', 'firmId', 'isMajor', 'ledByMember', 'filedOn'], order: '-filedOn' },
  form: [{ title: t('党员领衔成果', 'Member-led result'), fields: ['name', 'number', 'kind', 'isMajor', 'firmId', 'leaderId', 'ledByMember', 'filedOn', 'evidence'] }],
  access: [...memberEyes],
});

/** A venue of Party work (党群阵地, NPE-11) with what it should have (六有, NPE-12). */
export const partyVenue = defineRecord({
  name: 'partyVenue',
  path: 'party-venues',
  table: 'party_venues',
  label: t('党群阵地', 'Venue'),
  plural: t('党群阵地', 'Venues'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 100, required: true, aliases: ['阵地名称'] }),
    kind: choice({ label: t('类型', 'Kind'), options: venueKinds, required: true }),
    placeId: reference({ label: t('所在场所', 'Place'), record: 'place' }),
    organisationId,
    area: decimal({ label: t('面积', 'Area'), digits: 1, unit: t('平方米', 'm²') }),
    functions: text({ label: t('功能', 'Functions'), maxLength: 300, hint: t('一室多用：学习、议事、服务……', 'One room, many uses') }),
    holdings: choices({ label: t('六有', 'Six holdings'), options: venueHoldings, hint: t('地方做法，可按本区标准调整', 'Local practice; adapt it to the zone') }),
  },
  title: 'name',
  search: ['name'],
  key: 'name',
  list: { columns: ['name', 'kind', 'placeId', 'organisationId', 'area', 'holdings'], filters: ['kind', 'placeId', 'organisationId'], order: 'name' },
  form: [{ title: t('党群阵地', 'Venue'), fields: ['name', 'kind', 'placeId', 'organisationId', 'area', 'functions', 'holdings'] }],
  access: [...partyRegister, ownOrganisation()],
});
