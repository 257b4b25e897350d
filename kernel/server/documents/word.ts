import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  ImageRun,
  PageNumber,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type IParagraphOptions,
} from 'docx';
import { toBuffer } from 'qrcode';
import type { DocumentBlock, OfficialDocument, Run } from '#kernel/contract/document.ts';
import { columnShares, dayInWords, imprintOf, isNumber, passportInWords, proofWords } from './paper-words.ts';

export const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const song = '方正小标宋简体';
const fangsong = '仿宋_GB2312';
const kai = '楷体_GB2312';
const hei = '黑体';
const plainSong = '宋体';
const red = 'C8102E';

/** Half points of 号: 2号 22 pt, 3号 16 pt, 4号 14 pt. */
const size2 = 44;
const size3 = 32;
const size4 = 28;
/** 156 mm in twentieths of a point */
const textWidth = 8844;
const line = { line: 579, lineRule: 'exact' as const };
const headingFonts = { 1: hei, 2: kai, 3: fangsong, 4: fangsong } as const;

/**
 * An official paper as Word, by GB/T 9704—2012: 156 × 225 mm of text on A4, 22 lines of 28 characters, title 2号
 * 小标宋, body 3号 仿宋, page numbers outside. Every run names its East-Asian font.
 */
export async function wordOf(paper: OfficialDocument): Promise<Uint8Array> {
  const document = new Document({
    creator: paper.issuer ?? paper.signature ?? '',
    title: paper.title,
    evenAndOddHeaderAndFooters: true,
    styles: { default: { document: { run: { font: fonts(fangsong), size: size3 } } } },
    sections: [
      {
        properties: {
          page: {
            size: { width: 11_906, height: 16_838 },
            margin: { top: 2098, bottom: 1985, left: 1588, right: 1474, footer: 1587 - 400 },
          },
          grid: { linePitch: 579, type: 'lines' },
        },
        footers: { default: pageNumber(AlignmentType.RIGHT, paper.foot), even: pageNumber(AlignmentType.LEFT, paper.foot) },
        children: [...head(paper), ...paper.blocks.flatMap(blockOf), ...tail(paper), ...(await proofs(paper)), ...imprint(paper)],
      },
    ],
  });
  return new Uint8Array(await Packer.toBuffer(document));
}

function fonts(eastAsia: string) {
  return { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia, hint: 'eastAsia' };
}

function said(text: string, eastAsia: string, size: number, more: { bold?: boolean; color?: string; superScript?: boolean } = {}): TextRun {
  return new TextRun({ text, size, font: fonts(eastAsia), ...more });
}

function runsOf(runs: readonly Run[], eastAsia: string): TextRun[] {
  return runs.flatMap((run) => [
    said(run.text, eastAsia, size3, run.bold ? { bold: true } : {}),
    ...(run.passport === undefined ? [] : [said(`〔${run.passport}〕`, eastAsia, size3, { superScript: true })]),
  ]);
}

function paragraph(children: TextRun[], options: IParagraphOptions = {}): Paragraph {
  return new Paragraph({ alignment: AlignmentType.BOTH, spacing: line, indent: { firstLine: 640 }, ...options, children });
}

const centred: IParagraphOptions = { alignment: AlignmentType.CENTER, indent: { firstLine: 0 } };
const flush: IParagraphOptions = { indent: { firstLine: 0 } };

function head(paper: OfficialDocument): Paragraph[] {
  const rule = { bottom: { style: BorderStyle.SINGLE, size: 18, color: red, space: 4 } };
  const mark = paper.mark
    ? [
        paragraph([said(paper.mark, song, 72, { color: red })], { ...centred, spacing: { line: 1000, lineRule: 'exact', after: 200 } }),
        ...(paper.number ? [paragraph([said(paper.number, fangsong, size3)], centred)] : []),
        new Paragraph({
          spacing: line,
          border: rule,
          tabStops: [{ type: 'right', position: textWidth }],
          children: [said(paper.issuer ?? '', fangsong, size3), said(`\t${dayInWords(paper.date)}`, fangsong, size3)],
        }),
        paragraph([], flush),
      ]
    : [];
  const title = paragraph([said(paper.title, song, size2)], {
    ...centred,
    spacing: { line: 640, lineRule: 'exact', before: 0, after: 579 },
  });
  const note = paper.editorNote
    ? [paragraph([said('编者按：', kai, size3, { bold: true }), ...runsOf(paper.editorNote, kai)]), paragraph([], flush)]
    : [];
  const to = paper.addressee ? [paragraph([said(paper.addressee, fangsong, size3)], flush)] : [];
  return [...mark, title, ...note, ...to];
}

