import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bareLabel, blanksOf, gapsOf, type FormGrid } from './form-cells.ts';
import { lintText } from './form-lint.ts';
import { isSure, suggestFor, type Candidate } from './form-suggest.ts';

/** A grid from rows of text; `>` continues the cell to the left, `^` the one above. */
function gridOf(...rows: string[][]): FormGrid {
  const cells = rows.flatMap((texts, row) =>
    texts.flatMap((text, column) => {
      if (text === '>' || text === '^') return [];
      let [rowSpan, colSpan] = [1, 1];
      while (texts[column + colSpan] === '>') colSpan += 1;
      while (rows[row + rowSpan]?.[column] === '^') rowSpan += 1;
      return [{ row, column, rowSpan, colSpan, text }];
    }),
  );
  return { name: '表', rows: rows.length, columns: Math.max(...rows.map((one) => one.length)), cells };
}
const labelsIn = (grid: FormGrid) => blanksOf([grid]).map(({ labels, unit }) => [labels.join('/'), unit]);

test('a table of rows by columns under a merged head of two lines', () => {
  const grid = gridOf(
    ['园区情况统计表', '>', '>', '>', '>'],
    ['序号', '园区', '企业', '>', '组织覆盖率（%）'],
    ['^', '^', '在营（家）', '在链（家）', '^'],
    ['1', '东园', '', '', ''],
    ['2', '西园', '', '', ''],
  );
  expect(labelsIn(grid)).toEqual([
    ['东园/企业/在营', '家'],
    ['东园/企业/在链', '家'],
    ['东园/组织覆盖率', '%'],
    ['西园/企业/在营', '家'],
    ['西园/企业/在链', '家'],
    ['西园/组织覆盖率', '%'],
  ]);
});

test('a sheet of facts: each blank is called as the cell to its left', () => {
  const grid = gridOf(
    ['基本情况表', '>', '>', '>'],
    ['单位名称', '', '填报日期', ''],
    ['在营企业（家）', '', '注册资本（万元）', ''],
    ['备注', '', '>', '>'],
    ['填表人：____  审核人：', '>', '>', '>'],
  );
  expect(labelsIn(grid)).toEqual([
    ['单位名称', null],
    ['填报日期', null],
    ['在营企业', '家'],
    ['注册资本', '万元'],
    ['备注', null],
    ['填表人', null],
    ['审核人', null],
  ]);
});

test('the unit of a whole sheet holds where no other is said', () => {
  const grid = gridOf(['单位：家', '>'], ['指标', '数值'], ['在营企业', ''], ['在链企业', '']);
  expect(labelsIn(grid)).toEqual([
    ['在营企业/数值', '家'],
    ['在链企业/数值', '家'],
  ]);
});

test('gaps inside a text are found where they are', () => {
  expect(gapsOf('填表人：____　审核人：').map(({ label }) => label)).toEqual(['填表人', '审核人']);
  expect(gapsOf('单位：家')).toEqual([]);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      for (const { from, to } of gapsOf(text)) expect(from >= 0 && to <= text.length && from <= to).toBe(true);
    }),
  );
  expect(bareLabel('（一）')).toBe('（一）');
  expect(bareLabel('3. 在营企业（家）：')).toBe('在营企业');
});

const candidates: Candidate[] = [
  { key: 'operatingFirmCount', words: ['在营企业'], units: ['家'], dimensions: ['park', 'chain'] },
  { key: 'chainEnterpriseCount', words: ['在链企业'], units: ['家'], dimensions: ['park', 'chain'] },
  { key: 'highTechFirmCount', words: ['高新技术企业'], units: ['家'], dimensions: ['park'] },
  { key: 'orgCoverageRate', words: ['组织覆盖率'], units: ['%'], dimensions: ['park'] },
  { key: 'requestSubmittedCount', words: ['提交诉求'], units: ['件'], dimensions: ['park'], windowed: true },
  { key: 'registeredCapitalTotal', words: ['在营企业注册资本'], units: ['元', '万元', '亿元'], dimensions: ['park'] },
];
const cells = [{ label: '东园', dimension: 'park', key: 'p1' }];
const suggested = (labels: string[], unit: string | null) =>
  suggestFor({ grid: 0, row: 0, column: 0, gap: null, labels, unit }, candidates, cells);

test.each([
  [['东园', '企业', '在营'], '家', 'operatingFirmCount'],
  [['高企数'], '家', 'highTechFirmCount'],
  [['受理诉求件数'], '件', 'requestSubmittedCount'],
  [['党组织覆盖率'], '%', 'orgCoverageRate'],
  [['注册资本'], '万元', 'registeredCapitalTotal'],
])('%j (%s) suggests %s', (labels, unit, key) => {
  expect(suggested(labels, unit)[0]?.key).toBe(key);
});

test('a park’s name narrows the figure; the plain name is sure; a stranger is not', () => {
  expect(suggested(['东园', '在营企业'], '家')[0]?.cells).toEqual(cells);
  expect(isSure(suggested(['在营企业'], '家'))).toBe(true);
  expect(isSure(suggested(['食堂面积'], '平方米'))).toBe(false);
  expect(isSure(suggested(['在营企业'], '%'))).toBe(false);
});

test.each([
  // a part that nobody knows here, another time, a wish: offered, never taken
  [['南园', '在营企业'], '家'],
  [['在营企业', '城北街道'], '家'],
  [['某某科技公司', '组织覆盖率'], '%'],
  [['在营企业', '上年同期'], '家'],
  [['在营企业', '同比增长'], '家'],
  [['组织覆盖率', '目标'], '%'],
])('%j is not filled by the whole zone’s number of today', (labels, unit) => {
  expect(isSure(suggested(labels, unit))).toBe(false);
});

test.each([
  [['合计', '企业情况', '在营企业'], '家'],
  [['在营企业', '数值'], '家'],
  [['两个覆盖', '组织覆盖率'], '%'],
  [['企业服务', '提交诉求'], '件'],
])('%j is plain', (labels, unit) => {
  expect(isSure(suggested(labels, unit))).toBe(true);
});

test('a label that names a time chooses the window of a figure that has one', () => {
  expect(suggested(['提交诉求', '本月'], '件')[0]).toMatchObject({ key: 'requestSubmittedCount', window: 'month' });
  expect(suggested(['企业诉求（本年）', '提交诉求'], '件')[0]).toMatchObject({ window: 'year' });
  expect(suggested(['在营企业', '本月'], '家')[0]).toMatchObject({ key: 'operatingFirmCount', window: null });
});

test.each([
  ['党员打卡次数', 'CHECK_IN'],
  ['活动签到表', 'CHECK_IN'],
  ['党员积分', 'RANKING'],
  ['红领专员服务得分榜', 'RANKING'],
  ['学习时长（小时）', 'DWELL_TIME'],
  ['须上传现场照片', 'PHOTO_DUTY'],
  ['公众号阅读量', 'LIKES'],
])('%s is refused as %s, with its clause', (text, code) => {
  expect(lintText(text)).toMatchObject([{ code, rule: '国办函〔2026〕12号' }]);
});

test.each([
  '企业创新积分',
  '投票选举结果',
  '照片（选填）',
  '合同签订日期',
  '企业满意率',
  '知识产权数量',
  '党员人数',
  '园区企业排名不分先后',
])('%s is lawful', (text) => {
  expect(lintText(text)).toEqual([]);
});
