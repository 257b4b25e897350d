import type { Role } from '#kernel/contract/role.ts';
import { t, type Text } from '#kernel/contract/text.ts';

/** Everybody of the example zone signs in with this; it is printed at start and on the login page. */
export const examplePassword = 'Lianxin-2026!';

export type ExampleAccount = { readonly loginName: string; readonly name: string; readonly role: Role; readonly who: Text };

/** The accounts worth trying, one for each way of looking at the zone. All people are fictional. */
export const exampleAccounts: readonly ExampleAccount[] = [
  { loginName: 'leader', name: '周明远', role: 'zoneLeader', who: t('管委会领导：今天有什么需要我', 'Zone leader: what needs me today') },
  {
    loginName: 'chief',
    name: '沈立言',
    role: 'zoneLeader',
    who: t('链长：先进计算产业链，缺哪个环节、谁会受影响', 'Chain chief of advanced computing: which nodes are missing, who would be hit'),
  },
  {
    loginName: 'secretary',
    name: '许知微',
    role: 'branchSecretary',
    who: t('联合党支部书记：本支部该做什么', 'Secretary of a joint branch: what is due from it'),
  },
  {
    loginName: 'dispatcher',
    name: '林若溪',
    role: 'dispatcher',
    who: t('服务调度员：受理、派单、裁定、回访', 'Dispatcher: triage, dispatch, decide, call back'),
  },
  {
    loginName: 'dispatcher2',
    name: '韩松',
    role: 'dispatcher',
    who: t('另一位调度员：回访由未经手的人做', 'A second dispatcher: call-backs are made by one who did not handle'),
  },
  {
    loginName: 'specialist',
    name: '苏晴',
    role: 'specialist',
    who: t('红领专员：我的企业、走访、代提诉求', 'Red-collar specialist: my firms, visits, requests on their behalf'),
  },
  {
    loginName: 'specialist2',
    name: '顾承岚',
    role: 'specialist',
    who: t('另一位红领专员：正把三家企业移交出去', 'A second specialist, handing three firms over'),
  },
  {
    loginName: 'handler',
    name: '郑一帆',
    role: 'departmentHandler',
    who: t('经济发展局经办人：我的件和我的钟', 'Handler at the economic bureau: my items and clocks'),
  },
  {
    loginName: 'handler2',
    name: '曹立航',
    role: 'departmentHandler',
    who: t('供电公司经办人：主办、协办与报到', 'Handler at the power company: leading, assisting, reporting in'),
  },
  {
    loginName: 'contact',
    name: '陈可欣',
    role: 'enterpriseContact',
    who: t('企业联系人：园区欠我什么、谁在办、还要多久', "A firm's contact: what the zone owes me, who holds it, how long"),
  },
  {
    loginName: 'officer',
    name: '何静',
    role: 'partyWorkOfficer',
    who: t('党群工作者：链上组织、两个覆盖、换届与组建', 'Party-work officer: organisations on the chain, coverage, terms, formations'),
  },
  {
    loginName: 'assessor',
    name: '吴桐',
    role: 'assessmentOfficer',
    who: t('统计考核员：三率与回访样本', 'Assessment officer: the three rates and the sample'),
  },
  { loginName: 'auditor', name: '高岩', role: 'auditor', who: t('纪检审计：追溯任何一件', 'Discipline and audit: trace anything') },
  {
    loginName: 'finance',
    name: '江书宁',
    role: 'financeOfficer',
    who: t('金融服务专员：积分、授信、推荐投资', 'Zone finance officer: points, lines, referrals'),
  },
  {
    loginName: 'bank',
    name: '陆安歌',
    role: 'bankOfficer',
    who: t('银行客户经理：企业授权给我看的，和我的授信', 'Bank officer: what firms let me see, and my lines'),
  },
  {
    loginName: 'fund',
    name: '秦望舒',
    role: 'fundReviewer',
    who: t('基金评审：申报利益、独立打分', 'Fund reviewer: declares interests, scores blind'),
  },
  {
    loginName: 'sysadmin',
    name: '罗一凡',
    role: 'systemAdmin',
    who: t('系统管理员：用户，不见业务数据', 'System administrator: people, no business data'),
  },
  {
    loginName: 'secadmin',
    name: '宋雨',
    role: 'securityAdmin',
    who: t('安全管理员：授权与解锁', 'Security administrator: rights and lockouts'),
  },
  { loginName: 'auditadmin', name: '唐宁', role: 'auditAdmin', who: t('审计管理员：审计链', 'Audit administrator: the audit chain') },
];
