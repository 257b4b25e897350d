import { choice, date, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { toBanks, toFunds } from './consented.ts';
import { creditFactKinds, creditFactValues, findingsOf, qualificationKinds } from './rules/credit-kinds.ts';

const firmId = reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称', '单位名称'] });
const fromOn = date({ label: t('自', 'From'), required: true, aliases: ['认定日期', '起始日期', '发证日期'] });
const untilOn = date({ label: t('至', 'Until'), hint: t('不填即仍有效', 'Still, if left empty'), aliases: ['有效期至', '截止日期'] });
const source = text({ label: t('来源', 'Source'), maxLength: 200, required: true, hint: t('何处查得、何日查得', 'Where and when it was looked up'), aliases: ['数据来源'] });
const inOrder = (from: unknown, until: unknown) => (typeof from === 'string' && typeof until === 'string' && until < from ? [{ code: 'DATES_REVERSED', field: 'untilOn', message: t('截止日早于起始日', 'It ends before it begins') }] : []);

/** 企业资质: what makes a firm one that a product is for (rulebook §5.4), for the days it holds. */
export const firmQualification = defineRecord({
  name: 'firmQualification',
  path: 'firm-qualifications',
  table: 'firm_qualifications',
  life: { from: 'fromOn', to: 'untilOn' },
  label: t('企业资质', 'Qualification'),
  plural: t('企业资质', 'Qualifications'),
  fields: {
    title: text({ label: t('资质', 'Qualification'), derived: true }),
    firmId,
    kind: choice({ label: t('资质类别', 'Kind'), options: qualificationKinds, required: true, aliases: ['资质', '类型'] }),
    number: text({ label: t('证书编号', 'Certificate'), maxLength: 60, aliases: ['编号'] }),
    fromOn,
    untilOn,
    source,
  },
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'kind', 'number', 'fromOn', 'untilOn', 'source'], filters: ['firmId', 'kind', 'fromOn', 'untilOn'], order: '-createdAt' },
  form: [{ title: t('企业资质', 'Qualification'), fields: ['firmId', 'kind', 'number', 'fromOn', 'untilOn', 'source'] }],
  empty: t('高新技术企业、专精特新等资质列在这里，由金融服务专员导入；积分贷的资格由此判断。', 'Qualifications of firms, imported by the finance officer; eligibility follows from them.'),
  access: [
    { roles: ['financeOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('核对企业资质', 'keeps the qualifications') },
    { roles: ['zoneLeader', 'auditor', 'assessmentOfficer', 'specialist'], may: ['read', 'export'], rows: 'all', why: t('服务企业需要', 'needs them to serve firms') },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的资质', "their firm's own") },
    toBanks({ scope: 'qualifications', why: t('企业授权本机构查看资质', 'the firm lets their house see them') }),
    toFunds({ scope: 'qualifications', why: t('企业授权本机构查看资质', 'the firm lets their house see them') }),
  ],
  check: (values) => inOrder(values.fromOn, values.untilOn),
});

/** 信用核查: what was looked into before credit is given, and what was found; what nobody looked into stays unknown (§5.4). */
export const creditFact = defineRecord({
  name: 'creditFact',
  path: 'credit-facts',
  table: 'credit_facts',
  life: { from: 'fromOn', to: 'untilOn' },
  label: t('信用核查', 'Credit check'),
  plural: t('信用核查', 'Credit checks'),
  fields: {
    title: text({ label: t('核查', 'Check'), derived: true }),
    firmId,
    kind: choice({ label: t('核查项', 'Looked into'), options: creditFactKinds, required: true, aliases: ['事项'] }),
    value: choice({ label: t('结果', 'Found'), options: creditFactValues, required: true, aliases: ['等级', '核查结果'] }),
    fromOn,
    untilOn,
    source,
  },
  title: 'title',
  search: ['title'],
  list: { columns: ['title', 'firmId', 'kind', 'value', 'fromOn', 'untilOn', 'source'], filters: ['firmId', 'kind', 'value', 'fromOn'], order: '-createdAt' },
  form: [{ title: t('信用核查', 'Credit check'), fields: ['firmId', 'kind', 'value', 'fromOn', 'untilOn', 'source'] }],
  empty: t('失信、环保、纳税等级、逾期、严重违法的核查结果列在这里；没有核查过的，资格结论里写“尚未核查”，不猜。', 'Results of checks. What was not looked into is said so in every eligibility, never guessed.'),
  access: [
    { roles: ['financeOfficer'], may: ['read', 'create', 'update', 'end', 'export', 'import'], rows: 'all', why: t('核查企业信用', 'looks into it') },
    { roles: ['zoneLeader', 'auditor'], may: ['read', 'export'], rows: 'all', why: t('统筹全区积分金融', "oversees the zone's credit") },
    { roles: ['enterpriseContact'], may: ['read', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的核查结果', "their firm's own") },
    toBanks({ scope: 'creditFacts', why: t('企业授权本机构查看核查结果', 'the firm lets their house see them') }),
    toFunds({ scope: 'creditFacts', why: t('企业授权本机构查看核查结果', 'the firm lets their house see them') }),
  ],
  check: ({ kind, value, fromOn: from, untilOn: until }) => [
    ...(typeof kind === 'string' && typeof value === 'string' && !findingsOf[kind].some((one) => one === value)
      ? [{ code: 'FINDING_UNFIT', field: 'value', rule: 'CRD-VETO', message: t('该核查项没有这种结果', 'This check has no such finding') }]
      : []),
    ...inOrder(from, until),
  ],
});
