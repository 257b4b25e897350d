import { defineCase } from '#kernel/contract/case.ts';
import { choice, choices, date, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { consentPurposes, consentScopes } from './choices.ts';
import { consentClocks, foldConsent, refusalOfConsent, type ConsentState } from './rules/consent-state.ts';

const fields = {
  title: text({ label: t('授权', 'Consent'), derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  receiverId: reference({ label: t('授权给', 'Given to'), record: 'provider', derived: true }),
  purpose: choice({ label: t('用途', 'Purpose'), options: consentPurposes, derived: true }),
  scopes: choices({ label: t('内容', 'What it opens'), options: consentScopes, derived: true }),
  wording: text({ label: t('授权书版本', 'Wording'), maxLength: 40, derived: true }),
  fromOn: date({ label: t('自', 'From'), derived: true }),
  untilOn: date({ label: t('至', 'Until'), derived: true }),
  givenBy: reference({ label: t('授权人', 'Given by'), record: 'user', derived: true }),
  withdrawnOn: date({ label: t('撤回日期', 'Withdrawn'), derived: true }),
} as const;

/**
 * A firm lets a bank or a fund see (授权, PIP-02, PIP-05): what, for what, until when. Asked in SQL on every read;
 * withdrawn by one click, as easily as given, and gone with the next read.
 */
export const consent = defineCase<typeof fields, ConsentState>({
  name: 'consent',
  path: 'consents',
  table: 'consents',
  label: t('授权', 'Consent'),
  plural: t('企业授权', 'Consents'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'purpose', 'scopes', 'fromOn', 'untilOn'], filters: ['firmId', 'receiverId', 'purpose', 'scopes', 'untilOn'], order: '-createdAt' },
  form: [{ title: t('授权', 'Consent'), fields: ['firmId', 'receiverId', 'purpose', 'scopes', 'fromOn', 'untilOn', 'givenBy', 'withdrawnOn', 'wording'] }],
  empty: t('企业给银行、基金的授权列在这里，随时可以撤回；没有授权，它们什么也看不到。', 'What firms let banks and funds see. Without a consent they see nothing; each can be withdrawn at any time.'),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('监督授权的使用', 'oversees how consents are used') },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业给出的授权', "their firm's consent") },
    { roles: ['bankOfficer', 'fundReviewer'], may: ['read'], rows: { column: 'receiverId', in: 'providers' }, why: t('授权给本机构', 'given to their house') },
  ],
  initial: 'inForce',
  states: {
    inForce: { label: t('有效', 'In force'), tone: 'good' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
    expired: { label: t('已到期', 'Expired'), terminal: true, tone: 'waiting' },
  },
  relations: {
    firm: { label: t('授权企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
  },
  open: {
    label: t('授权', 'Give a consent'),
    by: ['enterpriseContact'],
    input: {
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', hint: t('不填即本企业', 'Your own firm, if left empty') }),
      receiverId: reference({ label: t('授权给', 'Given to'), record: 'provider', required: true }),
      purpose: choice({ label: t('用途', 'Purpose'), options: consentPurposes, required: true }),
      scopes: choices({ label: t('内容', 'What it opens'), options: consentScopes, required: true }),
      untilOn: date({ label: t('授权至', 'Until'), required: true }),
    },
    guard: ({ input, now }) => (input ? refusalOfConsent(input, dateOf(now)) : undefined),
  },
  moves: {
    withdraw: { label: t('撤回授权', 'Withdraw'), hint: t('对方下一次查看时即失效', 'They see nothing from their next look on'), from: ['inForce'], to: ['withdrawn'], by: ['firm'], input: {}, weight: 'danger' },
    expire: { label: t('到期', 'Expired'), from: ['inForce'], to: ['expired'], by: ['system'], input: {} },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: ['inForce', 'withdrawn', 'expired'], to: [], by: ['system'], input: {} },
  },
  fold: foldConsent,
  clocks: consentClocks,
  tasks: () => [],
  onClock: (state, _clock, account) => (state.status === 'inForce' && account.lamp === 'red' ? { move: 'expire', input: {} } : undefined),
  parties: (state) => [state.receiverId],
  project: (state) => ({
    title: state.title,
    firmId: state.firmId,
    receiverId: state.receiverId,
    purpose: state.purpose,
    scopes: state.scopes,
    wording: state.wording,
    fromOn: dateOf(state.givenAt),
    untilOn: state.untilOn,
    givenBy: state.givenBy,
    withdrawnOn: state.withdrawnOn,
  }),
});
