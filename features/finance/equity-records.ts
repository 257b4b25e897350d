import { choice, date, longText, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';

const interestKinds = {
  shares: t('持股', 'Shares'),
  post: t('任职', 'A post there'),
  family: t('亲属', 'Family'),
  business: t('业务往来', 'Business'),
} as const;

/** What ties a fund's reviewer to a firm; from it the recusal rule (EQ-RECUSE) is applied without being asked. */
export const reviewerInterest = defineRecord({
  name: 'reviewerInterest',
  path: 'reviewer-interests',
  table: 'reviewer_interests',
  life: { from: 'fromOn', to: 'toOn' },
  label: t('利害关系', 'Interest'),
  plural: t('利害关系', 'Interests'),
  fields: {
    title: text({ label: t('利害关系', 'Interest'), derived: true }),
    reviewerId: reference({ label: t('评审人', 'Reviewer'), record: 'user', derived: true }),
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true }),
    kind: choice({ label: t('关系', 'Kind'), options: interestKinds, required: true }),
    fromOn: date({ label: t('起', 'From'), required: true }),
    toOn: date({ label: t('止', 'To'), hint: t('仍然存在的不填', 'Empty while it lasts') }),
    note: longText({ label: t('说明', 'Note'), maxLength: 500 }),
  },
  title: 'title',
  search: [],
  list: { columns: ['title', 'reviewerId', 'firmId', 'kind', 'fromOn', 'toOn'], filters: ['reviewerId', 'firmId', 'kind', 'fromOn', 'toOn'], order: '-createdAt' },
  form: [{ title: t('利害关系', 'Interest'), fields: ['firmId', 'kind', 'fromOn', 'toOn', 'note'] }],
  empty: t('与企业有持股、任职、亲属或业务往来的，请先申报；系统据此自动回避。', 'Declare shares, posts, family and business here first; recusal follows by itself.'),
  access: [
    { roles: ['fundReviewer'], may: ['read', 'create', 'update', 'end'], rows: { column: 'reviewerId', in: 'users' }, why: t('本人申报', 'their own declaration') },
    { roles: ['auditor', 'financeOfficer'], may: ['read', 'export'], rows: 'all', why: t('监督回避', 'watches over recusal') },
  ],
  check: ({ fromOn, toOn }) => (fromOn && toOn && toOn < fromOn ? [{ code: 'SPAN_BACKWARDS', field: 'toOn', message: t('止不能早于起', 'It cannot end before it begins') }] : []),
});
