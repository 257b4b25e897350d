import type { Actor } from '#kernel/contract/access.ts';
import { defineCase } from '#kernel/contract/case.ts';
import { date, integer, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { exportTasks, foldExport, type ExportState } from './rules/export-state.ts';

const fields = {
  title: text({ label: t('导出申请', 'Wish to export'), maxLength: 300, derived: true }),
  record: text({ label: t('名录', 'Register'), maxLength: 60, derived: true }),
  conditions: longText({ label: t('筛选条件', 'Conditions'), derived: true }),
  rows: integer({ label: t('条数', 'Rows'), derived: true }),
  why: longText({ label: t('用途', 'Purpose'), derived: true }),
  askedById: reference({ label: t('申请人', 'Asked by'), record: 'user', derived: true }),
  askedOn: date({ label: t('申请日期', 'Asked on'), derived: true }),
  decidedById: reference({ label: t('批准人', 'Decided by'), record: 'user', derived: true }),
  decidedOn: date({ label: t('批准日期', 'Decided on'), derived: true }),
  taken: integer({ label: t('已导出次数', 'Times taken'), derived: true }),
} as const;

const has = (actor: Actor, ...roles: readonly string[]) => roles.some((role) => actor.roles.some((own) => own === role));

/** A wish to take many rows about people out in a file: said with its purpose, and let go by a second person (§12.1). */
export const exportApproval = defineCase<typeof fields, ExportState>({
  name: 'exportApproval',
  path: 'export-approvals',
  table: 'export_approvals',
  label: t('导出申请', 'Wish to export'),
  plural: t('导出申请', 'Wishes to export'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'rows', 'why', 'askedById', 'askedOn', 'decidedById', 'decidedOn', 'taken'], filters: ['askedById', 'askedOn', 'decidedOn'], order: '-createdAt' },
  form: [{ title: t('申请', 'Wish'), fields: ['title', 'conditions', 'rows', 'why', 'askedById', 'askedOn', 'decidedById', 'decidedOn', 'taken'] }],
  empty: t('导出个人信息超过限额时，在名录里点“导出”即可申请，由另一人批准。', 'Whoever exports more rows about people than the limit asks from the list itself; another person decides.'),
  access: [
    { roles: ['zoneLeader', 'partyWorkOfficer'], may: ['read'], rows: 'all', why: t('批准导出个人信息', 'decides on exports about people') },
    { roles: ['auditor'], may: ['read'], rows: 'all', why: t('监督个人信息的使用', 'watches over the use of personal data') },
    { roles: ['dispatcher', 'specialist', 'assessmentOfficer', 'branchSecretary', 'talentOfficer'], may: ['read'], rows: { column: 'askedById', in: 'users' }, why: t('本人的申请', 'their own wish') },
  ],
  initial: 'asked',
  states: {
    asked: { label: t('待批准', 'Asked'), tone: 'waiting' },
    approved: { label: t('已批准', 'Approved'), terminal: true, tone: 'good' },
    refused: { label: t('未批准', 'Refused'), terminal: true, tone: 'bad' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
  },
  relations: {
    asker: { label: t('申请人', 'who asked'), holds: (actor, state) => actor.userId === state.askedById },
    second: {
      label: t('申请人以外的管委会领导或党群工作者', 'a zone leader or Party work officer other than who asked'),
      holds: (actor, state) => has(actor, 'zoneLeader', 'partyWorkOfficer') && actor.userId !== state.askedById,
    },
  },
  open: {
    label: t('申请导出', 'Ask to export'),
    by: ['partyWorkOfficer', 'zoneLeader', 'auditor', 'dispatcher', 'specialist', 'assessmentOfficer', 'branchSecretary', 'talentOfficer'],
    input: {
      record: text({ label: t('名录', 'Register'), maxLength: 60, required: true, hint: t('从名录点“导出”时自动填好', 'Filled in by the list’s own “Export”') }),
      conditions: longText({ label: t('筛选条件', 'Conditions'), maxLength: 2000, hint: t('从名录带来，空着即全部', 'Brought along from the list; empty means all') }),
      rows: integer({ label: t('条数', 'Rows'), min: 1, max: 10_000_000, required: true }),
      why: longText({ label: t('用途', 'Purpose'), maxLength: 500, required: true, hint: t('给谁、做什么用', 'For whom, and what for') }),
    },
  },
  moves: {
    approve: { label: t('批准', 'Approve'), hint: t('申请人可在有效期内导出', 'Who asked may take the file while it is valid'), from: ['asked'], to: ['approved'], by: ['second'], input: {}, weight: 'primary' },
    refuse: { label: t('不批准', 'Refuse'), from: ['asked'], to: ['refused'], by: ['second'], input: { reason: longText({ label: t('理由', 'Reason'), maxLength: 500, required: true }) }, weight: 'danger' },
    withdraw: { label: t('撤回申请', 'Withdraw'), from: ['asked'], to: ['withdrawn'], by: ['asker'], input: {}, weight: 'danger' },
    take: { label: t('已导出', 'Taken'), from: ['approved'], to: [], by: ['system'], input: {} },
  },
  fold: foldExport,
  clocks: () => [],
  tasks: exportTasks,
  parties: () => [],
  project: (state) => ({
    title: state.title,
    record: state.record,
    conditions: state.conditions,
    rows: state.rows,
    why: state.why,
    askedById: state.askedById,
    askedOn: dateOf(state.askedAt),
    decidedById: state.decidedById,
    decidedOn: state.decidedAt === null ? null : dateOf(state.decidedAt),
    taken: state.taken,
  }),
});
