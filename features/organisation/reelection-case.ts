import { defineCase } from '#kernel/contract/case.ts';
import { date, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { foldReelection, reelectionClocks, reelectionTasks } from './rules/reelection-state.ts';
import { dayOf, textOf, type StepsState } from './rules/steps-state.ts';
import { document, electionFields, officerFields, procedureAccess, reason } from './step-fields.ts';

const fields = {
  title: text({ label: t('换届', 'Re-election'), derived: true }),
  organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', derived: true }),
  termEndsOn: date({ label: t('本届届满', 'Term ends on'), derived: true }),
  delayedTo: date({ label: t('批准延至', 'Put off to'), derived: true }),
  requestedOn: date({ label: t('请示日期', 'Requested on'), derived: true }),
  approvalNumber: text({ label: t('批复文号', 'Approval document'), derived: true }),
  electedOn: date({ label: t('选举日期', 'Elected on'), derived: true }),
  settledOn: date({ label: t('办结日期', 'Settled on'), derived: true }),
} as const;

/** 换届: asked for, approved (or put off), held, secretary and deputy approved and the others filed; then a new term begins (ORG-14..22). */
export const reelection = defineCase<typeof fields, StepsState>({
  name: 'reelection',
  path: 'reelections',
  table: 'reelections',
  label: t('换届选举', 'Re-election'),
  plural: t('换届选举', 'Re-elections'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'organisationId', 'termEndsOn', 'delayedTo', 'requestedOn', 'electedOn', 'settledOn'], filters: ['organisationId', 'termEndsOn', 'electedOn'], order: 'termEndsOn' },
  form: [{ title: t('换届', 'Re-election'), fields: ['organisationId', 'termEndsOn', 'delayedTo', 'requestedOn', 'approvalNumber', 'electedOn', 'settledOn'] }],
  empty: t('正在换届的党组织会列在这里；届满前六个月提醒（ORG-15）。', 'Re-elections under way; reminded six months before expiry (ORG-15).'),
  access: [...procedureAccess, { roles: ['branchSecretary'], may: ['read'], rows: { column: 'organisationId', in: 'organisations' }, why: t('本支部书记', "is the branch's secretary") }],
  initial: 'preparing',
  states: {
    preparing: { label: t('筹备', 'Preparing'), tone: 'waiting' },
    requested: { label: t('已请示', 'Requested'), tone: 'active' },
    approved: { label: t('已批复', 'Approved'), tone: 'active' },
    held: { label: t('已选举', 'Held'), tone: 'active' },
    settled: { label: t('已办结', 'Settled'), terminal: true, tone: 'good' },
    cancelled: { label: t('已取消', 'Cancelled'), terminal: true, tone: 'bad' },
  },
  relations: {
    officer: { label: t('党群工作者', 'a Party-work officer'), holds: (actor) => actor.roles.includes('partyWorkOfficer') },
    secretary: { label: t('本支部书记', "the branch's secretary"), holds: (actor, state) => actor.roles.includes('branchSecretary') && actor.scope.organisations.includes(textOf(state, 'organisationId') ?? '') },
  },
  open: {
    label: t('发起换届', 'Begin a re-election'),
    by: ['partyWorkOfficer', 'branchSecretary'],
    input: { organisationId: reference({ label: t('党组织', 'Organisation'), record: 'partyOrganisation', required: true }) },
  },
  moves: {
    request: { label: t('报送请示', 'Request it'), from: ['preparing'], to: ['requested'], by: ['secretary', 'officer'], weight: 'primary', input: { requestNumber: document(t('换届请示', 'Request')) } },
    approve: { label: t('批复同意', 'Approve'), from: ['requested'], to: ['approved'], by: ['officer'], weight: 'primary', input: { approvalNumber: document(t('批复文号', 'Approval document')) } },
    return: { label: t('退回补充', 'Return'), from: ['requested'], to: ['preparing'], by: ['officer'], input: { reason } },
    delay: {
      label: t('批准延期', 'Put off'),
      hint: t('一般不超过 1 年（ORG-16）', 'Normally by at most a year (ORG-16)'),
      from: ['preparing', 'requested', 'approved'],
      to: [],
      by: ['officer'],
      input: { delayedTo: date({ label: t('延至', 'To'), required: true }), delayApproval: document(t('延期批复', 'Approval of the delay')), delayReason: longText({ label: t('原因', 'Reason'), maxLength: 300, required: true }) },
    },
    hold: { label: t('登记选举结果', 'Record the election'), from: ['approved'], to: ['held'], by: ['secretary', 'officer'], weight: 'primary', input: { ...electionFields, ...officerFields } },
    settle: {
      label: t('批复书记、副书记，备案委员', 'Approve the officers and file'),
      hint: t('书记、副书记须经批准，委员备案（ORG-22）', 'Secretary and deputy are approved, the others filed (ORG-22)'),
      from: ['held'],
      to: ['settled'],
      by: ['officer'],
      weight: 'primary',
      input: { resultApproval: document(t('书记、副书记批复', 'Approval of secretary and deputy')), filingNumber: document(t('委员备案编号', 'Filing of the others')) },
    },
    cancel: { label: t('取消', 'Cancel'), from: 'open', to: ['cancelled'], by: ['officer'], weight: 'danger', input: { reason } },
  },
  fold: foldReelection,
  clocks: reelectionClocks,
  tasks: reelectionTasks,
  parties: () => [],
  project: (state) => ({
    title: textOf(state, 'title') ?? '',
    organisationId: textOf(state, 'organisationId'),
    termEndsOn: textOf(state, 'termEndsOn'),
    delayedTo: textOf(state, 'delayedTo'),
    requestedOn: dayOf(state, 'request'),
    approvalNumber: textOf(state, 'approvalNumber'),
    electedOn: textOf(state, 'electedOn'),
    settledOn: dayOf(state, 'settle'),
  }),
});
