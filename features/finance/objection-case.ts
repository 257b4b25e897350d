import { defineCase } from '#kernel/contract/case.ts';
import { choice, date, decimal, longText, reference, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { foldObjection, objectionClocks, objectionTasks, type ObjectionState } from './rules/objection-state.ts';

const fields = {
  title: text({ label: t('异议', 'Objection'), derived: true }),
  roundId: reference({ label: t('积分年度', 'Round'), record: 'pointsRound', derived: true }),
  firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
  indicator: text({ label: t('指标', 'Indicator'), maxLength: 60, derived: true }),
  says: longText({ label: t('异议内容', 'What is wrong'), derived: true }),
  evidence: longText({ label: t('佐证', 'Evidence'), derived: true }),
  raisedOn: date({ label: t('提出日期', 'Raised'), derived: true }),
  decidedOn: date({ label: t('答复日期', 'Decided'), derived: true }),
  answer: longText({ label: t('答复', 'Answer'), derived: true }),
} as const;

const reason = longText({ label: t('核实情况与理由', 'What was found, and why'), maxLength: 1000, required: true });

/** A firm objects to its own points while they are public; a person looks into it and answers with a reason (§5.3, PIP-06). */
export const pointsObjection = defineCase<typeof fields, ObjectionState>({
  name: 'pointsObjection',
  path: 'points-objections',
  table: 'points_objections',
  label: t('积分异议', 'Points objection'),
  plural: t('积分异议', 'Points objections'),
  fields,
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'roundId', 'indicator', 'raisedOn', 'decidedOn', 'answer'], filters: ['firmId', 'roundId', 'raisedOn', 'decidedOn'], order: '-createdAt' },
  form: [{ title: t('异议', 'Objection'), fields: ['firmId', 'roundId', 'indicator', 'says', 'evidence', 'raisedOn', 'decidedOn', 'answer'] }],
  empty: t('公示期内企业提出的异议列在这里。', 'Objections of firms while points are public.'),
  access: [
    { roles: ['financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区创新积分', "oversees the zone's points") },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的异议', "their firm's own") },
  ],
  initial: 'raised',
  states: {
    raised: { label: t('待核实', 'Raised'), tone: 'waiting' },
    upheld: { label: t('成立', 'Upheld'), terminal: true, tone: 'good' },
    dismissed: { label: t('不成立', 'Dismissed'), terminal: true, tone: 'bad' },
    withdrawn: { label: t('已撤回', 'Withdrawn'), terminal: true, tone: 'bad' },
  },
  relations: {
    zone: { label: t('金融服务专员', 'the finance officer'), holds: (actor) => actor.roles.includes('financeOfficer') },
    firm: { label: t('企业', 'the firm'), holds: (actor, state) => actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(state.firmId) },
  },
  open: {
    label: t('提出异议', 'Object'),
    by: ['enterpriseContact'],
    input: {
      roundId: reference({ label: t('积分年度', 'Round'), record: 'pointsRound', required: true }),
      firmId: reference({ label: t('企业', 'Firm'), record: 'firm', hint: t('不填即本企业', 'Your own firm, if left empty') }),
      indicator: text({ label: t('指标', 'Indicator'), maxLength: 60, required: true, hint: t('指标名称或编码，如“营业收入”', 'Its name or its code') }),
      says: longText({ label: t('异议内容', 'What is wrong'), maxLength: 2000, required: true }),
      evidence: longText({ label: t('佐证', 'Evidence'), maxLength: 1000 }),
    },
  },
  moves: {
    uphold: {
      label: t('异议成立', 'Uphold'),
      hint: t('录入核实后的数值，并为该企业重新计分', 'Enters the value found and reckons the firm anew'),
      from: ['raised'],
      to: ['upheld'],
      by: ['zone'],
      weight: 'primary',
      input: {
        state: choice({ label: t('情况', 'State'), options: { value: t('有数', 'A value'), notApplicable: t('不适用', 'Not applicable') }, required: true }),
        value: decimal({ label: t('核实后的数值', 'Value found'), digits: 4 }),
        reason,
      },
    },
    dismiss: { label: t('异议不成立', 'Dismiss'), from: ['raised'], to: ['dismissed'], by: ['zone'], input: { reason }, weight: 'danger' },
    withdraw: { label: t('撤回异议', 'Withdraw'), from: ['raised'], to: ['withdrawn'], by: ['firm'], input: {}, weight: 'danger' },
    transferFirm: { label: t('企业合并', 'Firm merged'), from: ['raised', 'upheld', 'dismissed', 'withdrawn'], to: [], by: ['system'], input: {} },
  },
  fold: foldObjection,
  clocks: objectionClocks,
  tasks: objectionTasks,
  parties: () => [],
  project: (state) => ({
    title: state.title,
    roundId: state.roundId,
    firmId: state.firmId,
    indicator: state.indicator,
    says: state.says,
    evidence: state.evidence,
    raisedOn: dateOf(state.raisedAt),
    decidedOn: state.decidedAt === null ? null : dateOf(state.decidedAt),
    answer: state.answer,
  }),
});
