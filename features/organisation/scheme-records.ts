import { choice, choices, date, flag, integer, longText, reference, references, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { ownOrganisation, partyRegister, spanCheck } from './access.ts';
import { lifeKinds, lifeStates, reviewStates, schemeKinds, schemeStatuses, taskStates } from './choices.ts';

const title = text({ label: t('名称', 'Title'), maxLength: 300, derived: true });
const schemeId = reference({ label: t('工作体系', 'Scheme'), record: 'scheme', required: true, aliases: ['体系名称', '计划名称'] });

/** A scheme as data: 1145, 五个一, a three-year plan, or the zone's own; its shape is checked when it is published (§7.3, NPE-01). */
export const scheme = defineRecord({
  name: 'scheme',
  path: 'schemes',
  table: 'schemes',
  life: { from: 'startsOn', orEntered: true, changing: ['status'] },
  label: t('工作体系', 'Scheme'),
  plural: t('工作体系与计划', 'Schemes and plans'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 100, required: true }),
    code: text({ label: t('代号', 'Code'), maxLength: 30, required: true, hint: t('如 1145、五个一', 'Such as 1145') }),
    kind: choice({ label: t('类型', 'Kind'), options: schemeKinds, required: true }),
    shape: text({ label: t('结构', 'Shape'), maxLength: 40, hint: t('每组几项，如 1-1-4-5；发布时核对', 'Parts of each group, such as 1-1-4-5; checked on publishing') }),
    status: choice({ label: t('状态', 'Status'), options: schemeStatuses, derived: true }),
    startsOn: date({ label: t('起始日', 'Starts on') }),
    endsOn: date({ label: t('结束日', 'Ends on') }),
    source: text({ label: t('依据文件', 'Source'), maxLength: 200 }),
    note: longText({ label: t('说明', 'Note'), maxLength: 2000 }),
  },
  title: 'name',
  search: ['name', 'code'],
  key: 'code',
  list: { columns: ['name', 'code', 'kind', 'shape', 'status', 'startsOn', 'endsOn'], filters: ['kind', 'status'], order: 'name' },
  form: [{ title: t('工作体系', 'Scheme'), fields: ['name', 'code', 'kind', 'shape', 'status', 'startsOn', 'endsOn', 'source', 'note'] }],
  access: [...partyRegister, { roles: ['branchSecretary'], may: ['read'], rows: 'all', why: t('对照落实', 'carries it out') }],
  check: ({ startsOn, endsOn, shape }) => [
    ...spanCheck({ fromOn: startsOn ?? null, toOn: endsOn ?? null }).map((refusal) => ({ ...refusal, field: 'endsOn' })),
    ...(shape && !/^\d+(-\d+)*$/.test(shape) ? [{ code: 'SHAPE_UNREADABLE', field: 'shape', message: t('结构写成数字加短横线，如 1-1-4-5', 'Write the shape as numbers joined by hyphens, such as 1-1-4-5') }] : []),
  ],
});

/** One named part of a scheme; its name is the zone's to set. */
export const schemePart = defineRecord({
  name: 'schemePart',
  path: 'scheme-parts',
  table: 'scheme_parts',
  label: t('组成部分', 'Part'),
  plural: t('体系组成部分', 'Parts of schemes'),
  fields: {
    name: text({ label: t('名称', 'Name'), maxLength: 100, required: true, aliases: ['内容', '项目'] }),
    schemeId,
    groupOrder: integer({ label: t('第几组', 'Group'), min: 1, max: 99, required: true }),
    groupName: text({ label: t('组名', 'Name of the group'), maxLength: 60, aliases: ['类别'] }),
    position: integer({ label: t('次序', 'Order'), min: 1, max: 999, required: true, aliases: ['序号'] }),
    description: longText({ label: t('内容', 'Content'), maxLength: 2000 }),
    isDefault: flag({ label: t('平台默认名称，待本区核定', 'Platform default, to be confirmed'), derived: true }),
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['schemeId', 'groupOrder', 'groupName', 'position', 'name', 'isDefault'], filters: ['schemeId', 'isDefault'], order: 'position' },
  form: [{ title: t('组成部分', 'Part'), fields: ['schemeId', 'groupOrder', 'groupName', 'position', 'name', 'description', 'isDefault'] }],
  access: [...partyRegister, { roles: ['branchSecretary'], may: ['read'], rows: 'all', why: t('对照落实', 'carries it out') }],
});

