import type { Role } from '#kernel/contract/role.ts';
import { t, type Text } from '#kernel/contract/text.ts';

/** A page of figures for one kind of reader. It ranks no people and asks for nothing: it only shows and opens. */
export type Dashboard = {
  readonly key: string;
  readonly title: Text;
  readonly roles: readonly Role[];
  /** the cell it is about, picked by the reader or taken from the reader's own scope; none: the whole zone */
  readonly about?: 'chain' | 'park' | 'department';
  /** shown large, with last month and last year beside */
  readonly big: readonly string[];
  readonly sections: readonly { readonly title: Text; readonly figures: readonly string[] }[];
  /** by: a dimension, or `trend` */
  readonly charts: readonly { readonly figure: string; readonly by: string }[];
};

const people = t('党员与队伍', 'Members and people');
const services = t('企业服务', 'Services to firms');
const onChain = t('组织在链上', 'Organisations on the chain');
const lookAfter = t('需要处理', 'To be looked after');

/** The dashboards; a zone edits none of them by hand, it changes the figures that they show. */
export const dashboards: readonly Dashboard[] = [
  {
    key: 'zone',
    title: t('全区总览', 'The zone at a glance'),
    roles: ['zoneLeader', 'partyWorkOfficer', 'dispatcher', 'assessmentOfficer', 'auditor'],
    big: ['operatingFirmCount', 'chainEnterpriseCount', 'orgCoverageRate', 'workCoverageRate', 'requestSubmittedCount', 'requestSolvedRate', 'requestSatisfactionRate', 'requestOpenOverdueCount'],
    sections: [
      { title: onChain, figures: ['partyOrganisationCount', 'actionBranchCount', 'clusterAllianceCount', 'chainLeaderCount', 'allianceDecisionKeptRate'] },
      { title: services, figures: ['serviceMenuItemCount', 'requestFirmCount', 'requestMedianDays', 'visitHeldCount', 'promiseKeptRate'] },
      { title: people, figures: ['partyMemberCount', 'instructorCount', 'specialistCount', 'vanguardPostCount', 'memberLedInventionPatentCount'] },
      { title: lookAfter, figures: ['termOverdueCount', 'secretaryVacantCount', 'keyNodesWithoutFirm', 'chainsWithoutChief', 'schemeTaskOverdueCount'] },
    ],
    charts: [
      { figure: 'requestSubmittedCount', by: 'trend' },
      { figure: 'orgCoverageRate', by: 'park' },
      { figure: 'chainEnterpriseCount', by: 'chain' },
      { figure: 'requestSubmittedCount', by: 'category' },
    ],
  },
  {
    key: 'chain',
    title: t('产业链', 'An industry chain'),
    roles: ['zoneLeader', 'partyWorkOfficer', 'dispatcher', 'departmentHandler', 'assessmentOfficer', 'auditor'],
    about: 'chain',
    big: ['chainEnterpriseCount', 'keyNodeCount', 'chainLeaderCount', 'orgCoverageRate', 'requestOpenCount', 'requestSolvedRate', 'chainActionOpenCount', 'keyNodesWithoutFirm'],
    sections: [
      { title: onChain, figures: ['partyOrganisationCount', 'actionBranchCount', 'workCoverageRate', 'independentRate', 'vanguardPostCount'] },
      { title: services, figures: ['requestSubmittedCount', 'requestFirmCount', 'requestOpenOverdueCount', 'visitedFirmCount', 'specialistLinkRate'] },
      { title: t('企业', 'Firms'), figures: ['highTechFirmCount', 'aboveScaleFirmCount', 'listedEnterpriseCount', 'employeeTotal', 'nodePurchaseTotal'] },
    ],
    charts: [
      { figure: 'chainEnterpriseCount', by: 'park' },
      { figure: 'chainEnterpriseCount', by: 'trend' },
      { figure: 'chainEnterpriseCount', by: 'scale' },
      { figure: 'requestSubmittedCount', by: 'category' },
    ],
  },
  {
    key: 'finance',
    title: t('积分与金融', 'Points and finance'),
    roles: ['zoneLeader', 'financeOfficer', 'assessmentOfficer', 'auditor'],
    big: ['pointsFinanceEnterpriseCount', 'pointsFinanceCreditLineTotal', 'creditDrawnTotal', 'creditRepaidTotal', 'creditLineOverdueCount', 'equityReferralCount', 'equityDealCount', 'equityInvestedTotal'],
    sections: [],
    charts: [
      { figure: 'pointsFinanceCreditLineTotal', by: 'bank' },
      { figure: 'pointsFinanceCreditLineTotal', by: 'trend' },
      { figure: 'pointsFinanceEnterpriseCount', by: 'product' },
    ],
  },
  {
    key: 'department',
    title: t('部门办理', 'A department’s work'),
    roles: ['departmentHandler', 'dispatcher', 'zoneLeader', 'assessmentOfficer', 'auditor'],
    about: 'department',
    big: ['requestOpenCount', 'requestOpenOverdueCount', 'requestClosedCount', 'requestSolvedRate', 'requestSatisfactionRate', 'requestMedianDays', 'requestReopenedCount', 'serviceMenuItemCount'],
    sections: [{ title: services, figures: ['requestSubmittedCount', 'requestFirmCount', 'requestsWithoutCategory', 'promiseOpenCount', 'promiseKeptRate'] }],
    charts: [
      { figure: 'requestClosedCount', by: 'trend' },
      { figure: 'requestSubmittedCount', by: 'category' },
      { figure: 'requestSubmittedCount', by: 'chain' },
      { figure: 'requestOpenCount', by: 'status' },
    ],
  },
  {
    key: 'park',
    title: t('园区', 'A park'),
    roles: ['zoneLeader', 'partyWorkOfficer', 'dispatcher', 'specialist', 'assessmentOfficer', 'auditor'],
    about: 'park',
    big: ['operatingFirmCount', 'highTechFirmCount', 'aboveScaleFirmCount', 'orgCoverageRate', 'workCoverageRate', 'requestOpenCount', 'requestSolvedRate', 'visitedFirmCount'],
    sections: [
      { title: onChain, figures: ['partyOrganisationCount', 'independentRate', 'shouldBuildRate', 'chainEnterpriseCount', 'clusterEnterpriseCount'] },
      { title: services, figures: ['requestSubmittedCount', 'requestFirmCount', 'requestOpenOverdueCount', 'visitHeldCount', 'specialistLinkRate'] },
      { title: t('需要补登', 'To be completed'), figures: ['firmsWithoutScale', 'firmsWithoutMemberNumbers', 'requestsWithoutCategory'] },
    ],
    charts: [
      { figure: 'operatingFirmCount', by: 'trend' },
      { figure: 'operatingFirmCount', by: 'scale' },
      { figure: 'chainEnterpriseCount', by: 'chain' },
      { figure: 'requestSubmittedCount', by: 'category' },
    ],
  },
  {
    key: 'secretary',
    title: t('支部工作', 'A branch’s work'),
    roles: ['branchSecretary', 'partyWorkOfficer'],
    big: ['partyMemberCount', 'lifeRecordCount', 'lifeUnrecordedCount', 'fiveOnesCompletionRate'],
    sections: [
      { title: people, figures: ['vanguardPostCount', 'memberLedInventionPatentCount', 'memberLedMajorProjectCount', 'memberToBackboneRate'] },
      { title: lookAfter, figures: ['termOverdueCount', 'termDueSoonCount', 'secretaryVacantCount', 'schemeTaskOverdueCount', 'requestOpenCount'] },
    ],
    charts: [
      { figure: 'lifeRecordCount', by: 'trend' },
      { figure: 'lifeRecordCount', by: 'kind' },
    ],
  },
];
