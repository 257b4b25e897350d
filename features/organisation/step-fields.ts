import { date, integer, longText, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import type { AccessRule } from '#kernel/contract/access.ts';

/** A paper at hand: its number and day. */
export const document = (label: { readonly zh: string; readonly en: string }) => text({ label, maxLength: 60, required: true, hint: t('文号或编号', 'Its number') });
export const reason = longText({ label: t('理由和依据', 'Reason and grounds'), maxLength: 500, required: true, hint: t('退回或不批准请写明依据哪一条', 'Name the rule when something is returned') });

/** An election as its report states it (ORG-17..22). */
export const electionFields = {
  electedOn: date({ label: t('选举日期', 'Elected on'), required: true }),
  entitled: integer({ label: t('应到会有选举权的党员', 'Entitled to attend'), min: 1, max: 100_000, required: true }),
  present: integer({ label: t('实到会', 'Present'), min: 0, max: 100_000, required: true }),
  seats: integer({ label: t('应选名额', 'Seats'), min: 1, max: 15, required: true }),
  candidates: integer({ label: t('候选人', 'Candidates'), min: 1, max: 30, required: true }),
  leastVotes: integer({ label: t('当选人中最低得票', 'Fewest votes of an elected one'), min: 0, max: 100_000, required: true }),
} as const;

/** Who fills which post after an election or appointment (ORG-10). */
export const officerFields = {
  secretaryName: text({ label: t('书记', 'Secretary'), maxLength: 40, required: true, personal: true }),
  deputySecretaryName: text({ label: t('副书记', 'Deputy secretary'), maxLength: 40, personal: true }),
  organizationName: text({ label: t('组织委员', 'Organisation member'), maxLength: 40, personal: true }),
  publicityName: text({ label: t('宣传委员', 'Publicity member'), maxLength: 40, personal: true }),
  disciplineName: text({ label: t('纪检委员', 'Discipline member'), maxLength: 40, personal: true }),
  memberNames: text({ label: t('其他委员', 'Other members'), maxLength: 200, personal: true, hint: t('以顿号分开', 'Separated by 、') }),
} as const;

/** Who follows the procedures of organisations. */
export const procedureAccess: readonly AccessRule[] = [
  { roles: ['partyWorkOfficer'], may: ['read', 'export'], rows: 'all', why: t('办理党组织设置', 'handles the organisations') },
  { roles: ['zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('督促党组织设置', 'follows the work') },
];
