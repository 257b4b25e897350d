import { defineCase } from '#kernel/contract/case.ts';
import { date, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dissolutionTasks, foldDissolution } from './rules/dissolution-state.ts';
import { dayOf, textOf, type StepsState } from './rules/steps-state.ts';
import { document, procedureAccess, reason } from './step-fields.ts';

const fields = {
  title: text({ label: t('撤销', 'Dissolution'), derived: true }),
  organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', derived: true }),
  ground: text({ label: t('撤销理由', 'Why'), derived: true }),
  newHomeId: reference({ label: t('党员转入', 'Members go to'), record: 'partyOrganisation', derived: true }),
  reportedOn: date({ label: t('报告日期', 'Reported on'), derived: true }),
  approvalNumber: text({ label: t('批复文号', 'Approval document'), derived: true }),
  dissolvedOn: date({ label: t('撤销日期', 'Dissolved on'), derived: true }),
} as const;

/** 撤销: an organisation that no longer meets its conditions is reported, the committee approves, its members get a new home, then it ends (ORG-07). */
export const dissolution = defineCase<typeof fields, StepsState>({
  name: 'dissolution',
  path: 'dissolutions',
  table: 'dissolutions',
  label: t('党组织撤销', 'Dissolution'),
  plural: t('党组织撤销', 'Dissolutions'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'organisationId', 'ground', 'newHomeId', 'reportedOn', 'dissolvedOn'], filters: ['organisationId', 'reportedOn', 'dissolvedOn'], order: '-createdAt' },
  form: [{ title: t('撤销', 'Dissolution'), fields: ['organisationId', 'ground', 'newHomeId', 'reportedOn', 'approvalNumber', 'dissolvedOn'] }],
  empty: t('不再具备条件的党组织在这里办理撤销，党员先有去处，历史不删除。', 'Organisations that no longer meet the conditions; members get a home first, history stays.'),
  access: procedureAccess,
  initial: 'drafted',
  states: {
    drafted: { label: t('拟撤销', 'Drafted'), tone: 'waiting' },
    reported: { label: t('已报告', 'Reported'), tone: 'active' },
    approved: { label: t('已批复', 'Approved'), tone: 'active' },
    dissolved: { label: t('已撤销', 'Dissolved'), terminal: true, tone: 'bad' },
    rejected: { label: t('未批准', 'Rejected'), terminal: true, tone: 'good' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'good' },
  },
  relations: { officer: { label: t('党群工作者', 'a Party-work officer'), holds: (actor) => actor.roles.includes('partyWorkOfficer') } },
  open: {
    label: t('发起撤销', 'Begin a dissolution'),
    by: ['partyWorkOfficer'],
    input: {
      organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', required: true }),
      ground: longText({ label: t('撤销理由', 'Why'), maxLength: 500, required: true }),
    },
  },
  moves: {
    report: { label: t('上报', 'Report'), from: ['drafted'], to: ['reported'], by: ['officer'], weight: 'primary', input: { reportNumber: document(t('撤销请示', 'Report')) } },
    approve: { label: t('批复同意', 'Approve'), from: ['reported'], to: ['approved'], by: ['officer'], weight: 'primary', input: { approvalNumber: document(t('批复文号', 'Approval document')) } },
    reject: { label: t('不予批准', 'Reject'), from: ['reported'], to: ['rejected'], by: ['officer'], weight: 'danger', input: { reason } },
    dissolve: {
      label: t('转接党员并撤销', 'Move the members and dissolve'),
      from: ['approved'],
      to: ['dissolved'],
      by: ['officer'],
      weight: 'danger',
      input: {
        newHomeId: reference({ label: t('党员转入', 'Members go to'), record: 'partyOrganisation', hint: t('还有党员组织关系在此的，必须填写', 'Needed while members have their home here') }),
        dissolvedOn: date({ label: t('撤销日期', 'Dissolved on'), required: true }),
      },
    },
    withdraw: { label: t('撤回', 'Withdraw'), from: ['drafted', 'reported', 'approved'], to: ['withdrawn'], by: ['officer'], input: { reason } },
  },
  fold: foldDissolution,
  clocks: () => [],
  tasks: dissolutionTasks,
  parties: () => [],
  project: (state) => ({
    title: textOf(state, 'title') ?? '',
    organisationId: textOf(state, 'organisationId'),
    ground: textOf(state, 'ground'),
    newHomeId: textOf(state, 'newHomeId'),
    reportedOn: dayOf(state, 'report'),
    approvalNumber: textOf(state, 'approvalNumber'),
    dissolvedOn: state.status === 'dissolved' ? textOf(state, 'dissolvedOn') : null,
  }),
});
