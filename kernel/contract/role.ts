import { t, type Text } from './text.ts';

/** The people of the zone (who sits in front of the screen), each with a home page of its own. */
export const roles = {
  zoneLeader: t('管委会领导', 'Zone leader'),
  partyWorkOfficer: t('党群工作者', 'Party-work officer'),
  dispatcher: t('服务调度员', 'Service dispatcher'),
  specialist: t('红领专员', 'Red-collar specialist'),
  departmentHandler: t('部门经办人', 'Department handler'),
  enterpriseContact: t('企业联系人', 'Enterprise contact'),
  branchSecretary: t('企业支部书记', 'Enterprise branch secretary'),
  financeOfficer: t('金融服务专员', 'Zone finance officer'),
  bankOfficer: t('银行客户经理', 'Bank officer'),
  fundReviewer: t('基金评审', 'Fund reviewer'),
  talent: t('人才', 'Talent'),
  talentOfficer: t('人才专员', 'Talent officer'),
  projectManager: t('项目经理', 'Project manager'),
  provider: t('服务机构', 'Provider'),
  assessmentOfficer: t('统计考核员', 'Assessment officer'),
  auditor: t('纪检审计', 'Discipline and audit'),
  systemAdmin: t('系统管理员', 'System administrator'),
  securityAdmin: t('安全管理员', 'Security administrator'),
  auditAdmin: t('审计管理员', 'Audit administrator'),
} as const satisfies Record<string, Text>;

export type Role = keyof typeof roles;

export const roleNames = Object.keys(roles) as readonly Role[];

/** Not of the zone's own staff: what stands open to the whole house is not open to them. */
export const guestRoles: readonly Role[] = ['enterpriseContact', 'talent', 'branchSecretary', 'bankOfficer', 'fundReviewer', 'provider'];

/** Has somebody with these roles no part in the zone's own staff? */
export function isGuest({ roles: own }: { readonly roles: readonly Role[] }): boolean {
  return own.every((role) => guestRoles.includes(role));
}

/** What a grant of a role may be narrowed to; the ids are those of the named record. */
export const roleScopes: Record<Role, 'zone' | 'department' | 'firm' | 'organisation' | 'provider'> = {
  zoneLeader: 'zone',
  partyWorkOfficer: 'zone',
  dispatcher: 'zone',
  specialist: 'zone',
  departmentHandler: 'department',
  enterpriseContact: 'firm',
  branchSecretary: 'organisation',
  financeOfficer: 'zone',
  bankOfficer: 'provider',
  fundReviewer: 'provider',
  talent: 'zone',
  talentOfficer: 'zone',
  projectManager: 'zone',
  provider: 'provider',
  assessmentOfficer: 'zone',
  auditor: 'zone',
  systemAdmin: 'zone',
  securityAdmin: 'zone',
  auditAdmin: 'zone',
};
