import { date, decimal, integer, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { toBanks, toFunds } from './consented.ts';

/** Either lets a receiver read what was shown to it; the first opens that and nothing else. */
export const passportScopes = ['passport', 'points'] as const;

/** A signed statement of a firm's points (积分通行证): the firm's own, issued as of a day, valid for a time. Only ever added; what became of it is reckoned. */
export const pointsPassport = defineRecord({
  name: 'pointsPassport',
  path: 'points-passports',
  table: 'points_passports',
  label: t('积分通行证', 'Points passport'),
  plural: t('积分通行证', 'Points passports'),
  fields: {
    title: text({ label: t('通行证', 'Passport'), derived: true }),
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
    year: integer({ label: t('年度', 'Year'), isYear: true, derived: true }),
    edition: text({ label: t('方案', 'Scheme'), derived: true }),
    asOf: date({ label: t('截至', 'As of'), derived: true }),
    score: decimal({ label: t('总分', 'Score'), digits: 2, derived: true }),
    validUntil: date({ label: t('有效至', 'Valid until'), derived: true }),
  },
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'year', 'asOf', 'score', 'validUntil'], filters: ['firmId', 'year', 'asOf', 'validUntil'], order: '-createdAt' },
  form: [{ title: t('积分通行证', 'Points passport'), fields: ['firmId', 'year', 'edition', 'asOf', 'score', 'validUntil'] }],
  empty: t('企业开具的积分通行证列在这里。', 'What firms have had issued.'),
  access: [
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的通行证', "their firm's passport") },
    { roles: ['financeOfficer', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('监督通行证的签发', 'oversees what is issued') },
  ],
});

const shown = { why: t('企业授权并出示给本机构', 'the firm consents, and showed it to their house'), receiver: 'receiverId', givenBy: 'createdAt' };

/** A passport shown by the firm to a bank or a fund, with the lines that it chose; readable there while the firm's consent lasts (PIP-05). */
export const pointsPassportShowing = defineRecord({
  name: 'pointsPassportShowing',
  path: 'points-passport-showings',
  table: 'points_passport_showings',
  label: t('出示的积分通行证', 'Points passport shown'),
  plural: t('出示的积分通行证', 'Points passports shown'),
  fields: {
    title: text({ label: t('通行证', 'Passport'), derived: true }),
    passportId: reference({ label: t('通行证', 'Passport'), record: 'pointsPassport', derived: true }),
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', derived: true }),
    receiverId: reference({ label: t('出示给', 'Shown to'), record: 'provider', derived: true }),
    indicators: text({ label: t('展示的指标', 'Indicators shown'), maxLength: 2000, derived: true }),
    year: integer({ label: t('年度', 'Year'), isYear: true, derived: true }),
    score: decimal({ label: t('总分', 'Score'), digits: 2, derived: true }),
    validUntil: date({ label: t('有效至', 'Valid until'), derived: true }),
  },
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'year', 'score', 'validUntil'], filters: ['firmId', 'receiverId', 'year', 'validUntil'], order: '-createdAt' },
  form: [{ title: t('出示的积分通行证', 'Points passport shown'), fields: ['firmId', 'receiverId', 'year', 'score', 'indicators', 'validUntil'] }],
  empty: t('企业出示给本机构的积分通行证列在这里；企业撤回授权后即不可见。', 'What firms have shown to your house; gone when the firm withdraws its consent.'),
  access: [
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业出示的', 'shown by their firm') },
    { roles: ['auditor'], may: ['read', 'export'], rows: 'all', why: t('监督授权的使用', 'oversees how consents are used') },
    ...passportScopes.flatMap((scope) => [toBanks({ ...shown, scope }), toFunds({ ...shown, scope })]),
  ],
});
