import { defineCase } from '#kernel/contract/case.ts';
import { date, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { foldPromise, promiseClocks, promiseTasks, type PromiseState } from './rules/promise-state.ts';

const fields = {
  title: text({ label: t('承诺', 'Promise'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  ownerDepartmentId: reference({ label: t('责任单位', 'Owner'), record: 'department', derived: true }),
  ownerUserId: reference({ label: t('责任人', 'Person'), record: 'user', derived: true }),
  requestId: reference({ label: t('来自诉求', 'From request'), record: 'serviceRequest', derived: true }),
  visitId: reference({ label: t('来自走访', 'From visit'), record: 'visit', derived: true }),
  dueOn: date({ label: t('期限', 'Due'), derived: true }),
  keptOn: date({ label: t('兑现日期', 'Kept'), derived: true }),
} as const;

/** "We will…" (承诺): listed with owner and date, seen by the firm, until the firm says it was kept. */
export const promise = defineCase<typeof fields, PromiseState>({
  name: 'promise',
  path: 'promises',
  table: 'promises',
  label: t('承诺', 'Promise'),
  plural: t('承诺', 'Promises'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'ownerDepartmentId', 'ownerUserId', 'dueOn', 'keptOn'], filters: ['firmId', 'ownerDepartmentId', 'ownerUserId', 'requestId', 'visitId', 'dueOn'], order: 'dueOn' },
  form: [{ title: t('承诺', 'Promise'), fields: ['title', 'firmId', 'ownerDepartmentId', 'ownerUserId', 'dueOn', 'keptOn', 'requestId', 'visitId'] }],
  empty: t('对企业说过“我们会……”的，都列在这里，直到企业确认兑现。', 'Everything that was promised to a firm stays here until the firm says it was kept.'),
  access: [
    { roles: ['dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor', 'partyWorkOfficer'], may: ['read', 'export'], rows: 'all', why: t('督促承诺兑现', 'sees that promises are kept') },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('对本企业的承诺', 'a promise to their firm') },
    { roles: ['specialist'], may: ['read', 'export'], rows: { column: 'firmId', in: 'linkedFirms' }, why: t('对挂钩企业的承诺', 'a promise to a firm they are linked to') },
    { roles: ['departmentHandler'], may: ['read', 'export'], rows: { column: 'ownerDepartmentId', in: 'departments' }, why: t('本单位的承诺', "their unit's promise") },
    { roles: ['specialist', 'zoneLeader'], may: ['read'], rows: { column: 'ownerUserId', in: 'users' }, why: t('本人的承诺', 'their own promise') },
  ],
  initial: 'made',
  states: {
    made: { label: t('未兑现', 'Made'), tone: 'waiting' },
    reportedKept: { label: t('已办，待企业确认', 'Done, awaiting the firm'), tone: 'active' },
    kept: { label: t('已兑现', 'Kept'), terminal: true, tone: 'good' },
    cannotKeep: { label: t('不能兑现，已说明', 'Cannot be kept, explained'), terminal: true, tone: 'bad' },
  },
  relations: {
    owner: {
      label: t('责任单位或责任人', 'its owner'),
      holds: (actor, state) => actor.userId === state.ownerUserId || (state.ownerDepartmentId !== null && actor.scope.departments.includes(state.ownerDepartmentId)),
    },
    firm: { label: t('企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
  },
  open: {
    label: t('记承诺', 'Record a promise'),
    by: ['dispatcher', 'zoneLeader', 'specialist', 'departmentHandler'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }),
      what: text({ label: t('承诺什么', 'What is promised'), maxLength: 200, required: true }),
      dueOn: date({ label: t('期限', 'By when'), required: true }),
      ownerDepartmentId: reference({ label: t('责任单位', 'Owner'), record: 'department' }),
      ownerUserId: reference({ label: t('责任人', 'Person'), record: 'user' }),
      requestId: reference({ label: t('来自诉求', 'From request'), record: 'serviceRequest' }),
      visitId: reference({ label: t('来自走访', 'From visit'), record: 'visit' }),
    },
  },
  moves: {
    reportKept: { label: t('已办，请企业确认', 'Done'), from: ['made'], to: ['reportedKept'], by: ['owner'], weight: 'primary', input: { note: longText({ label: t('怎么办的', 'How'), maxLength: 500 }) } },
    explain: {
      label: t('不能兑现', 'Cannot keep it'),
      from: ['made'],
      to: ['cannotKeep'],
      by: ['owner'],
      weight: 'danger',
      input: { reason: longText({ label: t('向企业说明原因', 'Why, for the firm to read'), maxLength: 500, required: true }) },
    },
    confirmKept: { label: t('确认兑现', 'Kept'), from: ['reportedKept', 'made'], to: ['kept'], by: ['firm'], weight: 'primary', input: {} },
    denyKept: { label: t('没有兑现', 'Not kept'), from: ['reportedKept'], to: ['made'], by: ['firm'], weight: 'danger', input: { reason: longText({ label: t('还差什么', 'What is missing'), maxLength: 500, required: true }) } },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: ['made', 'reportedKept', 'kept', 'cannotKeep'], to: [], by: ['system'], input: {} },
  },
  fold: foldPromise,
  clocks: promiseClocks,
  tasks: promiseTasks,
  parties: (state) => [state.ownerDepartmentId, state.ownerUserId].filter((id) => id !== null),
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    ownerDepartmentId: state.ownerDepartmentId,
    ownerUserId: state.ownerUserId,
    requestId: state.requestId,
    visitId: state.visitId,
    dueOn: state.dueOn,
    keptOn: state.keptAt === null ? null : dateOf(state.keptAt),
  }),
});
