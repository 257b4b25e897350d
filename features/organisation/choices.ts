import { t } from '#kernel/contract/text.ts';
import { organisationKinds, organisationKindNames, type OrganisationKind } from './rules/kinds.ts';
import type { Text } from '#kernel/contract/text.ts';

export const kindOptions = Object.fromEntries(organisationKindNames.map((kind) => [kind, organisationKinds[kind].label])) as Record<OrganisationKind, Text>;

/** The status machine of §1.2. */
export const organisationStatuses = {
  planned: t('拟建', 'Planned'),
  applied: t('已申请', 'Applied'),
  approved: t('已批复', 'Approved'),
  rejected: t('未批准', 'Rejected'),
  established: t('已建立', 'Established'),
  reelectionDue: t('待换届', 'Re-election due'),
  adjusting: t('调整中', 'Adjusting'),
  dissolved: t('已撤销', 'Dissolved'),
} as const;

/** Posts of a branch and its committee (ORG-10). */
export const organisationPosts = {
  secretary: t('书记', 'Secretary'),
  deputySecretary: t('副书记', 'Deputy secretary'),
  organization: t('组织委员', 'Organisation member'),
  publicity: t('宣传委员', 'Publicity member'),
  discipline: t('纪检委员', 'Discipline member'),
  member: t('委员', 'Committee member'),
} as const;

/** What a secretary is beside the post (NPE-02; the label 两高一创 is to be confirmed by the zone). */
export const secretaryTraits = {
  executive: t('高管', 'Executive'),
  highKnowledge: t('高知', 'Highly educated'),
  founder: t('创始人', 'Founder'),
} as const;

export const termBases = { election: t('选举', 'Election'), appointment: t('任命', 'Appointment') } as const;

/** A member has one legal home and any number of functional ones. */
export const membershipNatures = { legal: t('组织关系', 'Legal home'), functional: t('功能型', 'Functional') } as const;

export const assignmentKinds = { instructor: t('党建指导员', 'Party-building instructor'), liaison: t('党建联络员', 'Liaison') } as const;

export const massKinds = { union: t('工会', 'Trade union'), youthLeague: t('共青团', 'Youth League'), women: t('妇联', "Women's federation") } as const;

/** Organisation life (§2, LIFE-01..07, LIFE-10, LIFE-13). */
export const lifeKinds = {
  membersMeeting: t('党员大会', "Members' meeting"),
  committeeMeeting: t('支委会', 'Branch committee meeting'),
  groupMeeting: t('党小组会', 'Group meeting'),
  lecture: t('党课', 'Party lecture'),
  themeDay: t('主题党日', 'Theme day'),
  orgLifeMeeting: t('组织生活会', 'Organisation-life meeting'),
  appraisal: t('民主评议党员', 'Democratic appraisal'),
  talk: t('谈心谈话', 'Heart-to-heart talk'),
  training: t('集中培训', 'Training'),
} as const;

export const lifeStates = { draft: t('草稿', 'Draft'), confirmed: t('已确认', 'Confirmed') } as const;

export const schemeKinds = { framework: t('工作体系', 'Framework'), checklist: t('清单', 'Checklist'), actionPlan: t('行动计划', 'Action plan') } as const;

export const schemeStatuses = { draft: t('编制中', 'Draft'), published: t('实施中', 'In force'), closed: t('已结束', 'Closed') } as const;

export const taskStates = { open: t('未完成', 'Open'), done: t('已完成', 'Done'), dropped: t('不再做', 'Dropped') } as const;

export const reviewStates = { blank: t('未填', 'Blank'), submitted: t('已提交', 'Submitted'), done: t('已达标', 'Done'), returned: t('退回', 'Returned') } as const;

export const brandOwners = { cluster: t('集群', 'Cluster'), organisation: t('党组织', 'Party organisation') } as const;

/** Posts and teams of members in a firm's work (NPE-08). */
export const vanguardKinds = {
  pioneerPost: t('党员先锋岗', 'Pioneer post'),
  responsibilityArea: t('党员责任区', 'Responsibility area'),
  commandoTeam: t('党员突击队', 'Commando team'),
  tackleTeam: t('党员攻坚队', 'Tackle team'),
  pioneerCrew: t('先锋班组', 'Pioneer crew'),
} as const;

export const resultKinds = {
  inventionPatent: t('发明专利', 'Invention patent'),
  otherPatent: t('其他专利', 'Other patent'),
  project: t('项目', 'Project'),
} as const;

export const venueKinds = {
  activityRoom: t('党员活动室', "Members' activity room"),
  redHome: t('红色家园', 'Red home'),
  serviceStation: t('党群服务站', 'Party-mass service station'),
  serviceCentre: t('党群服务中心', 'Party-mass service centre'),
} as const;

/** 六有: what a venue should have (NPE-12, local practice). */
export const venueHoldings = {
  site: t('场所', 'Room'),
  facilities: t('设施', 'Facilities'),
  sign: t('标志', 'Sign'),
  flag: t('党旗', 'Flag'),
  books: t('书报', 'Books and papers'),
  rules: t('制度', 'Rules'),
} as const;
