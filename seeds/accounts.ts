import type { Role } from '#kernel/contract/role.ts';

/** Of every example account; it satisfies the rules for passwords and is no secret. */
export const examplePassword = 'Lianxin-2026!';

export type ExampleAccount = {
  readonly loginName: string;
  readonly name: string;
  readonly role: Role;
  readonly post: string;
  /** what one finds after signing in */
  readonly who: { readonly zh: string; readonly en: string };
  /** department mark, `firm`, or the provider's name */
  readonly scope?: string;
};

/** The accounts of the example zone that can sign in, in the order in which a newcomer may like to try them. */
export const exampleAccounts: readonly ExampleAccount[] = [
  { loginName: 'diaodu', name: '沈若澜', role: 'dispatcher', post: '服务调度中心值班长', who: { zh: '服务调度员：待受理、异议、延期、回访', en: 'Service dispatcher: intake, objections, extensions, call-backs' } },
  { loginName: 'diaodu2', name: '陆怀舟', role: 'dispatcher', post: '服务调度员', who: { zh: '另一位调度员：两人同时办一件时谁先', en: 'A second dispatcher, to see two at once' } },
  { loginName: 'zhuanyuan', name: '顾承岚', role: 'specialist', post: '红领专员', who: { zh: '红领专员：约 25 家企业、本周走访、到期承诺', en: 'Red-collar specialist: about 25 firms, visits this week, promises due' } },
  { loginName: 'zhuanyuan2', name: '苏晓桐', role: 'specialist', post: '红领专员', who: { zh: '另一位红领专员：可与前者移交企业', en: 'A second specialist, to hand firms over to' } },
  { loginName: 'jingfa', name: '韩文恺', role: 'departmentHandler', post: '经济发展局企业服务科', scope: 'JF', who: { zh: '经济发展局经办人：待签收、办理中、超期件', en: 'Handler at the economy department: to sign, in progress, overdue' } },
  { loginName: 'gongdian', name: '曹立航', role: 'departmentHandler', post: '供电公司营销部', scope: 'GD', who: { zh: '供电公司经办人：主办、协办与报到', en: 'Handler at the power company: leading, assisting, reporting in' } },
  { loginName: 'qiye', name: '叶景琳', role: 'enterpriseContact', post: '综合管理部经理', scope: 'firm', who: { zh: '企业联系人：待评定、待补充、承诺', en: "A firm's contact: a verdict to give, papers to supply, promises" } },
  { loginName: 'lingdao', name: '方远衡', role: 'zoneLeader', post: '管委会副主任', who: { zh: '管委会领导：督办、批示、疑难延期', en: 'Zone leader: supervision, instructions, hard extensions' } },
  { loginName: 'dangqun', name: '梁静宜', role: 'partyWorkOfficer', post: '党群工作部干事', who: { zh: '党群工作者：名录、专员挂钩', en: "Party-work officer: registers, specialists' links" } },
  { loginName: 'kaohe', name: '秦思源', role: 'assessmentOfficer', post: '统计考核科', who: { zh: '统计考核员：回访抽样', en: 'Assessment officer: sampled call-backs' } },
  { loginName: 'shenji', name: '段永恒', role: 'auditor', post: '纪检审计室', who: { zh: '纪检审计：只读全区诉求', en: 'Discipline and audit: reads every request' } },
  { loginName: 'yinhang', name: '贺子轩', role: 'bankOfficer', post: '客户经理', scope: '锦川银行云锦支行', who: { zh: '银行客户经理：只见公开内容', en: 'Bank officer: sees what is public alone' } },
  { loginName: 'xitong', name: '石立峰', role: 'systemAdmin', post: '系统管理员', who: { zh: '三员之系统管理员：管用户，不见业务', en: 'System administrator: users, no business data' } },
  { loginName: 'anquan', name: '尹卫宁', role: 'securityAdmin', post: '安全管理员', who: { zh: '三员之安全管理员：授权', en: 'Security administrator: grants roles' } },
  { loginName: 'shenjiyuan', name: '龚清越', role: 'auditAdmin', post: '审计管理员', who: { zh: '三员之审计管理员：查日志', en: 'Audit administrator: reads the trail' } },
];
