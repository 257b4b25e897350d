import { Document, Packer, Paragraph, Table, TableCell, TableRow, VerticalMergeType, WidthType } from 'docx';
import ExcelJS from 'exceljs';

/** A form as offices send it, empty: shaped like real ones, contents made up. */
export type ExampleForm = {
  readonly fileName: string;
  readonly asker: string;
  readonly document: string;
  readonly purpose: string;
  readonly content: Uint8Array;
};

const thin: Partial<ExcelJS.Borders> = {
  top: { style: 'thin' },
  left: { style: 'thin' },
  bottom: { style: 'thin' },
  right: { style: 'thin' },
};

const onePage: Partial<ExcelJS.PageSetup> = { orientation: 'landscape', paperSize: 9, fitToPage: true, fitToWidth: 1, fitToHeight: 0 };

/** Parks by figures under a merged head of two lines. */
export async function parkForm(parks: readonly string[]): Promise<ExampleForm> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('附件1');
  sheet.mergeCells('A1:I1');
  sheet.getCell('A1').value = '园区党建和企业服务情况统计表（示例）';
  sheet.getCell('A1').font = { name: '方正小标宋简体', size: 18 };
  sheet.getCell('A1').alignment = { horizontal: 'center' };
  sheet.mergeCells('A2:D2');
  sheet.getCell('A2').value = '填报单位：';
  sheet.mergeCells('E2:I2');
  sheet.getCell('E2').value = '填报日期：';
  for (const [range, text] of [
    ['A3:A4', '序号'],
    ['B3:B4', '园区'],
    ['C3:E3', '企业情况'],
    ['F3:G3', '两个覆盖'],
    ['H3:I3', '企业诉求（本年）'],
    ['C4', '在营企业（家）'],
    ['D4', '高企（家）'],
    ['E4', '在链企业（家）'],
    ['F4', '组织覆盖率（%）'],
    ['G4', '工作覆盖率（%）'],
    ['H4', '提交诉求（件）'],
    ['I4', '办结诉求（件）'],
  ] as const) {
    if (range.includes(':')) sheet.mergeCells(range);
    sheet.getCell(range.split(':')[0] ?? '').value = text;
  }
  parks.forEach((park, index) => {
    sheet.getCell(5 + index, 1).value = index + 1;
    sheet.getCell(5 + index, 2).value = park;
  });
  for (let row = 3; row < 5 + parks.length; row += 1)
    for (let column = 1; column <= 9; column += 1) {
      const cell = sheet.getCell(row, column);
      cell.border = thin;
      cell.alignment = { horizontal: 'center', vertical: 'middle', wrapText: true };
    }
  sheet.columns.forEach((column, index) => (column.width = index === 1 ? 20 : 12));
  sheet.pageSetup = onePage;
  return {
    fileName: '附件1 园区党建和企业服务情况统计表.xlsx',
    asker: '市委组织部（示例）',
    document: '关于报送园区党建情况的通知（示例）',
    purpose: '掌握园区两个覆盖进展',
    content: new Uint8Array(await workbook.xlsx.writeBuffer()),
  };
}

/** A sheet of facts: label, blank, label, blank. */
export async function factForm(): Promise<ExampleForm> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet('基本情况');
  sheet.mergeCells('A1:D1');
  sheet.getCell('A1').value = '高新区产业链党建工作基本情况表（示例）';
  const lines = [
    ['单位名称', '填报日期'],
    ['在营企业（家）', '规上企业（家）'],
    ['在链企业（家）', '链主企业（家）'],
    ['党组织（个）', '行动党支部（个）'],
    ['组织覆盖率（%）', '工作覆盖率（%）'],
    ['企业诉求受理（件）', '办结诉求（件）'],
    ['企业满意率（%）', '在营企业注册资本（亿元）'],
  ];
  lines.forEach(([left = '', right = ''], index) => {
    const row = sheet.getRow(2 + index);
    row.values = [left, '', right, ''];
    for (let column = 1; column <= 4; column += 1) row.getCell(column).border = thin;
  });
  sheet.mergeCells('B9:D9');
  sheet.getCell('A9').value = '特色做法';
  for (const cell of ['A9', 'B9']) sheet.getCell(cell).border = thin;
  sheet.mergeCells('A10:D10');
  sheet.getCell('A10').value = '填表人：________　联系电话：________';
  sheet.columns.forEach((column) => (column.width = 24));
  sheet.pageSetup = onePage;
  return {
    fileName: '基本情况表.xlsx',
    asker: '市社会工作部（示例）',
    document: '产业链党建工作调度（示例）',
    purpose: '季度调度',
    content: new Uint8Array(await workbook.xlsx.writeBuffer()),
  };
}

/** A table in a Word file, with cells merged downwards. */
export async function wordForm(): Promise<ExampleForm> {
  const cell = (text: string, options: { down?: 'start' | 'on'; across?: number } = {}) =>
    new TableCell({
      children: [new Paragraph(text)],
      ...(options.down && { verticalMerge: options.down === 'start' ? VerticalMergeType.RESTART : VerticalMergeType.CONTINUE }),
      ...(options.across && { columnSpan: options.across }),
    });
  const facts = [
    ['组织建设', '党组织（个）', '集群党建联建（个）'],
    ['组织建设', '集群党建品牌（个）', '党建指导员与联络员（人）'],
    ['企业服务', '红领专员（人）', '走访（次）'],
    ['企业服务', '可选服务事项（项）', '承诺兑现率（%）'],
  ] as const;
  const rows = facts.map(
    ([group, left, right], index) =>
      new TableRow({
        children: [cell(group, { down: facts[index - 1]?.[0] === group ? 'on' : 'start' }), cell(left), cell(''), cell(right), cell('')],
      }),
  );
  const table = new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: [new TableRow({ children: [cell('填报单位'), cell('', { across: 2 }), cell('填报日期'), cell('')] }), ...rows],
  });
  const document = new Document({ sections: [{ children: [new Paragraph('党建引领企业服务情况表（示例）'), table, new Paragraph('')] }] });
  return {
    fileName: '党建引领企业服务情况表.docx',
    asker: '市委组织部（示例）',
    document: '关于报送党建引领企业服务情况的通知（示例）',
    purpose: '半年总结',
    content: new Uint8Array(await Packer.toBuffer(document)),
  };
}