/** A task under a part: who, by when, with which evidence. */
export const schemeTask = defineRecord({
  name: 'schemeTask',
  path: 'scheme-tasks',
  table: 'scheme_tasks',
  life: { changing: ['state'] },
  label: t('任务', 'Task'),
  plural: t('体系任务', 'Tasks of schemes'),
  fields: {
    name: text({ label: t('任务', 'Task'), maxLength: 200, required: true, aliases: ['任务名称', '工作任务'] }),
    schemeId: { ...schemeId, required: true, derived: true },
    partId: reference({ label: t('组成部分', 'Part'), record: 'schemePart', required: true }),
    ownerDepartmentId: reference({ label: t('责任部门', 'Department'), record: 'department', aliases: ['责任单位', '牵头部门'] }),
    ownerOrganisationId: reference({ label: t('责任党组织', 'Organisation'), record: 'partyOrganisation' }),
    dueOn: date({ label: t('完成时限', 'Due'), aliases: ['时限', '完成日期'] }),
    state: choice({ label: t('状态', 'State'), options: taskStates, required: true }),
    doneOn: date({ label: t('完成日', 'Done on') }),
    evidence: longText({ label: t('成效与依据', 'Evidence'), maxLength: 1000 }),
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['schemeId', 'partId', 'name', 'ownerDepartmentId', 'ownerOrganisationId', 'dueOn', 'state'], filters: ['schemeId', 'partId', 'ownerDepartmentId', 'ownerOrganisationId', 'state', 'dueOn'], order: 'dueOn' },
  form: [{ title: t('任务', 'Task'), fields: ['partId', 'name', 'ownerDepartmentId', 'ownerOrganisationId', 'dueOn', 'state', 'doneOn', 'evidence'] }],
  access: [...partyRegister, ownOrganisation('ownerOrganisationId')],
  check: ({ state, evidence, doneOn }) => [
    ...(state === 'done' && !evidence ? [{ code: 'EVIDENCE_MISSING', field: 'evidence', message: t('写明完成了什么、依据在哪里', 'Say what was done and where it can be seen') }] : []),
    ...(state === 'done' && !doneOn ? [{ code: 'DONE_UNDATED', field: 'doneOn', message: t('请填写完成日', 'Give the day it was done') }] : []),
  ],
});

/** How an organisation stands on one part of a checklist such as 五个一: its own word, then the upper organisation's. */
export const schemeReview = defineRecord({
  name: 'schemeReview',
  path: 'scheme-reviews',
  table: 'scheme_reviews',
  life: { changing: ['state'] },
  label: t('对照检查', 'Review'),
  plural: t('对照检查', 'Reviews'),
  fields: {
    title,
    schemeId,
    partId: reference({ label: t('组成部分', 'Part'), record: 'schemePart', required: true }),
    organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', required: true }),
    evidence: longText({ label: t('做法与依据', 'What was done'), maxLength: 1000 }),
    state: choice({ label: t('状态', 'State'), options: reviewStates, required: true }),
    clause: text({ label: t('退回理由', 'Why it was returned'), maxLength: 300 }),
    reviewedOn: date({ label: t('核定日期', 'Reviewed on') }),
  },
  title: 'title',
  search: [],
  list: { columns: ['organisationId', 'schemeId', 'partId', 'state', 'reviewedOn'], filters: ['organisationId', 'schemeId', 'partId', 'state'], order: '-updatedAt' },
  form: [{ title: t('对照检查', 'Review'), fields: ['organisationId', 'schemeId', 'partId', 'evidence', 'state', 'clause', 'reviewedOn'] }],
  access: [...partyRegister, ownOrganisation()],
});

