import { defineCase } from '#kernel/contract/case.ts';
import { choice, date, longText, reference, references, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { kindOptions } from './choices.ts';
import { foldFormation, formationClocks, formationTasks } from './rules/formation-state.ts';
import { traitsOf, type OrganisationKind } from './rules/kinds.ts';
import { dayOf, listOf, textOf, type StepsState } from './rules/steps-state.ts';
import { document, electionFields, officerFields, procedureAccess, reason } from './step-fields.ts';

const fields = {
  title: text({ label: t('组建', 'Formation'), derived: true }),
  kind: choice({ label: t('类型', 'Kind'), options: kindOptions, derived: true }),
  organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', derived: true }),
  parentId: reference({ label: t('审批党组织', 'Approving organisation'), record: 'partyOrganisation', derived: true }),
  unitFirmIds: references({ label: t('覆盖单位', 'Covered firms'), record: 'firm', derived: true }),
  parkId: reference({ label: t('园区', 'Park'), record: 'place', derived: true }),
  ground: text({ label: t('组建理由', 'Why'), maxLength: 500, derived: true }),
  appliedOn: date({ label: t('申请日期', 'Applied on'), derived: true }),
  approvalNumber: text({ label: t('批复文号', 'Approval document'), derived: true }),
  electedOn: date({ label: t('选举（任命）日期', 'Elected on'), derived: true }),
  establishedOn: date({ label: t('成立日期', 'Established on'), derived: true }),
} as const;

const elected = (state: StepsState) => traitsOf((textOf(state, 'kind') ?? 'branchJoint') as OrganisationKind).elected;
const notElected = { code: 'APPOINTED_KIND', rule: 'ORG-08', message: t('这类党组织的负责人由批准它的党组织任命，不进行选举', 'Officers of this kind are appointed by whoever approves it') };
const notAppointed = { code: 'ELECTED_KIND', rule: 'ORG-06', message: t('这类党组织须召开党员大会选举', "This kind elects at a members' meeting") };

/** 组建: a unit applies, the committee approves within a month, members elect, it is filed; then the organisation stands (ORG-06). */
export const formation = defineCase<typeof fields, StepsState>({
  name: 'formation',
  path: 'formations',
  table: 'formations',
  label: t('党组织组建', 'Formation'),
  plural: t('党组织组建', 'Formations'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'kind', 'unitFirmIds', 'parentId', 'appliedOn', 'approvalNumber', 'establishedOn'], filters: ['kind', 'parentId', 'parkId', 'appliedOn', 'establishedOn'], order: '-createdAt' },
  form: [{ title: t('组建', 'Formation'), fields: ['kind', 'unitFirmIds', 'parentId', 'parkId', 'ground', 'appliedOn', 'approvalNumber', 'electedOn', 'establishedOn', 'organisationId'] }],
  empty: t('正在组建的党组织会列在这里；“覆盖规划”可以一次发起多个。', 'Organisations being formed; the coverage planner can begin several at once.'),
  access: procedureAccess,
  initial: 'planned',
  states: {
    planned: { label: t('拟建', 'Planned'), tone: 'waiting' },
    applied: { label: t('已申请', 'Applied'), tone: 'active' },
    approved: { label: t('已批复', 'Approved'), tone: 'active' },
    elected: { label: t('已选举', 'Elected'), tone: 'active' },
    established: { label: t('已成立', 'Established'), terminal: true, tone: 'good' },
    rejected: { label: t('未批准', 'Rejected'), terminal: true, tone: 'bad' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
  },
  relations: { officer: { label: t('党群工作者', 'a Party-work officer'), holds: (actor) => actor.roles.includes('partyWorkOfficer') } },
  open: {
    label: t('发起组建', 'Begin a formation'),
    by: ['partyWorkOfficer'],
    input: {
      name: text({ label: t('拟定名称', 'Name'), maxLength: 120, required: true }),
      kind: choice({ label: t('类型', 'Kind'), options: kindOptions, required: true }),
      unitFirmIds: references({ label: t('覆盖单位', 'Covered firms'), record: 'firm', hint: t('联合党支部不超过五家（ORG-03）', 'At most five of a joint branch (ORG-03)') }),
      parentId: reference({ label: t('审批党组织', 'Approving organisation'), record: 'partyOrganisation' }),
      parkId: reference({ label: t('园区', 'Park'), record: 'place' }),
      chainIds: references({ label: t('所在产业链', 'On the chains'), record: 'chain' }),
      ground: longText({ label: t('组建理由', 'Why'), maxLength: 500 }),
    },
  },
  moves: {
    apply: {
      label: t('提交申请', 'Apply'),
      hint: t('基层党委一般在 1 个月内批复（ORG-06）', 'Normally answered within a month (ORG-06)'),
      from: ['planned'],
      to: ['applied'],
      by: ['officer'],
      weight: 'primary',
      input: { applicationNumber: document(t('申请书', 'Application')) },
    },
    approve: { label: t('批复同意', 'Approve'), from: ['applied'], to: ['approved'], by: ['officer'], weight: 'primary', input: { approvalNumber: document(t('批复文号', 'Approval document')) } },
    return: { label: t('退回补充', 'Return'), from: ['applied'], to: ['planned'], by: ['officer'], input: { reason } },
    reject: { label: t('不予批准', 'Reject'), from: ['applied'], to: ['rejected'], by: ['officer'], weight: 'danger', input: { reason } },
    elect: {
      label: t('登记选举结果', 'Record the election'),
      from: ['approved'],
      to: ['elected'],
      by: ['officer'],
      weight: 'primary',
      input: { ...electionFields, ...officerFields },
      guard: ({ state }) => (elected(state) ? undefined : notElected),
    },
    appoint: {
      label: t('登记任命', 'Record the appointment'),
      from: ['approved'],
      to: ['elected'],
      by: ['officer'],
      weight: 'primary',
      input: { electedOn: date({ label: t('任命日期', 'Appointed on'), required: true }), appointmentNumber: document(t('任命文件', 'Document of appointment')), ...officerFields },
      guard: ({ state }) => (elected(state) ? notAppointed : undefined),
    },
    file: { label: t('备案成立', 'File: it stands'), from: ['elected'], to: ['established'], by: ['officer'], weight: 'primary', input: { filingNumber: document(t('备案编号', 'Filing number')) } },
    withdraw: { label: t('撤回', 'Withdraw'), from: ['planned', 'applied', 'approved', 'elected'], to: ['withdrawn'], by: ['officer'], weight: 'danger', input: { reason } },
  },
  fold: foldFormation,
  clocks: formationClocks,
  tasks: formationTasks,
  parties: () => [],
  project: (state) => ({
    title: textOf(state, 'name') ?? '',
    kind: textOf(state, 'kind'),
    organisationId: textOf(state, 'organisationId'),
    parentId: textOf(state, 'parentId'),
    unitFirmIds: listOf(state, 'unitFirmIds'),
    parkId: textOf(state, 'parkId'),
    ground: textOf(state, 'ground'),
    appliedOn: dayOf(state, 'apply'),
    approvalNumber: textOf(state, 'approvalNumber'),
    electedOn: textOf(state, 'electedOn'),
    establishedOn: state.status === 'established' ? textOf(state, 'electedOn') : null,
  }),
});
