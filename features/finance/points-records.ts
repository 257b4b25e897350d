import { choice, decimal, integer, longText, reference, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { toBanks, toFunds } from './consented.ts';

/**
 * A value of a year for one indicator, with its source and evidence (rulebook §5.2–5.3). Only ever added: a later one for the
 * same firm, year and indicator takes the earlier one's place from its day on, so any past day can be reckoned again.
 */
export const pointsInput = defineRecord({
  name: 'pointsInput',
  path: 'points-inputs',
  table: 'points_inputs',
  label: t('积分数据', 'Points input'),
  plural: t('积分数据', 'Points inputs'),
  fields: {
    title: text({ label: t('数据', 'Input'), derived: true }),
    firmId: reference({ label: t('企业', 'Firm'), record: 'firm', required: true, aliases: ['企业名称'] }),
    year: integer({ label: t('年度', 'Year'), isYear: true, min: 2000, max: 2100, required: true, aliases: ['年份'] }),
    indicator: text({ label: t('指标', 'Indicator'), maxLength: 60, required: true, aliases: ['指标编码', '指标名称'], hint: t('指标名称或编码，如“营业收入”', 'Its name or its code') }),
    state: choice({ label: t('情况', 'State'), options: { value: t('有数', 'A value'), notApplicable: t('不适用（如基期不为正）', 'Not applicable (base not above zero)') }, required: true }),
    value: decimal({ label: t('数值', 'Value'), digits: 4, aliases: ['数据', '指标值'] }),
    source: text({ label: t('来源', 'Source'), maxLength: 100, required: true, aliases: ['数据来源'] }),
    evidence: longText({ label: t('佐证', 'Evidence'), maxLength: 500, aliases: ['佐证材料'] }),
  },
  title: 'title',
  search: [],
  list: { columns: ['title', 'state', 'value', 'source'], filters: ['firmId', 'year', 'indicator', 'state'], order: '-createdAt' },
  form: [{ title: t('积分数据', 'Points input'), fields: ['firmId', 'year', 'indicator', 'state', 'value', 'source', 'evidence'] }],
  empty: t('各企业各年度的指标数据列在这里，由金融服务专员导入，或企业自己填报；更正即再填一条，原来的留着。', 'Yearly values of firms. A correction is a further one; the earlier stays.'),
  access: [
    { roles: ['financeOfficer'], may: ['read', 'create', 'export', 'import'], rows: 'all', why: t('归集积分数据', 'gathers the inputs') },
    { roles: ['zoneLeader', 'auditor', 'assessmentOfficer'], may: ['read', 'export'], rows: 'all', why: t('统筹全区创新积分', "oversees the zone's points") },
    { roles: ['enterpriseContact'], may: ['read', 'create', 'export'], rows: { column: 'firmId', in: 'firms' }, why: t('本企业的数据', "their firm's values") },
    { roles: ['specialist'], may: ['read'], rows: { column: 'firmId', in: 'linkedFirms' }, why: t('挂钩企业', 'a firm they are linked to') },
    toBanks({ scope: 'points', why: t('企业授权本机构查看积分', 'the firm lets their house see its points') }),
    toFunds({ scope: 'points', why: t('企业授权本机构查看积分', 'the firm lets their house see its points') }),
  ],
  check: ({ state, value }) =>
    state === 'value' && (value === null || value === undefined)
      ? [{ code: 'VALUE_MISSING', field: 'value', rule: 'PTS-INPUT', message: t('请填数值；没有数据就不要填这一条，会按缺报记 0 分', 'Give the value; what is not there stays out and counts as missing') }]
      : state === 'notApplicable' && value !== null && value !== undefined
        ? [{ code: 'VALUE_BESIDE', field: 'value', rule: 'PTS-INPUT', message: t('“不适用”就不填数值；有数值请选“有数”', 'What does not apply has no value; with one, choose “A value”') }]
        : [],
});

/** Values are of years that have come, and so are rounds. */
export const yearToCome = { code: 'YEAR_TO_COME', field: 'year', rule: 'PTS-INPUT', message: t('年度不能晚于今年', 'Not a year to come') } as const;