function blockOf(block: DocumentBlock): (Paragraph | Table)[] {
  if (block.kind === 'heading') {
    const runs = block.level === 3 ? block.runs.map((run) => ({ ...run, bold: true })) : block.runs;
    return [paragraph(runsOf(runs, headingFonts[block.level]), { keepNext: true })];
  }
  if (block.kind === 'paragraph') return [paragraph(runsOf(block.runs, fangsong))];
  const widths = columnShares(block).map((share) => Math.round(share * textWidth));
  return [
    ...(block.caption ? [paragraph([said(block.caption, hei, size4)], { ...centred, keepNext: true })] : []),
    new Table({
      width: { size: textWidth, type: WidthType.DXA },
      columnWidths: widths,
      layout: TableLayoutType.FIXED,
      rows: [rowOf(block.head, widths, true), ...block.rows.map((row) => rowOf(row, widths, false))],
    }),
    paragraph([], flush),
  ];
}

function rowOf(cells: readonly string[], widths: readonly number[], isHead: boolean): TableRow {
  return new TableRow({
    tableHeader: isHead,
    cantSplit: true,
    children: widths.map((width, index) => {
      const text = cells[index] ?? '';
      return new TableCell({
        width: { size: width, type: WidthType.DXA },
        verticalAlign: VerticalAlign.CENTER,
        margins: { left: 80, right: 80, top: 40, bottom: 40 },
        children: [
          new Paragraph({
            alignment: isHead || isNumber(text) ? AlignmentType.CENTER : AlignmentType.LEFT,
            spacing: { line: 360, lineRule: 'exact' },
            children: [said(text, isHead ? hei : fangsong, 24)],
          }),
        ],
      });
    }),
  });
}

function tail(paper: OfficialDocument): Paragraph[] {
  if (paper.signature === undefined) return [];
  return [
    paragraph([], flush),
    paragraph([said(paper.signature, fangsong, size3)], { alignment: AlignmentType.RIGHT, indent: { firstLine: 0, right: 640 } }),
    paragraph([said(dayInWords(paper.date), fangsong, size3)], { alignment: AlignmentType.RIGHT, indent: { firstLine: 0, right: 640 } }),
  ];
}

async function proofs(paper: OfficialDocument): Promise<Paragraph[]> {
  const lines = paper.passports ?? [];
  if (lines.length === 0 && !paper.proofUrl) return [];
  const small = { line: 400, lineRule: 'exact' as const };
  return [
    paragraph([], flush),
    paragraph([said('数字凭证', hei, 24)], { ...flush, spacing: small, keepNext: true }),
    ...lines.map((one, index) => paragraph([said(passportInWords(one, index + 1), fangsong, 21)], { ...flush, spacing: small })),
    ...(paper.proofUrl
      ? [
          new Paragraph({
            keepNext: true,
            spacing: { before: 120 },
            children: [
              new ImageRun({
                type: 'png',
                data: await toBuffer(paper.proofUrl, { margin: 1, width: 240, errorCorrectionLevel: 'M' }),
                transformation: { width: 84, height: 84 },
                altText: { name: 'QR', description: proofWords, title: proofWords },
              }),
            ],
          }),
          paragraph([said(proofWords, plainSong, 18)], { ...flush, spacing: small }),
        ]
      : []),
  ];
}

function imprint(paper: OfficialDocument): Paragraph[] {
  const lines = imprintOf(paper);
  const thin = { style: BorderStyle.SINGLE, size: 6, color: '000000', space: 1 };
  return lines.map((text, index) =>
    paragraph([said(text, fangsong, size4)], {
      ...flush,
      spacing: { ...line, before: index === 0 ? 300 : 0 },
      indent: { left: 280, right: 280, hanging: 0 },
      border: { top: thin, between: thin, bottom: thin },
      keepNext: index < lines.length - 1,
    }),
  );
}

function pageNumber(alignment: typeof AlignmentType.LEFT | typeof AlignmentType.RIGHT, foot: string | undefined): Footer {
  return new Footer({
    children: [
      new Paragraph({
        alignment,
        indent: { left: 280, right: 280 },
        children: [
          ...(foot && alignment === AlignmentType.RIGHT ? [said(`${foot}　`, plainSong, 18)] : []),
          new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: size4, font: fonts(plainSong) }),
          ...(foot && alignment === AlignmentType.LEFT ? [said(`　${foot}`, plainSong, 18)] : []),
        ],
      }),
    ],
  });
}
