import { choice, flag, integer, longText, moment, reference, references, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';

/** Editable default; a zone renames or adds categories of its own. */
export const categories = {
  empowerment: t('党建赋能', 'Party-building empowerment'),
  relief: t('助企纾困', 'Relief for firms'),
  techTransfer: t('成果转换', 'Result transfer'),
  businessService: t('营商服务', 'Business environment'),
  finance: t('金融服务', 'Finance'),
  talentService: t('人才服务', 'Talents'),
  land: t('用地规划', 'Land and planning'),
  utilities: t('水电气网', 'Utilities'),
  labour: t('用工社保', 'Labour and insurance'),
  taxation: t('税务', 'Taxation'),
  safety: t('安全环保', 'Safety and environment'),
  other: t('其他', 'Other'),
} as const;

export const levels = {
  urgent: t('特急', 'Urgent'),
  simple: t('一般', 'Simple'),
  complex: t('复杂', 'Complex'),
  difficult: t('疑难', 'Difficult'),
} as const;

export const results = {
  resolved: t('已解决', 'Solved'),
  partly: t('部分解决', 'Partly solved'),
  explained: t('不能办，已说明并认可', 'Not possible, explained and accepted'),
  unresolved: t('未解决', 'Unsolved'),
  unconfirmed: t('企业未答复', 'No word from the firm'),
} as const;

export const ratings = {
  verySatisfied: t('非常满意', 'Very satisfied'),
  satisfied: t('满意', 'Satisfied'),
  basic: t('基本满意', 'Acceptable'),
  dissatisfied: t('不满意', 'Dissatisfied'),
} as const;

const channels = {
  portal: t('企业自助', "The firm's portal"),
  specialist: t('红领专员代提', 'By a specialist'),
  hotline: t('热线', 'Hotline'),
  visit: t('走访', 'Visit'),
} as const;

/** The projection of a request: what lists show, filter and export. */
export const requestFields = {
  number: text({ label: t('编号', 'Number'), maxLength: 40, derived: true }),
  title: text({ label: t('标题', 'Title'), maxLength: 100, derived: true }),
  text: longText({ label: t('诉求内容', 'What is needed'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  parkId: reference({ label: t('园区', 'Park'), record: 'place', derived: true }),
  category: choice({ label: t('类别', 'Category'), options: categories, derived: true }),
  itemId: reference({ label: t('服务事项', 'Menu item'), record: 'serviceItem', derived: true }),
  level: choice({ label: t('级别', 'Level'), options: levels, derived: true }),
  channel: choice({ label: t('渠道', 'Channel'), options: channels, derived: true }),
  leadId: reference({ label: t('主办单位', 'Lead unit'), record: 'department', derived: true }),
  assistIds: references({ label: t('协办单位', 'Assisting units'), record: 'department', derived: true }),
  submittedOn: moment({ label: t('提交时间', 'Submitted'), derived: true }),
  result: choice({ label: t('结果', 'Result'), options: results, derived: true }),
  rating: choice({ label: t('满意度', 'Satisfaction'), options: ratings, derived: true }),
  reopened: integer({ label: t('重办次数', 'Times reopened'), derived: true }),
  objections: integer({ label: t('异议次数', 'Objections'), derived: true }),
  supervised: flag({ label: t('督办', 'Supervised'), derived: true }),
  parentId: reference({ label: t('拆分自', 'Split from'), record: 'serviceRequest', derived: true }),
  mergedIntoId: reference({ label: t('并入', 'Merged into'), record: 'serviceRequest', derived: true }),
  commonProblemId: reference({ label: t('共性问题', 'Common problem'), record: 'commonProblem', derived: true }),
  closedOn: moment({ label: t('办结时间', 'Closed'), derived: true }),
} as const;

const note = longText({ label: t('说明', 'Note'), maxLength: 1000 });
const must = { required: true } as const;

/** The three fields of asking for help, and what the other doors add. */
export const openInput = {
  text: longText({ label: t('需要什么帮助', 'What do you need?'), maxLength: 2000, ...must }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm' }),
  itemId: reference({ label: t('服务事项', 'Menu item'), record: 'serviceItem' }),
  title: text({ label: t('标题', 'Title'), maxLength: 60, hint: t('不填则取内容首句', 'The first sentence, if left empty') }),
  level: choice({ label: t('级别', 'Level'), options: levels }),
  channel: choice({ label: t('渠道', 'Channel'), options: channels }),
  asDraft: flag({ label: t('先存草稿', 'Keep as a draft') }),
} as const;

/** One form a move; a move without fields takes a single click. */
export const moveInputs = {
  none: {},
  note: { note },
  accept: {
    level: choice({ label: t('级别', 'Level'), options: levels, ...must }),
    leadId: reference({ label: t('主办单位（可一并派单）', 'Lead unit (dispatches at once)'), record: 'department' }),
    assistIds: references({ label: t('协办单位', 'Assisting units'), record: 'department' }),
    itemId: reference({ label: t('服务事项', 'Menu item'), record: 'serviceItem' }),
    category: choice({ label: t('类别', 'Category'), options: categories }),
    note,
  },
  refuse: {
    reason: longText({ label: t('不予受理的理由', 'Why it is refused'), maxLength: 1000, ...must }),
    advice: longText({ label: t('建议（找谁、怎么办）', 'Advice: whom to turn to, what to do'), maxLength: 1000, ...must }),
  },
  dispatch: {
    leadId: reference({ label: t('主办单位', 'Lead unit'), record: 'department', ...must }),
    assistIds: references({ label: t('协办单位', 'Assisting units'), record: 'department' }),
    note,
  },
  contact: {
    how: choice({ label: t('方式', 'How'), options: { phone: t('电话', 'Phone'), visit: t('上门', 'Visit'), message: t('消息', 'Message') }, ...must }),
    note,
  },
  reason: { reason: longText({ label: t('理由', 'Reason'), maxLength: 1000, ...must }) },
  decideObjection: {
    leadId: reference({ label: t('裁定由谁主办', 'The unit that must take it'), record: 'department', ...must }),
    reason: longText({ label: t('裁定理由', 'Reason of the decision'), maxLength: 1000, ...must }),
  },
  assistReply: { text: longText({ label: t('协办意见', 'Assisting opinion'), maxLength: 2000, ...must }) },
  whistle: {
    unitIds: references({ label: t('吹哨单位', 'Units called together'), record: 'department', ...must }),
    topic: text({ label: t('商议事项', 'What to settle'), maxLength: 200, ...must }),
    meetAt: moment({ label: t('时间', 'When') }),
  },
  askFirm: {
    reason: choice({
      label: t('等待原因', 'Why we wait'),
      options: {
        paper: t('需企业补充材料', 'A paper is missing'),
        decision: t('需企业作出决定', 'The firm must decide'),
        access: t('需企业配合现场', 'Access to the site is needed'),
        thirdParty: t('等待第三方', 'A third party must act'),
      },
      ...must,
    }),
    what: text({ label: t('请企业提供', 'What the firm is asked for'), maxLength: 200, ...must }),
    untilOn: { kind: 'date', label: t('等到哪天', 'Wait until'), required: true },
  },
  askExtension: {
    days: integer({ label: t('延期工作日数', 'Working days'), min: 1, max: 20, ...must }),
    reason: longText({ label: t('理由', 'Reason'), maxLength: 500, ...must }),
  },
  decideExtension: { granted: flag({ label: t('同意延期', 'Grant it'), ...must }), note },
  reply: {
    kind: choice({
      label: t('答复', 'Reply'),
      options: { done: t('已办理', 'Done'), partlyDone: t('部分办理', 'Partly done'), cannot: t('不能办', 'Cannot, because…') },
      ...must,
    }),
    text: longText({ label: t('答复内容', 'What we tell the firm'), maxLength: 2000, ...must }),
    clause: text({ label: t('依据条款', 'Clause it rests on'), maxLength: 200 }),
    promise: text({ label: t('承诺（还将做什么）', 'Promise: what we will still do'), maxLength: 200 }),
    promiseDueOn: { kind: 'date', label: t('承诺期限', 'Promised by') },
  },
  verdict: { rating: choice({ label: t('满意度', 'Satisfaction'), options: ratings }), note },
  unsolved: {
    reason: longText({ label: t('哪里没有解决', 'What is still unsolved'), maxLength: 1000, ...must }),
    rating: choice({ label: t('满意度', 'Satisfaction'), options: ratings }),
  },
  callBack: {
    reached: flag({ label: t('已联系上企业', 'The firm was reached'), ...must }),
    note: longText({ label: t('企业怎么说', 'What the firm says'), maxLength: 1000 }),
  },
  merge: {
    intoId: reference({ label: t('并入哪件诉求', 'Merge into'), record: 'serviceRequest', ...must }),
    reason: text({ label: t('理由', 'Reason'), maxLength: 200, ...must }),
  },
  split: { parts: longText({ label: t('拆成哪几件（每行一件）', 'The parts, one a line'), maxLength: 2000, ...must }) },
  commonProblem: {
    commonProblemId: reference({ label: t('归入共性问题', 'Common problem'), record: 'commonProblem' }),
    title: text({ label: t('或新建共性问题', 'Or a new one'), maxLength: 100 }),
  },
  say: { text: longText({ label: t('留言', 'Message'), maxLength: 2000, ...must }) },
} as const;
