import { defineFigure, type FigureDeclaration, type Where } from '#kernel/contract/figure.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { t } from '#kernel/contract/text.ts';
import { clusterCut, firmCuts } from '#features/industry/figure-cuts.ts';
import { organisationKindNames, traitsOf } from './rules/kinds.ts';
import { organisationRulesOn } from './rules/organisation-pack.ts';
import { peopleFigures } from './people-figures.ts';
import { schemeFigures } from './scheme-figures.ts';

const owner = t('党群工作部门', 'Party work');
const firms = t('家', 'firms');
const bodies = t('个', 'organisations');
const operating: Where = { field: 'status', is: ['operating'] };
const covering = organisationKindNames.filter((kind) => traitsOf(kind).covers);
const ownKinds = covering.filter((kind) => kind !== 'branchJoint');
const coveredBy = (kinds: readonly string[]): Where => ({
  has: 'organisationUnit',
  match: { firmId: 'id' },
  where: { of: 'organisationId', where: { field: 'kind', is: kinds } },
});
const hasOwn = coveredBy(ownKinds);
const organisations = { owner, edition: '2026.1', source: { kind: 'state', record: 'partyOrganisation' }, measure: { kind: 'count' } } as const;
const byKind = { kind: { label: t('类型', 'Kind'), path: { field: 'kind' } }, chain: { label: t('产业链', 'Chain'), path: { field: 'chainIds' } }, park: { label: t('园区', 'Park'), path: { field: 'parkId' } } } as const;
const coverage = { owner, edition: '2026.1', unit: 'share', source: { kind: 'state', record: 'firm' }, dimensions: { ...firmCuts, ...clusterCut } } as const;
const secretaryInPost: Where = { has: 'organisationPost', match: { organisationId: 'id' }, where: { field: 'post', is: ['secretary'] } };

/** Full members of a firm reach a number: what it last stated, or the members registered where it states nothing (§1.3). */
const fullMembersAtLeast = (least: { readonly param: string }): Where => ({
  any: [
    { last: 'memberCount', by: 'countedOn', match: { firmId: 'id' }, where: { field: 'fullMembers', atLeast: least } },
    {
      all: [{ not: { has: 'memberCount', match: { firmId: 'id' } } }, { has: 'partyMember', match: { firmId: 'id' }, where: { field: 'fullOn', to: { days: 0 } }, atLeast: least }],
    },
  ],
});

const visitedWithin = { field: 'heldAt', from: { days: { param: 'organisation.visitWindow' } }, to: { days: 0 } } as const;
const held: Where = { field: 'status', is: ['held'] };

/** Parameters of the organisation pack that figures name; windows count backwards. */
export const organisationFigureParams: Readonly<Record<string, (packs: readonly RulePack[], day: IsoDate) => number>> = {
  'organisation.ownBranchMin': (packs, day) => organisationRulesOn(packs, day).params.ownBranchMin,
  'organisation.visitWindow': (packs, day) => -organisationRulesOn(packs, day).params.coverage.instructorVisitWindowDays,
  'organisation.workWindow': (packs, day) => -organisationRulesOn(packs, day).params.coverage.workRecordWindowDays,
};

