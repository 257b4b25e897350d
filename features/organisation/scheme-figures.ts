import { defineFigure, type FigureDeclaration } from '#kernel/contract/figure.ts';
import { t } from '#kernel/contract/text.ts';

const common = { owner: t('党群工作部门', 'Party work'), edition: '2026.1' } as const;
const inForce = { field: 'status', is: ['published'] } as const;
const group = { group: { label: t('组成', 'Group'), path: { field: 'groupName' } }, scheme: { label: t('工作体系', 'Scheme'), path: { field: 'schemeId' } } } as const;

/** Figures over schemes, plans and organisation life. */
export const schemeFigures: readonly FigureDeclaration[] = [
  defineFigure({
    ...common,
    id: 'programmePartCounts',
    label: t('“1145”的组成', 'Parts of 1145'),
    definition: t('实施中的“1145”工作体系当日各组的组成部分', 'Parts of the 1145 scheme in force, by group'),
    unit: t('项', 'parts'),
    rules: ['K6'],
    source: { kind: 'state', record: 'schemePart' },
    measure: { kind: 'count' },
    where: { of: 'schemeId', where: { all: [{ field: 'code', is: ['1145'] }, inForce] } },
    dimensions: group,
  }),
  defineFigure({
    ...common,
    id: 'fiveOnesPartCount',
    label: t('“五个一”的组成', 'Parts of the five ones'),
    definition: t('实施中的“五个一”清单当日的组成部分', 'Parts of the five-ones checklist in force'),
    unit: t('项', 'parts'),
    rules: ['G1'],
    source: { kind: 'state', record: 'schemePart' },
    measure: { kind: 'count' },
    where: { of: 'schemeId', where: { all: [{ field: 'code', is: ['五个一'] }, inForce] } },
    dimensions: group,
  }),
  defineFigure({
    ...common,
    id: 'fiveOnesCompletionRate',
    label: t('“五个一”达标率', 'Organisations with all five ones'),
    definition: t('对照过“五个一”的党组织中，五项都已核定达标的', 'Of the organisations reviewed by the five ones, those with all five confirmed'),
    unit: 'share',
    rules: ['G1'],
    source: { kind: 'state', record: 'partyOrganisation' },
    where: { has: 'schemeReview', match: { organisationId: 'id' }, where: { of: 'schemeId', where: { field: 'code', is: ['五个一'] } } },
    measure: {
      kind: 'share',
      of: {
        has: 'schemeReview',
        match: { organisationId: 'id' },
        where: {
          all: [
            { of: 'schemeId', where: { field: 'code', is: ['五个一'] } },
            { field: 'state', is: ['done'] },
          ],
        },
        atLeast: 5,
      },
    },
    dimensions: { park: { label: t('园区', 'Park'), path: { field: 'parkId' } } },
  }),
  defineFigure({
    ...common,
    id: 'actionPlanYears',
    label: t('行动计划年限', 'Years of the action plan'),
    definition: t('当日实施中的行动计划从起始日到结束日的年数，最长的一个', 'Years from the first to the last day of the action plan in force, the longest'),
    unit: 'years',
    rules: ['K4'],
    source: { kind: 'state', record: 'scheme' },
    measure: { kind: 'percentile', at: 1, from: 'startsOn', to: 'endsOn', in: 'years' },
    where: { all: [{ field: 'kind', is: ['actionPlan'] }, inForce] },
  }),
  defineFigure({
    ...common,
    id: 'schemeTaskDoneRate',
    label: t('体系任务完成率', 'Scheme tasks done'),
    definition: t('当日各工作体系的任务（不再做的除外）中，已完成的', 'Of the tasks of schemes, dropped ones left out, those done'),
    unit: 'share',
    source: { kind: 'state', record: 'schemeTask' },
    where: { not: { field: 'state', is: ['dropped'] } },
    measure: { kind: 'share', of: { field: 'state', is: ['done'] } },
    dimensions: { scheme: { label: t('工作体系', 'Scheme'), path: { field: 'schemeId' } }, department: { label: t('责任部门', 'Department'), path: { field: 'ownerDepartmentId' } } },
  }),
  defineFigure({
    ...common,
    id: 'schemeTaskOverdueCount',
    label: t('逾期未完成的体系任务', 'Scheme tasks overdue'),
    definition: t('完成时限已过、仍未完成的任务', 'Tasks past their day and still open'),
    unit: t('项', 'tasks'),
    source: { kind: 'state', record: 'schemeTask' },
    measure: { kind: 'count' },
    where: {
      all: [
        { field: 'state', is: ['open'] },
        { field: 'dueOn', to: { days: -1 } },
      ],
    },
    dimensions: { scheme: { label: t('工作体系', 'Scheme'), path: { field: 'schemeId' } } },
    gap: { mend: t('由责任单位更新', 'Its owner brings it up to date'), path: '/scheme-tasks' },
  }),
  defineFigure({
    ...common,
    id: 'lifeRecordCount',
    label: t('组织生活', 'Organisation life held'),
    definition: t('统计期内召开并确认的组织生活', 'Meetings and lectures held in the window and confirmed'),
    unit: t('次', 'times'),
    source: { kind: 'dated', record: 'lifeRecord', on: 'heldOn', window: 'year' },
    measure: { kind: 'count' },
    where: { field: 'state', is: ['confirmed'] },
    dimensions: {
      kind: { label: t('类型', 'Kind'), path: { field: 'kinds' } },
      organisation: { label: t('党组织', 'Organisation'), path: { field: 'organisationId' } },
      month: { label: t('月份', 'Month'), path: { field: 'heldOn', per: 'month' } },
    },
  }),
];
