import { defineCase } from '#kernel/contract/case.ts';
import { choice, integer, longText, moment, reference, references, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { foldVisit, visitTasks, type VisitState } from './rules/visit-state.ts';

const kinds = {
  routine: t('例行走访', 'Routine visit'),
  call: t('电话联系', 'Call'),
  request: t('诉求办理', 'About a request'),
  leader: t('领导走访', "Leader's visit"),
} as const;

const fields = {
  title: text({ label: t('走访', 'Visit'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  visitorId: reference({ label: t('走访人', 'Visitor'), record: 'user', derived: true }),
  companionIds: references({ label: t('同行', 'Companions'), record: 'user', derived: true }),
  kind: choice({ label: t('方式', 'Kind'), options: kinds, derived: true }),
  plannedAt: moment({ label: t('约定时间', 'Planned for'), derived: true }),
  purpose: text({ label: t('目的', 'Purpose'), derived: true }),
  heldAt: moment({ label: t('走访时间', 'Held'), derived: true }),
  notes: longText({ label: t('纪要', 'Notes'), derived: true }),
  requests: integer({ label: t('带回诉求', 'Requests from it'), derived: true }),
} as const;

/** A visit or call (走访): planned with regard to others' visits, noted once, its notes leading to requests. */
export const visit = defineCase<typeof fields, VisitState>({
  name: 'visit',
  path: 'visits',
  table: 'visits',
  label: t('走访', 'Visit'),
  plural: t('走访', 'Visits'),
  fields,
  title: 'title',
  search: ['title', 'notes'],
  list: { columns: ['title', 'firmId', 'visitorId', 'kind', 'plannedAt', 'heldAt', 'requests'], filters: ['firmId', 'visitorId', 'kind', 'plannedAt', 'heldAt'], order: '-createdAt' },
  form: [{ title: t('走访', 'Visit'), fields: ['firmId', 'visitorId', 'companionIds', 'kind', 'plannedAt', 'purpose', 'heldAt', 'notes', 'requests'] }],
  empty: t('走访计划和纪要会列在这里。第一步：预约一次走访。', 'Planned visits and their notes will be here. First step: plan a visit.'),
  access: [
    { roles: ['dispatcher', 'zoneLeader', 'partyWorkOfficer', 'assessmentOfficer', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('统筹全区走访', "coordinates the zone's visits") },
    { roles: ['specialist'], may: ['read', 'export'], rows: { column: 'firmId', in: 'linkedFirms' }, why: t('挂钩企业的走访', 'a firm they are linked to') },
    { roles: ['specialist', 'zoneLeader', 'departmentHandler'], may: ['read'], rows: { column: 'visitorId', in: 'users' }, why: t('本人的走访', 'their own visit') },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'firmId', in: 'firms' }, why: t('对本企业的走访', 'a visit to their firm') },
  ],
  initial: 'planned',
  states: {
    planned: { label: t('已约定', 'Planned'), tone: 'waiting' },
    held: { label: t('已走访', 'Held'), terminal: true, tone: 'good' },
    cancelled: { label: t('已取消', 'Cancelled'), terminal: true, tone: 'bad' },
  },
  relations: {
    visitor: { label: t('走访人', 'the visitor'), holds: (actor, state) => actor.userId === state.visitorId || state.companionIds.includes(actor.userId) },
    firm: { label: t('企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
  },
  open: {
    label: t('约走访', 'Plan a visit'),
    by: ['specialist', 'dispatcher', 'zoneLeader', 'departmentHandler', 'partyWorkOfficer'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }),
      plannedAt: moment({ label: t('时间', 'When'), required: true }),
      kind: choice({ label: t('方式', 'Kind'), options: kinds, required: true }),
      purpose: text({ label: t('目的', 'Purpose'), maxLength: 200 }),
      companionIds: references({ label: t('同行', 'Companions'), record: 'user' }),
    },
  },
  moves: {
    note: {
      label: t('记纪要', 'Write the notes'),
      from: ['planned'],
      to: ['held'],
      by: ['visitor'],
      weight: 'primary',
      input: {
        notes: longText({ label: t('纪要', 'Notes'), maxLength: 5000, required: true }),
        heldAt: moment({ label: t('实际时间', 'When it was') }),
        requests: longText({ label: t('提成诉求（每行一件）', 'Raise as requests, one a line'), maxLength: 5000, hint: t('点下面的句子即可填入', 'Click a sentence to put it in') }),
      },
    },
    amend: {
      label: t('补充纪要', 'Add to the notes'),
      from: ['held'],
      to: [],
      by: ['visitor'],
      input: { notes: longText({ label: t('补充', 'Addition'), maxLength: 5000, required: true }) },
    },
    raise: { label: t('由纪要提出诉求', 'A request was raised'), from: ['held', 'planned'], to: [], by: ['system'], input: { requestId: reference({ label: t('诉求', 'Request'), record: 'serviceRequest' }) } },
    postpone: {
      label: t('改期', 'Postpone'),
      from: ['planned'],
      to: [],
      by: ['visitor', 'firm'],
      input: { plannedAt: moment({ label: t('改到', 'To'), required: true }), reason: text({ label: t('理由', 'Reason'), maxLength: 200 }) },
    },
    cancel: { label: t('取消', 'Cancel'), from: ['planned'], to: ['cancelled'], by: ['visitor', 'firm'], weight: 'danger', input: { reason: text({ label: t('理由', 'Reason'), maxLength: 200, required: true }) } },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: ['planned', 'held', 'cancelled'], to: [], by: ['system'], input: {} },
  },
  fold: foldVisit,
  clocks: () => [],
  tasks: visitTasks,
  parties: (state) => [state.visitorId, ...state.companionIds],
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    visitorId: state.visitorId,
    companionIds: state.companionIds,
    kind: state.kind,
    plannedAt: toIso(state.plannedAt),
    purpose: state.purpose,
    heldAt: state.heldAt === null ? null : toIso(state.heldAt),
    notes: state.notes,
    requests: state.requests,
  }),
});
