import type { Actor } from '#kernel/contract/access.ts';
import { defineCase } from '#kernel/contract/case.ts';
import { t } from '#kernel/contract/text.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { moveInputs as form, openInput, requestFields } from './request-fields.ts';
import { requestClocks, requestTasks } from './rules/request-clocks.ts';
import { guardAcceptExplanation, guardAskExtension, guardAskFirm, guardCallBack, guardCloseUnanswered, guardDecideExtension, guardMerge, guardObject, guardReply } from './rules/request-guards.ts';
import { requestNumber } from './rules/request-number.ts';
import { onRequestClock } from './rules/request-sweep.ts';
import { foldRequest } from './rules/request-fold.ts';
import type { RequestState } from './rules/request-state.ts';

const has = (actor: Actor, role: Actor['roles'][number]) => actor.roles.includes(role);
const handling = ['dispatched', 'signed', 'inProgress', 'reopened'];
const answered = ['replied', 'silent', 'calledBack'];

/**
 * A firm's request for help (企业诉求闭环, rulebook §8.2). Read it top to bottom: states, who is who, how it
 * opens, and every move with who makes it, from where to where, and which rule may forbid it. "Answered"
 * becomes "solved" by the asker's key alone; silence is a state of its own.
 */
export const serviceRequest = defineCase<typeof requestFields, RequestState>({
  name: 'serviceRequest',
  path: 'service-requests',
  table: 'service_requests',
  label: t('企业诉求', 'Service request'),
  plural: t('企业诉求', 'Service requests'),
  fields: requestFields,
  title: 'title',
  search: ['title', 'number', 'text'],
  list: {
    columns: ['number', 'title', 'firmId', 'category', 'level', 'leadId', 'submittedOn', 'result', 'rating', 'reopened'],
    filters: ['firmId', 'parkId', 'category', 'itemId', 'level', 'channel', 'leadId', 'result', 'rating', 'supervised', 'commonProblemId', 'submittedOn', 'closedOn'],
    order: '-createdAt',
  },
  form: [
    { title: t('诉求', 'Request'), fields: ['number', 'text', 'firmId', 'parkId', 'category', 'itemId', 'level', 'channel', 'submittedOn'] },
    { title: t('办理', 'Handling'), fields: ['leadId', 'assistIds', 'result', 'rating', 'reopened', 'objections', 'supervised', 'closedOn', 'parentId', 'mergedIntoId', 'commonProblemId'] },
  ],
  empty: t('这里会列出企业的每件诉求。企业自己提，或由红领专员代提；第一步：新建诉求。', 'Every request of the firms will be listed here; a firm or its specialist raises it. First step: a new request.'),
  access: [
    { roles: ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor', 'partyWorkOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区诉求办理', "coordinates the zone's requests") },
    { roles: ['dispatcher'], may: ['import'], rows: 'all', why: t('导入热线工单', 'loads hotline files') },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的诉求', "their own firm's request") },
    { roles: ['specialist'], may: ['read', 'export'], rows: { column: 'firmId', in: 'linkedFirms' }, why: t('挂钩企业的诉求', 'a firm they are linked to') },
    { roles: ['departmentHandler'], may: ['read', 'export'], rows: { through: 'case_parties', on: 'case_id', column: 'party_id', in: 'departments' }, why: t('主办、协办或被吹哨', 'their unit leads, assists or was called') },
  ],

  initial: 'draft',
  states: {
    draft: { label: t('草稿', 'Draft'), tone: 'waiting' },
    submitted: { label: t('待受理', 'Submitted'), tone: 'waiting' },
    accepted: { label: t('待派单', 'Accepted'), tone: 'waiting' },
    dispatched: { label: t('待签收', 'Dispatched'), tone: 'waiting' },
    objected: { label: t('有异议', 'Objected'), tone: 'bad' },
    signed: { label: t('已签收', 'Signed'), tone: 'active' },
    inProgress: { label: t('办理中', 'In progress'), tone: 'active' },
    waitingEnterprise: { label: t('等待企业', 'Waiting for the firm'), tone: 'waiting' },
    splitUp: { label: t('已拆分', 'Split up'), tone: 'active' },
    replied: { label: t('已答复，待企业评定', 'Answered, awaiting verdict'), tone: 'waiting' },
    silent: { label: t('企业未答复', 'No word from the firm'), tone: 'bad' },
    calledBack: { label: t('已回访，待企业评定', 'Called back, awaiting verdict'), tone: 'waiting' },
    confirmed: { label: t('已评定，待回访', 'Confirmed, call-back due'), tone: 'good' },
    reopened: { label: t('重办', 'Reopened'), tone: 'bad' },
    closed: { label: t('已办结', 'Closed'), terminal: true, tone: 'good' },
    refused: { label: t('不予受理', 'Refused'), terminal: true, tone: 'bad' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'waiting' },
    merged: { label: t('已并入', 'Merged'), terminal: true, tone: 'waiting' },
  },
  relations: {
    asker: { label: t('提出诉求的企业', 'the asking firm'), holds: (actor, state) => has(actor, 'enterpriseContact') && actor.scope.firms.includes(state.firmId) },
    specialist: { label: t('企业的红领专员', "the firm's specialist"), holds: (actor, state) => has(actor, 'specialist') && actor.scope.linkedFirms.includes(state.firmId) },
    dispatcher: { label: t('调度员', 'a dispatcher'), holds: (actor) => has(actor, 'dispatcher') },
    leader: { label: t('管委会领导', 'a zone leader'), holds: (actor) => has(actor, 'zoneLeader') },
    leadUnit: { label: t('主办单位', 'the lead unit'), holds: (actor, state) => has(actor, 'departmentHandler') && state.leadId !== null && actor.scope.departments.includes(state.leadId) },
    assistingUnit: {
      label: t('未回复的协办单位', 'an assisting unit that has not replied'),
      holds: (actor, state) => has(actor, 'departmentHandler') && state.assists.some((one) => one.repliedAt === null && actor.scope.departments.includes(one.unitId)),
    },
    calledUnit: {
      label: t('未报到的被吹哨单位', 'a called unit that has not reported in'),
      holds: (actor, state) => has(actor, 'departmentHandler') && state.whistles.some((one) => one.reportedAt === null && actor.scope.departments.includes(one.unitId)),
    },
    concernedUnit: { label: t('参与办理的单位', 'a unit concerned'), holds: (actor, state) => has(actor, 'departmentHandler') && state.unitIds.some((id) => actor.scope.departments.includes(id)) },
    outsider: {
      label: t('未参与办理的回访人', 'a caller outside the handling line'),
      holds: (actor, state) => (has(actor, 'dispatcher') || has(actor, 'assessmentOfficer')) && !state.handlerIds.includes(actor.userId),
    },
  },
  open: { label: t('提诉求', 'Ask for help'), by: ['enterpriseContact', 'specialist', 'dispatcher'], input: openInput },
  moves: {
    submit: { label: t('提交', 'Submit'), from: ['draft'], to: ['submitted'], by: ['asker', 'specialist', 'dispatcher'], input: form.none, weight: 'primary' },
    withdraw: { label: t('撤回', 'Withdraw'), from: ['draft', 'submitted', 'accepted', ...handling, 'waitingEnterprise'], to: ['withdrawn'], by: ['asker', 'specialist'], input: form.reason, weight: 'danger' },
    accept: { label: t('受理', 'Accept'), hint: t('填了主办单位即一并派单', 'With a lead unit it is dispatched at once'), from: ['submitted'], to: ['accepted', 'dispatched'], by: ['dispatcher'], input: form.accept, weight: 'primary' },
    refuse: { label: t('不予受理', 'Refuse'), from: ['submitted'], to: ['refused'], by: ['dispatcher'], input: form.refuse, weight: 'danger' },
    dispatch: { label: t('派单', 'Dispatch'), from: ['accepted'], to: ['dispatched'], by: ['dispatcher'], input: form.dispatch, weight: 'primary' },
    merge: { label: t('并入另一件', 'Merge'), from: ['submitted', 'accepted', 'dispatched'], to: ['merged'], by: ['dispatcher'], input: form.merge, guard: guardMerge, weight: 'danger' },
    split: { label: t('拆分', 'Split'), from: ['accepted'], to: ['splitUp'], by: ['dispatcher'], input: form.split },
    childClosed: { label: t('分件办结', 'A part was closed'), from: ['splitUp'], to: ['splitUp', 'closed'], by: ['system'], input: form.none },
    sign: { label: t('签收', 'Sign'), from: ['dispatched'], to: ['signed'], by: ['leadUnit'], input: form.none, weight: 'primary' },
    object: { label: t('提出异议', 'Object'), from: ['dispatched', 'signed'], to: ['objected'], by: ['leadUnit'], input: form.reason, guard: guardObject, weight: 'danger' },
    decideObjection: { label: t('裁定异议', 'Decide the objection'), from: ['objected'], to: ['dispatched'], by: ['dispatcher'], input: form.decideObjection, weight: 'primary' },
    contact: { label: t('联系企业', 'Contact the firm'), from: handling, to: ['inProgress'], by: ['leadUnit'], input: form.contact },
    progress: { label: t('记进展', 'Note progress'), from: ['signed', 'inProgress', 'reopened', 'waitingEnterprise'], to: [], by: ['leadUnit'], input: form.say },
    askFirm: { label: t('请企业补充', 'Ask the firm'), from: ['signed', 'inProgress', 'reopened'], to: ['waitingEnterprise'], by: ['leadUnit'], input: form.askFirm, guard: guardAskFirm },
    supply: { label: t('已补充', 'Supply what was asked'), from: ['waitingEnterprise'], to: ['inProgress'], by: ['asker', 'specialist'], input: form.say, weight: 'primary' },
    resume: { label: t('继续办理', 'Resume'), from: ['waitingEnterprise'], to: ['inProgress'], by: ['leadUnit'], input: form.note },
    waitEnded: { label: t('等待期满，继续计时', 'The wait ended'), from: ['waitingEnterprise'], to: ['inProgress'], by: ['system'], input: form.none },
    askExtension: { label: t('申请延期', 'Ask for an extension'), from: ['signed', 'inProgress', 'reopened'], to: [], by: ['leadUnit'], input: form.askExtension, guard: guardAskExtension },
    decideExtension: { label: t('批复延期', 'Decide the extension'), from: 'open', to: [], by: ['dispatcher', 'leader'], input: form.decideExtension, guard: (situation) => guardDecideExtension(situation, situation.actor.roles) },
    whistle: {
      label: t('吹哨', 'Whistle'),
      hint: t('召集多个部门共同商议，被吹哨单位一个工作日内报到', 'Calls departments together; each reports in within a working day'),
      from: ['accepted', ...handling, 'waitingEnterprise'],
      to: [],
      by: ['specialist', 'dispatcher', 'leader'],
      input: form.whistle,
    },
    reportIn: { label: t('报到', 'Report in'), from: 'open', to: [], by: ['calledUnit'], input: form.note, weight: 'primary' },
    assistReply: { label: t('协办回复', 'Assisting reply'), from: 'open', to: [], by: ['assistingUnit'], input: form.assistReply, weight: 'primary' },
    reply: { label: t('答复企业', 'Reply'), from: handling, to: ['replied'], by: ['leadUnit'], input: form.reply, guard: guardReply, weight: 'primary' },
    confirmSolved: { label: t('已解决', 'Solved'), from: answered, to: ['closed', 'confirmed'], by: ['asker'], input: form.verdict, weight: 'primary' },
    confirmPartly: { label: t('部分解决', 'Partly solved'), from: answered, to: ['closed', 'confirmed'], by: ['asker'], input: form.verdict },
    acceptExplanation: { label: t('认可说明', 'Accept the explanation'), from: answered, to: ['closed', 'confirmed'], by: ['asker'], input: form.verdict, guard: guardAcceptExplanation },
    reportUnsolved: {
      label: t('没有解决', 'Not solved'),
      hint: t('重办一次，时限减半；仍未解决则归入共性问题', 'One redo at half the limit; if still unsolved it becomes a common problem'),
      from: answered,
      to: ['reopened', 'closed', 'confirmed'],
      by: ['asker'],
      input: form.unsolved,
      weight: 'danger',
    },
    remindFirm: { label: t('请企业评定', 'Ask the firm for its verdict'), from: answered, to: [], by: ['specialist', 'leadUnit', 'dispatcher'], input: form.none },
    fallSilent: { label: t('企业逾期未评定', 'No verdict in time'), from: ['replied'], to: ['silent'], by: ['system'], input: form.none },
    callBack: { label: t('回访', 'Call back'), from: ['silent', 'confirmed', 'replied'], to: ['silent', 'confirmed', 'replied', 'calledBack', 'closed'], by: ['outsider'], input: form.callBack, guard: guardCallBack, weight: 'primary' },
    closeUnanswered: {
      label: t('无人应答，办结', 'Close: no answer'),
      hint: t('企业已有的评定照旧保留', 'A verdict that the firm has given stays'),
      from: ['silent', 'calledBack', 'confirmed'],
      to: ['closed'],
      by: ['outsider'],
      input: form.note,
      guard: guardCloseUnanswered,
      weight: 'danger',
    },
    supervise: { label: t('督办', 'Supervise'), from: [...handling, 'waitingEnterprise', 'objected', 'submitted', 'accepted'], to: [], by: ['dispatcher', 'leader', 'system'], input: form.reason },
    tellChief: { label: t('报链长', 'Tell the chain chief'), from: 'open', to: [], by: ['system'], input: form.none },
    instruct: { label: t('批示', 'Instruct'), from: 'open', to: [], by: ['leader'], input: form.say, weight: 'primary' },
    fileCommonProblem: { label: t('归入共性问题', 'File as a common problem'), from: ['closed', ...answered], to: [], by: ['dispatcher'], input: form.commonProblem },
    transferFirm: {
      label: t('企业合并', 'Firm merged'),
      from: [...handling, ...answered, 'draft', 'submitted', 'accepted', 'objected', 'waitingEnterprise', 'splitUp', 'confirmed', 'closed', 'refused', 'withdrawn', 'merged'],
      to: [],
      by: ['system'],
      input: form.none,
    },
    attach: { label: t('附件', 'Attachment'), from: 'open', to: [], by: ['system'], input: form.none },
    say: { label: t('留言', 'Say'), from: 'open', to: [], by: ['asker', 'specialist', 'dispatcher', 'leader', 'concernedUnit'], input: form.say },
  },

  fold: foldRequest,
  clocks: requestClocks,
  tasks: requestTasks,
  onClock: onRequestClock,
  parties: (state) => state.unitIds,
  project: (state) => ({
    number: requestNumber(state.id, state.openedAt),
    title: state.title,
    text: state.text,
    firmId: state.firmId,
    parkId: state.parkId,
    category: state.category,
    itemId: state.itemId,
    level: state.level,
    channel: state.channel,
    leadId: state.leadId,
    assistIds: state.assists.map((assist) => assist.unitId),
    submittedOn: state.submittedAt === null ? null : toIso(state.submittedAt),
    result: state.result,
    rating: state.rating,
    reopened: state.spans.filter((span) => span.redo).length,
    objections: state.objections.length,
    supervised: state.supervisedAt !== null || state.raisedAt !== null,
    parentId: state.parentId,
    mergedIntoId: state.mergedIntoId,
    commonProblemId: state.commonProblemId,
    closedOn: state.closedAt === null ? null : toIso(state.closedAt),
  }),
});