/** Figures over Party organisations, coverage, alliances, schemes and members. */
export const organisationFigures: readonly FigureDeclaration[] = [
  defineFigure({
    ...organisations,
    id: 'partyOrganisationCount',
    label: t('党组织', 'Party organisations'),
    definition: t('当日已成立、未撤销的各类党组织', 'Party organisations established and not dissolved on the day'),
    unit: bodies,
    dimensions: byKind,
  }),
  defineFigure({
    ...organisations,
    id: 'actionBranchCount',
    label: t('行动党支部', 'Action branches'),
    definition: t('当日已成立、未撤销的行动党支部；不计入组织覆盖', 'Action branches established and not dissolved; they cover no firm'),
    unit: bodies,
    rules: ['K10'],
    where: { field: 'kind', is: ['branchAction'] },
    dimensions: byKind,
  }),
  defineFigure({
    ...organisations,
    id: 'termOverdueCount',
    label: t('届满未换届', 'Terms run out'),
    definition: t('当日任期已满的党组织', 'Organisations whose term has run out on the day'),
    unit: bodies,
    rules: ['ORG-16'],
    where: { field: 'termEndsOn', to: { days: -1 } },
    dimensions: byKind,
  }),
  defineFigure({
    ...organisations,
    id: 'termDueSoonCount',
    label: t('半年内届满', 'Terms ending within half a year'),
    definition: t('当日起 180 天内任期届满的党组织', 'Organisations whose term ends within 180 days'),
    unit: bodies,
    rules: ['ORG-15'],
    where: { field: 'termEndsOn', from: { days: 0 }, to: { days: 180 } },
    dimensions: byKind,
  }),
  defineFigure({
    ...organisations,
    id: 'secretaryVacantCount',
    label: t('书记空缺的党组织', 'Organisations without a secretary'),
    definition: t('当日没有书记在任的党组织', 'Organisations with no secretary in post on the day'),
    unit: bodies,
    where: { not: secretaryInPost },
    dimensions: byKind,
    gap: { mend: t('补登书记或办理补选', 'State or elect a secretary'), path: '/organisation-posts' },
  }),
  defineFigure({
    ...organisations,
    id: 'lifeUnrecordedCount',
    label: t('近三个月没有组织生活记录的支部', 'Branches without a record for three months'),
    definition: t('当日前 90 天内没有已确认组织生活记录的支部', 'Branches without a confirmed record of organisation life in the 90 days before'),
    unit: bodies,
    where: {
      all: [
        { field: 'kind', is: ['branchIndependent', 'branchJoint'] },
        {
          not: {
            has: 'lifeRecord',
            match: { organisationId: 'id' },
            where: {
              all: [
                { field: 'state', is: ['confirmed'] },
                { field: 'heldOn', from: { days: -90 } },
              ],
            },
          },
        },
      ],
    },
    dimensions: byKind,
    gap: { mend: t('由支部书记补记', 'The secretary enters what was held'), path: '/life-records' },
  }),
  defineFigure({
    ...coverage,
    id: 'orgCoverageRate',
    label: t('组织覆盖率', 'Organisation coverage'),
    definition: t('有自己党组织，或在联合党支部覆盖单位之内的企业 ÷ 实体运营企业', 'Firms with an organisation of their own or covered by a joint branch ÷ operating firms'),
    rules: ['§1.3'],
    where: operating,
    measure: { kind: 'share', of: coveredBy(covering) },
  }),
  defineFigure({
    ...coverage,
    id: 'independentRate',
    label: t('单独组建率', 'Independent organisations'),
    definition: t('有自己党组织的企业 ÷ 实体运营企业', 'Firms with an organisation of their own ÷ operating firms'),
    rules: ['§1.3'],
    where: operating,
    measure: { kind: 'share', of: hasOwn },
  }),
  defineFigure({
    ...coverage,
    id: 'shouldBuildRate',
    label: t('应建尽建率', 'Built where required'),
    definition: t('正式党员达到应建人数的在营企业中，已有自己党组织的', 'Of the operating firms with enough full members, those with an organisation of their own'),
    rules: ['§1.3', 'ORG-01'],
    where: { all: [operating, fullMembersAtLeast({ param: 'organisation.ownBranchMin' })] },
    measure: { kind: 'share', of: hasOwn },
  }),
  defineFigure({
    ...coverage,
    id: 'workCoverageRate',
    label: t('工作覆盖率', 'Work coverage'),
    definition: t(
      '组织已覆盖，或有近期走访的指导员、有联络员、有群团组织且近期开展党的工作的企业 ÷ 实体运营企业',
      'Firms covered by an organisation, by an instructor who visited, by a liaison, or by a mass organisation with recent Party work ÷ operating firms',
    ),
    rules: ['§1.3'],
    where: operating,
    measure: {
      kind: 'share',
      of: {
        any: [
          coveredBy(covering),
          {
            has: 'instructorAssignment',
            match: { firmId: 'id' },
            where: {
              any: [
                { field: 'kind', is: ['liaison'] },
                {
                  all: [
                    { field: 'kind', is: ['instructor'] },
                    {
                      any: [
                        { has: 'visit', match: { firmId: 'firmId', visitorId: 'userId' }, where: { all: [held, visitedWithin] } },
                        { has: 'visit', match: { firmId: 'firmId', companionIds: 'userId' }, where: { all: [held, visitedWithin] } },
                      ],
                    },
                  ],
                },
              ],
            },
          },
          {
            all: [
              { has: 'massOrganisation', match: { firmId: 'id' } },
              {
                has: 'lifeRecord',
                match: { firmIds: 'id' },
                where: {
                  all: [
                    { field: 'state', is: ['confirmed'] },
                    { field: 'heldOn', from: { days: { param: 'organisation.workWindow' } } },
                  ],
                },
              },
            ],
          },
        ],
      },
    },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'clusterEnterprisesWithIndependentBranch',
    label: t('集群内独立建支部的企业', 'Cluster firms with a branch of their own'),
    definition: t('当日在产业集群中、单独建有党支部的企业；一家企业两个支部只计一次，已离开集群的不计', 'Firms in a cluster that day with an independent branch of their own; two branches count once, firms that left do not count'),
    unit: firms,
    rules: ['K8'],
    source: { kind: 'state', record: 'firm' },
    measure: { kind: 'count' },
    where: { all: [{ has: 'clusterMember', match: { firmId: 'id' } }, coveredBy(['branchIndependent'])] },
    dimensions: { ...firmCuts, ...clusterCut },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'clusterAllianceCount',
    label: t('集群党建联建', 'Cluster alliances'),
    definition: t('当日已成立、未结束的集群党建联建', 'Alliances of clusters founded and not closed on the day'),
    unit: t('个', 'alliances'),
    rules: ['K7'],
    source: { kind: 'state', record: 'clusterAlliance' },
    measure: { kind: 'count' },
    dimensions: { cluster: { label: t('集群', 'Cluster'), path: { field: 'clusterId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'clusterPartyBrandCount',
    label: t('集群党建品牌', 'Party brands of clusters'),
    definition: t('当日在用、归属产业集群的党建品牌', 'Brands in use on the day that belong to a cluster'),
    unit: t('个', 'brands'),
    rules: ['K9'],
    source: { kind: 'state', record: 'partyBrand' },
    measure: { kind: 'count' },
    where: { field: 'ownerKind', is: ['cluster'] },
    dimensions: { cluster: { label: t('集群', 'Cluster'), path: { field: 'clusterId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'allianceMeetingQuarters',
    label: t('连续按季召开联席会', 'Quarters in a row with a joint meeting'),
    definition: t('到最近一次为止，连续多少个季度开过联席会', 'How many quarters in a row, up to the last meeting, had a joint meeting'),
    unit: t('个季度', 'quarters'),
    rules: ['§7.3'],
    source: { kind: 'dated', record: 'allianceMeeting', on: 'heldOn', window: 'all' },
    measure: { kind: 'streak', of: 'quarter', by: 'heldOn' },
    dimensions: { alliance: { label: t('联盟', 'Alliance'), path: { field: 'allianceId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'allianceDecisionKeptRate',
    label: t('联席会议定事项落实率', 'Decisions of joint meetings carried out'),
    definition: t('累计到当日已有结果的议定事项中，确认落实的', 'Of the decisions with an outcome by the day, those confirmed as carried out'),
    unit: 'share',
    source: { kind: 'state', record: 'allianceDecision' },
    where: { field: 'status', is: ['kept', 'cannotKeep'] },
    measure: { kind: 'share', of: { field: 'status', is: ['kept'] } },
    dimensions: { alliance: { label: t('联盟', 'Alliance'), path: { field: 'allianceId' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'formationEstablishedCount',
    label: t('新组建党组织', 'Organisations formed'),
    definition: t('统计期内经组建程序成立的党组织', 'Organisations established by the formation procedure in the window'),
    unit: bodies,
    rules: ['ORG-06'],
    source: { kind: 'event', record: 'formation', moves: ['file'], window: 'year' },
    measure: { kind: 'count' },
    dimensions: { kind: { label: t('类型', 'Kind'), path: { field: 'kind' } }, month: { label: t('月份', 'Month'), path: { field: 'at', per: 'month' } } },
  }),
  defineFigure({
    owner,
    edition: '2026.1',
    id: 'firmsWithoutMemberNumbers',
    label: t('一年内没有报党员人数的企业', 'Firms without member numbers for a year'),
    definition: t('在营企业中，一年内没有填报党员人数、也没有逐人登记党员的', 'Operating firms that stated no member numbers for a year and have no registered members'),
    unit: firms,
    source: { kind: 'state', record: 'firm' },
    measure: { kind: 'count' },
    where: { all: [operating, { not: { has: 'memberCount', match: { firmId: 'id' }, where: { field: 'countedOn', from: { days: -365 } } } }, { not: { has: 'partyMember', match: { firmId: 'id' } } }] },
    dimensions: firmCuts,
    gap: { mend: t('导入企业党员人数', 'Import the numbers'), path: '/member-counts' },
  }),
  ...peopleFigures,
  ...schemeFigures,
];
