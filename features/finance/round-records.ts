import { choice, date, decimal, flag, integer, longText, reference, text } from '#kernel/contract/field.ts';
import type { AccessRule } from '#kernel/contract/access.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { toBanks, toFunds } from './consented.ts';

const access: readonly AccessRule[] = [
  { roles: ['financeOfficer', 'zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区创新积分', "oversees the zone's points") },
  { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的积分', "their firm's points") },
  toBanks({ scope: 'points', why: t('企业授权本机构查看积分', 'the firm lets their house see its points') }),
  toFunds({ scope: 'points', why: t('企业授权本机构查看积分', 'the firm lets their house see its points') }),
];
const points = decimal({ label: t('积分', 'Points'), digits: 2, derived: true });
const firmId = reference({ label: t('企业', 'Firm'), record: 'firm', derived: true });
const roundId = reference({ label: t('积分年度', 'Round'), record: 'pointsRound', derived: true });
const year = integer({ label: t('年度', 'Year'), isYear: true, derived: true });

/** What a firm was reckoned at in a round, each time; kept for ever. */
export const pointsScore = defineRecord({
  name: 'pointsScore',
  path: 'points-scores',
  table: 'points_scores',
  label: t('计分结果', 'Score'),
  plural: t('计分结果', 'Scores'),
  fields: {
    title: text({ label: t('计分', 'Score'), derived: true }),
    roundId,
    firmId,
    year,
    attempt: integer({ label: t('第几次', 'Time'), derived: true }),
    edition: text({ label: t('方案', 'Scheme'), maxLength: 80, derived: true }),
    registeredOn: date({ label: t('成立日期', 'Registered'), derived: true }),
    stage: choice({ label: t('阶段', 'Stage'), options: { startup: t('初创期', 'Start-up'), growth: t('成长期', 'Growth'), stable: t('稳定期', 'Stable') }, derived: true }),
    score: points,
    isVetoed: flag({ label: t('一票否决', 'Vetoed'), derived: true }),
    missing: integer({ label: t('缺报指标', 'Missing'), derived: true }),
  },
  title: 'title',
  search: [],
  list: { columns: ['title', 'firmId', 'year', 'attempt', 'stage', 'score', 'isVetoed', 'missing', 'edition'], filters: ['roundId', 'firmId', 'year', 'attempt', 'stage', 'score', 'isVetoed', 'missing'], order: '-createdAt' },
  form: [{ title: t('计分', 'Score'), fields: ['firmId', 'roundId', 'year', 'attempt', 'edition', 'registeredOn', 'stage', 'score', 'isVetoed', 'missing'] }],
  access,
});

/** The ledger of frozen points, an account for each firm and year: added to, never changed, each entry chained to the one before. */
export const pointsEntry = defineRecord({
  name: 'pointsEntry',
  path: 'points-entries',
  table: 'points_entries',
  life: { from: 'enteredOn' },
  label: t('积分账目', 'Points entry'),
  plural: t('积分账目', 'Ledger of points'),
  fields: {
    title: text({ label: t('账目', 'Entry'), derived: true }),
    firmId,
    year,
    seq: integer({ label: t('第几笔', 'Entry no.'), derived: true }),
    kind: choice({ label: t('事由', 'Kind'), options: { frozen: t('冻结', 'Frozen'), reversal: t('冲正', 'Reversal'), correction: t('更正', 'Correction') }, derived: true }),
    points,
    enteredOn: date({ label: t('日期', 'Day'), derived: true }),
    roundId,
    scoreId: reference({ label: t('依据的计分', 'Score it rests on'), record: 'pointsScore', derived: true }),
    note: longText({ label: t('说明', 'Note'), maxLength: 1000, derived: true }),
    previousHash: text({ label: t('上一笔校验值', 'Hash before'), maxLength: 64, derived: true }),
    hash: text({ label: t('校验值', 'Hash'), maxLength: 64, derived: true }),
  },
  title: 'title',
  search: [],
  list: { columns: ['title', 'firmId', 'year', 'seq', 'kind', 'points', 'enteredOn', 'note'], filters: ['firmId', 'year', 'kind', 'roundId', 'enteredOn'], order: '-createdAt' },
  form: [{ title: t('账目', 'Entry'), fields: ['firmId', 'year', 'seq', 'kind', 'points', 'enteredOn', 'roundId', 'scoreId', 'note', 'previousHash', 'hash'] }],
  access,
});
