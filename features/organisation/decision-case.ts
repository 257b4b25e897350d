import { defineCase } from '#kernel/contract/case.ts';
import { date, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { decisionClocks, decisionTasks, foldDecision } from './rules/decision-state.ts';
import { textOf, type StepsState } from './rules/steps-state.ts';

const fields = {
  title: text({ label: t('议定事项', 'Decision'), derived: true }),
  allianceId: reference({ label: t('党建联盟', 'Alliance'), record: 'clusterAlliance', derived: true }),
  meetingId: reference({ label: t('联席会', 'Meeting'), record: 'allianceMeeting', derived: true }),
  ownerOrganisationId: reference({ label: t('责任党组织', 'Owner'), record: 'partyOrganisation', derived: true }),
  ownerDepartmentId: reference({ label: t('责任部门', 'Department'), record: 'department', derived: true }),
  chairOrganisationId: reference({ label: t('轮值单位', 'Chaired by'), record: 'partyOrganisation', derived: true }),
  dueOn: date({ label: t('期限', 'Due'), derived: true }),
  keptOn: date({ label: t('落实日期', 'Kept on'), derived: true }),
  outcome: text({ label: t('结果', 'Outcome'), maxLength: 500, derived: true }),
} as const;

const named = (state: StepsState, field: string, ids: readonly string[]) => ids.includes(textOf(state, field) ?? '-');

/** 议定事项: what a joint meeting decided, as a promise with owner and date; unfinished ones open the next agenda (§7.3). */
export const allianceDecision = defineCase<typeof fields, StepsState>({
  name: 'allianceDecision',
  path: 'alliance-decisions',
  table: 'alliance_decisions',
  label: t('议定事项', 'Decision'),
  plural: t('联席会议定事项', 'Decisions of joint meetings'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'allianceId', 'ownerOrganisationId', 'ownerDepartmentId', 'dueOn', 'keptOn'], filters: ['allianceId', 'meetingId', 'ownerOrganisationId', 'ownerDepartmentId', 'dueOn'], order: 'dueOn' },
  form: [{ title: t('议定事项', 'Decision'), fields: ['allianceId', 'meetingId', 'ownerOrganisationId', 'ownerDepartmentId', 'chairOrganisationId', 'dueOn', 'keptOn', 'outcome'] }],
  empty: t('联席会议定的事，一件一件列在这里，直到轮值单位确认落实。', 'What joint meetings decided, until the chairing unit says it was kept.'),
  access: [
    { roles: ['partyWorkOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer', 'dispatcher'], may: ['read', 'export'], rows: 'all', why: t('督促议定事项落实', 'sees that decisions are kept') },
    { roles: ['branchSecretary'], may: ['read'], rows: { column: 'ownerOrganisationId', in: 'organisations' }, why: t('责任党组织', 'their decision') },
    { roles: ['branchSecretary'], may: ['read'], rows: { column: 'chairOrganisationId', in: 'organisations' }, why: t('轮值单位', 'they chaired') },
    { roles: ['departmentHandler'], may: ['read'], rows: { column: 'ownerDepartmentId', in: 'departments' }, why: t('责任部门', "their unit's decision") },
  ],
  initial: 'made',
  states: {
    made: { label: t('待落实', 'Made'), tone: 'waiting' },
    reportedKept: { label: t('已办，待确认', 'Done, to be confirmed'), tone: 'active' },
    kept: { label: t('已落实', 'Kept'), terminal: true, tone: 'good' },
    cannotKeep: { label: t('不能落实，已说明', 'Cannot be kept, explained'), terminal: true, tone: 'bad' },
  },
  relations: {
    owner: { label: t('责任单位', 'its owner'), holds: (actor, state) => named(state, 'ownerOrganisationId', actor.scope.organisations) || named(state, 'ownerDepartmentId', actor.scope.departments) },
    chair: { label: t('轮值单位', 'the chairing unit'), holds: (actor, state) => named(state, 'chairOrganisationId', actor.scope.organisations) },
    officer: { label: t('党群工作者', 'a Party-work officer'), holds: (actor) => actor.roles.includes('partyWorkOfficer') },
  },
  open: {
    label: t('记议定事项', 'Record a decision'),
    by: ['partyWorkOfficer', 'branchSecretary'],
    input: {
      meetingId: reference({ label: t('联席会', 'Meeting'), record: 'allianceMeeting', required: true }),
      what: text({ label: t('议定什么', 'What was decided'), maxLength: 200, required: true }),
      ownerOrganisationId: reference({ label: t('责任党组织', 'Owner'), record: 'partyOrganisation' }),
      ownerDepartmentId: reference({ label: t('或责任部门', 'or a department'), record: 'department' }),
      dueOn: date({ label: t('期限', 'By when'), required: true }),
    },
  },
  moves: {
    reportKept: { label: t('已落实，请确认', 'Done'), from: ['made'], to: ['reportedKept'], by: ['owner', 'officer'], weight: 'primary', input: { outcome: longText({ label: t('结果', 'Outcome'), maxLength: 500, required: true }) } },
    explain: { label: t('不能落实', 'Cannot keep it'), from: ['made'], to: ['cannotKeep'], by: ['owner'], weight: 'danger', input: { outcome: longText({ label: t('原因', 'Why'), maxLength: 500, required: true }) } },
    confirm: { label: t('确认落实', 'Confirm'), from: ['reportedKept'], to: ['kept'], by: ['chair', 'officer'], weight: 'primary', input: {} },
    return: { label: t('退回', 'Return'), from: ['reportedKept'], to: ['made'], by: ['chair', 'officer'], input: { reason: longText({ label: t('还差什么', 'What is missing'), maxLength: 500, required: true }) } },
  },
  fold: foldDecision,
  clocks: decisionClocks,
  tasks: decisionTasks,
  parties: (state) => [textOf(state, 'ownerOrganisationId'), textOf(state, 'ownerDepartmentId')].filter((id) => id !== null),
  project: (state) => ({
    title: textOf(state, 'what') ?? '',
    allianceId: textOf(state, 'allianceId'),
    meetingId: textOf(state, 'meetingId'),
    ownerOrganisationId: textOf(state, 'ownerOrganisationId'),
    ownerDepartmentId: textOf(state, 'ownerDepartmentId'),
    chairOrganisationId: textOf(state, 'chairOrganisationId'),
    dueOn: textOf(state, 'dueOn'),
    keptOn: state.status === 'kept' && state.at['reportKept'] !== undefined ? dateOf(state.at['reportKept']) : null,
    outcome: textOf(state, 'outcome'),
  }),
});