/** One event of organisation life, entered once; it may serve several requirements (§2). */
export const lifeRecord = defineRecord({
  name: 'lifeRecord',
  path: 'life-records',
  table: 'life_records',
  life: { from: 'heldOn' },
  label: t('组织生活记录', 'Record of organisation life'),
  plural: t('组织生活', 'Organisation life'),
  fields: {
    topic: text({ label: t('主题', 'Topic'), maxLength: 200, required: true, aliases: ['会议主题', '内容'] }),
    organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', required: true, aliases: ['党组织名称', '支部名称'] }),
    kinds: choices({ label: t('类型', 'Kind'), options: lifeKinds, required: true, aliases: ['会议类型', '活动类型'] }),
    heldOn: date({ label: t('召开日期', 'Held on'), required: true, aliases: ['时间', '日期', '召开时间'] }),
    groupId: reference({ label: t('党小组', 'Group'), record: 'partyGroup' }),
    chairName: text({ label: t('主持人', 'Chair'), maxLength: 40, personal: true }),
    entitled: integer({ label: t('应到', 'Entitled to attend'), min: 0, max: 10_000, aliases: ['应到人数'] }),
    present: integer({ label: t('实到', 'Present'), min: 0, max: 10_000, aliases: ['实到人数'] }),
    presentIds: references({ label: t('到会党员', 'Members present'), record: 'partyMember' }),
    firmIds: references({ label: t('参加企业', 'Firms that took part'), record: 'firm', hint: t('没有党组织的企业参加的，记在这里', 'Firms without an organisation that took part') }),
    minutes: longText({ label: t('记录', 'Minutes'), maxLength: 10_000 }),
    state: choice({ label: t('状态', 'State'), options: lifeStates, required: true }),
    lateEntry: flag({ label: t('补录', 'Entered late'), derived: true }),
  },
  title: 'topic',
  search: ['topic'],
  list: { columns: ['heldOn', 'organisationId', 'kinds', 'topic', 'entitled', 'present', 'state', 'lateEntry'], filters: ['organisationId', 'kinds', 'heldOn', 'groupId', 'state', 'lateEntry'], order: '-heldOn' },
  form: [{ title: t('组织生活', 'Organisation life'), fields: ['organisationId', 'kinds', 'topic', 'heldOn', 'groupId', 'chairName', 'entitled', 'present', 'presentIds', 'firmIds', 'minutes', 'state', 'lateEntry'] }],
  empty: t('三会一课、主题党日等记录会列在这里；记一次，处处可用，不要求拍照。', 'Meetings and lectures; entered once, used everywhere, no photos asked.'),
  access: [
    { roles: ['partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('指导组织生活', 'guides organisation life') },
    { roles: ['zoneLeader', 'auditor'], may: ['read'], rows: 'all', why: t('督促组织生活落实', 'sees that it is held') },
    { roles: ['branchSecretary'], may: ['read', 'create', 'update', 'end', 'export'], rows: { column: 'organisationId', in: 'organisations' }, why: t('本支部书记', "is the branch's secretary") },
  ],
  check: ({ entitled, present }) =>
    typeof entitled === 'number' && typeof present === 'number' && present > entitled ? [{ code: 'PRESENT_OVER_ENTITLED', rule: 'LIFE-02', field: 'present', message: t('实到不能多于应到', 'More were present than entitled') }] : [],
});

/** A requirement of organisation life that does not apply this once, with who said so (§2). */
export const lifeWaiver = defineRecord({
  name: 'lifeWaiver',
  path: 'life-waivers',
  table: 'life_waivers',
  label: t('免于要求', 'Waiver'),
  plural: t('组织生活免于要求', 'Waivers'),
  fields: {
    title,
    organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', required: true }),
    kind: choice({ label: t('类型', 'Kind'), options: lifeKinds, required: true }),
    periodStart: date({ label: t('所属期起始日', 'Period begins'), required: true }),
    groupId: reference({ label: t('党小组', 'Group'), record: 'partyGroup' }),
    reason: longText({ label: t('原因', 'Reason'), maxLength: 300, required: true }),
    approvedBy: text({ label: t('批准人', 'Approved by'), maxLength: 40, derived: true }),
  },
  title: 'title',
  search: [],
  list: { columns: ['organisationId', 'kind', 'periodStart', 'reason', 'approvedBy'], filters: ['organisationId', 'kind', 'periodStart'], order: '-periodStart' },
  form: [{ title: t('免于要求', 'Waiver'), fields: ['organisationId', 'kind', 'periodStart', 'groupId', 'reason', 'approvedBy'] }],
  access: [...partyRegister, ownOrganisation()],
});
