import { choice, choices, date, flag, integer, longText, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { categories, levels } from './request-fields.ts';

const staff = ['dispatcher', 'zoneLeader', 'partyWorkOfficer', 'specialist', 'departmentHandler', 'assessmentOfficer', 'auditor', 'talentOfficer', 'projectManager', 'financeOfficer'] as const;

/** One line of the service menu (服务菜单): what a firm may ask for, from whom, within what, with which papers. */
export const serviceItem = defineRecord({
  name: 'serviceItem',
  path: 'service-items',
  table: 'service_items',
  label: t('服务事项', 'Menu item'),
  plural: t('服务菜单', 'Service menu'),
  fields: {
    code: text({ label: t('编码', 'Code'), maxLength: 20, required: true, aliases: ['事项编码', '序号'] }),
    name: text({ label: t('事项名称', 'Name'), maxLength: 80, required: true, aliases: ['服务事项', '事项', '服务名称'] }),
    category: choice({ label: t('类别', 'Category'), options: categories, required: true, aliases: ['分类'] }),
    level: choice({ label: t('办理级别', 'Level'), options: levels, required: true, hint: t('决定时限', 'Decides the limits') }),
    departmentId: reference({ label: t('牵头单位', 'Lead unit'), record: 'department', aliases: ['责任单位', '主办单位'] }),
    providerId: reference({ label: t('服务机构', 'Provider'), record: 'provider' }),
    whoMayAsk: choices({ label: t('适用对象', 'Who may ask'), options: { any: t('所有企业', 'Every firm'), small: t('中小微企业', 'Small firms'), highTech: t('高新技术企业', 'High-tech firms'), talent: t('人才企业', 'Talent firms') } }),
    papers: longText({ label: t('所需材料', 'Papers needed'), maxLength: 1000, aliases: ['申请材料', '材料'] }),
    description: longText({ label: t('说明', 'Description'), maxLength: 2000, aliases: ['服务内容'] }),
    keywords: text({ label: t('关键词', 'Key words'), maxLength: 200, hint: t('企业会怎么说，以空格分开', 'How firms put it, separated by spaces') }),
    askedTimes: integer({ label: t('被请求次数', 'Times asked'), derived: true }),
    solvedTimes: integer({ label: t('真正解决次数', 'Times really solved'), derived: true, hint: t('企业亲自评定“已解决”的次数', 'Called solved by the firm itself') }),
  },
  title: 'name',
  search: ['name', 'keywords', 'code'],
  key: 'code',
  list: { columns: ['code', 'name', 'category', 'level', 'departmentId', 'askedTimes', 'solvedTimes'], filters: ['category', 'level', 'departmentId', 'providerId', 'whoMayAsk'], order: 'code' },
  form: [
    { title: t('事项', 'Item'), fields: ['code', 'name', 'category', 'level', 'departmentId', 'providerId'] },
    { title: t('怎么申请', 'How to ask'), fields: ['whoMayAsk', 'papers', 'description', 'keywords'] },
    { title: t('实效', 'What came of it'), fields: ['askedTimes', 'solvedTimes'] },
  ],
  empty: t('这里是服务菜单。由调度员导入或新建，各牵头单位保持更新。', 'The service menu will be here; the dispatcher imports it, lead units keep it right.'),
  access: [
    { roles: [...staff, 'enterpriseContact', 'provider', 'bankOfficer'], may: ['read', 'export'], rows: 'all', why: t('服务菜单对全区公开', 'the menu is public in the zone') },
    { roles: ['dispatcher'], may: ['create', 'update', 'end', 'import'], rows: 'all', why: t('维护服务菜单', 'keeps the menu') },
    { roles: ['departmentHandler'], may: ['update'], rows: { column: 'departmentId', in: 'departments' }, why: t('本单位牵头的事项', 'items their unit leads') },
  ],
});

/** Which specialist looks after which firm, from when to when (SpecialistAssignment, rulebook §8.4). */
export const specialistLink = defineRecord({
  name: 'specialistLink',
  path: 'specialist-links',
  table: 'specialist_links',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('挂钩关系', 'Specialist link'),
  plural: t('红领专员挂钩', 'Specialist links'),
  fields: {
    title: text({ label: t('挂钩', 'Link'), maxLength: 200, derived: true }),
    specialistId: reference({ label: t('红领专员', 'Specialist'), record: 'user', required: true, aliases: ['专员', '姓名', '红领专员姓名'] }),
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称', '挂钩企业'] }),
    fromOn: date({ label: t('开始日期', 'From'), required: true, aliases: ['挂钩日期'] }),
    toOn: date({ label: t('结束日期', 'To') }),
    reason: text({ label: t('理由', 'Reason'), maxLength: 200 }),
  },
  title: 'title',
  search: ['title'],
  list: { columns: ['specialistId', 'firmId', 'fromOn', 'toOn', 'reason'], filters: ['specialistId', 'firmId', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('挂钩', 'Link'), fields: ['specialistId', 'firmId', 'fromOn', 'toOn', 'reason'] }],
  access: [
    { roles: ['dispatcher', 'partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('安排红领专员', 'assigns the specialists') },
    { roles: ['zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区服务', "oversees the zone's service") },
    { roles: ['specialist'], may: ['read'], rows: { column: 'specialistId', in: 'users' }, why: t('本人的挂钩企业', 'their own links') },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的专员', "their firm's specialist") },
  ],
  check: ({ fromOn, toOn }) => (fromOn && toOn && toOn < fromOn ? [{ code: 'LINK_DATES', field: 'toOn', message: t('结束日期不能早于开始日期', 'The end cannot be before the start') }] : []),
});

/** What keeps coming back unsolved (共性问题): one file with its evidence, not a heap of closed requests. */
export const commonProblem = defineRecord({
  name: 'commonProblem',
  path: 'common-problems',
  table: 'common_problems',
  label: t('共性问题', 'Common problem'),
  plural: t('共性问题', 'Common problems'),
  fields: {
    title: text({ label: t('问题', 'Problem'), maxLength: 100, required: true }),
    category: choice({ label: t('类别', 'Category'), options: categories }),
    description: longText({ label: t('情况与成因', 'What it is and why'), maxLength: 3000 }),
    suggestion: longText({ label: t('政策建议', 'Policy suggestion'), maxLength: 3000 }),
    state: choice({ label: t('进展', 'Progress'), options: { open: t('收集中', 'Open'), proposed: t('已提建议', 'Proposed'), settled: t('已解决', 'Settled'), declined: t('暂不可行', 'Not feasible for now') }, required: true }),
    isPublic: flag({ label: t('向企业公开', 'Shown to firms') }),
    firms: integer({ label: t('涉及企业', 'Firms concerned'), derived: true }),
    requests: integer({ label: t('涉及诉求', 'Requests concerned'), derived: true }),
  },
  title: 'title',
  search: ['title', 'description'],
  list: { columns: ['title', 'category', 'state', 'firms', 'requests'], filters: ['category', 'state'], order: '-createdAt' },
  form: [
    { title: t('问题', 'Problem'), fields: ['title', 'category', 'description', 'firms', 'requests'] },
    { title: t('推动解决', 'Towards a solution'), fields: ['suggestion', 'state', 'isPublic'] },
  ],
  empty: t('没有解决、反复出现的诉求会归到这里，附上涉及的企业，形成政策建议。', 'What stays unsolved and returns is gathered here with the firms concerned.'),
  access: [
    { roles: ['dispatcher'], may: ['read', 'create', 'update', 'end', 'export'], rows: 'all', why: t('归集共性问题', 'gathers common problems') },
    { roles: ['zoneLeader', 'departmentHandler', 'specialist', 'assessmentOfficer', 'auditor', 'partyWorkOfficer'], may: ['read', 'export'], rows: 'all', why: t('推动解决共性问题', 'works on common problems') },
  ],
});
