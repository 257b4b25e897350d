import { t } from '#kernel/contract/text.ts';

/** What the page of the wide sheet says. */
export const sheetWords = {
  title: t('宽表导入积分数据', 'Points inputs by sheet'),
  hint: t(
    '一行一家企业（名称、曾用名或统一社会信用代码），一列一个指标（编码或名称）。空格和“—”表示没有数据，按缺报记 0 分；基期不为正的增速填“不适用”。金额按表头括号里的单位换算。可另加“年度”“数据来源”“佐证”列，逐行说明。与现有数据相同的不重复录入。',
    'A firm a row (name, former name or code), an indicator a column (code or name). Empty cells and “—” enter nothing; write 不适用 where a rate has no base. Money is read in the unit of its head. Columns 年度, 数据来源 and 佐证 may say so row by row. What stands already is not entered again.',
  ),
  template: t('下载模板（现行方案的指标）', 'Download the template (indicators in force)'),
  year: t('年度', 'Year'),
  source: t('数据来源', 'Source'),
  sourceHint: t('如：2025 年度统计年报', 'e.g. annual report 2025'),
  file: t('Excel 或 CSV 文件', 'Excel or CSV file'),
  choose: t('选择文件', 'Choose a file'),
  check: t('核对，不写入', 'Check: nothing is written'),
  firms: t('家企业无误', 'firms without a fault'),
  added: t('个新数', 'new values'),
  changed: t('个更正', 'corrections'),
  unchanged: t('个未变', 'unchanged'),
  badRows: t('行有误', 'rows with faults'),
  faults: (count: number, shown: number) =>
    t(
      `共 ${count} 处要改${shown < count ? `，列出前 ${shown} 处` : ''}`,
      `${count} to mend${shown < count ? `, the first ${shown} shown` : ''}`,
    ),
  cell: t('单元格', 'Cell'),
  value: t('表中内容', 'As written'),
  reason: t('原因', 'Why'),
  passedOver: (rows: readonly number[]) =>
    t(`第 ${rows.slice(0, 8).join('、')} 行是合计或说明，已略过`, `Rows ${rows.slice(0, 8).join(', ')} are totals or remarks: passed over`),
  columns: (codes: readonly string[]) =>
    t(`认出 ${codes.length} 个指标：${codes.join('、')}`, `${codes.length} indicators: ${codes.join(', ')}`),
  converted: (codes: readonly string[]) =>
    t(`${codes.join('、')} 的金额单位与方案不同，已换算`, `${codes.join(', ')}: in another unit of money, brought into the scheme's`),
  write: (values: number) => t(`写入 ${values} 个数`, `Write ${values} values`),
  writeGood: (firms: number, values: number) =>
    t(`只写入无误的 ${firms} 家（${values} 个数）`, `Write the ${firms} good firms only (${values} values)`),
  nothing: t('没有要写入的', 'Nothing to write'),
  written: (firms: number, values: number) => t(`已写入：${firms} 家企业，${values} 个数`, `Written: ${firms} firms, ${values} values`),
  yearPublic: t(
    '本年度积分已公示：这些数不会自行改变公示或冻结的分数，冻结后由“更正一家企业”计入',
    'The points of this year are public: these values do not move them by themselves; after freezing, “Correct a firm” takes them up',
  ),
  toList: t('查看积分数据', 'See the inputs'),
  known: t('本区已有的数', 'What the zone knows already'),
  knownHint: t(
    '本区记录里已有的：基金到账投资（获得风险投资金额）、信用核查（失信被执行人）。取来的带来源和佐证，只补还没有录入的；与已录入不同的并列显示，不改动。',
    'What records of the zone hold: money that funds paid in, and credit checks. It comes with its source, and only where nothing was entered; what was entered otherwise is shown beside it and left alone.',
  ),
  look: t('看本年度有哪些', 'See what there is of the year'),
  knownNone: t('本年度没有可取的记录', 'No record gives a value of that year'),
  fill: (values: number) => t(`补入 ${values} 个数`, `Enter ${values} values`),
  filled: (values: number) => t(`已补入 ${values} 个数`, `Entered: ${values} values`),
  entered: {
    missing: t('尚未录入', 'Not entered yet'),
    same: t('与已录入的一致', 'As entered'),
    other: t('已录入的与此不同，请核对', 'Something else was entered: look into it'),
  },
};
