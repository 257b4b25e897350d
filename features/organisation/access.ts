import type { AccessRule } from '#kernel/contract/access.ts';
import { date } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';

/** Who keeps the Party organisations, and who works with them. Members' own records have a narrower policy. */
export const partyRegister: readonly AccessRule[] = [
  { roles: ['partyWorkOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('维护党组织底数', 'keeps the Party organisations') },
  { roles: ['zoneLeader', 'auditor', 'assessmentOfficer', 'dispatcher', 'specialist'], may: ['read', 'export'], rows: 'all', why: t('工作中需要查阅党组织', 'needs the organisations for their work') },
];

/** Officers of an organisation see what names it. */
export function ownOrganisation(column = 'organisationId'): AccessRule {
  return { roles: ['branchSecretary'], may: ['read'], rows: { column, in: 'organisations' }, why: t('本支部书记', "is the branch's secretary") };
}

export const spanFields = {
  fromOn: date({ label: t('起始日', 'From'), required: true, aliases: ['开始日期', '起始日期', '任职日期', '加入日期'] }),
  toOn: date({ label: t('截止日', 'Until'), hint: t('最后一天；空着表示至今', 'The last day; empty while it lasts'), aliases: ['结束日期', '截止日期', '免职日期', '退出日期'] }),
} as const;

type Span = { readonly fromOn?: string | null; readonly toOn?: string | null };

/** The last day of a span is not before its first. */
export const spanCheck = ({ fromOn, toOn }: Span) => (fromOn && toOn && toOn < fromOn ? [{ code: 'SPAN_BACKWARDS', rule: 'D-SPAN', field: 'toOn', message: t('截止日不能早于起始日', 'The last day cannot be before the first') }] : []);
