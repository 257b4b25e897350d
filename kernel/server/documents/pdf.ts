import { create as createQr } from 'qrcode';
import type { DocumentBlock, OfficialDocument, Run } from '#kernel/contract/document.ts';
import { columnShares, dayInWords, imprintOf, isNumber, passportInWords, proofWords } from './paper-words.ts';
import { page, pitch, Sheet, textWidth, type Face, type Piece, type Style } from './pdf-page.ts';

export const pdfType = 'application/pdf';

const red = '#c8102e';
/** 2号, 3号, 4号 in points; 28 characters of 3号 fill a line */
const size2 = 22;
const size3 = 15.75;
const size4 = 14;
const body: Style = { face: 'song', size: size3 };
const indent = 2 * size3;
const imprintPitch = 25;

/** The same paper as `wordOf` makes, as PDF with its fonts inside; a character that no font has prints as 〓 and is named at the end. */
export async function pdfOf(paper: OfficialDocument): Promise<Uint8Array> {
  const sheet = new Sheet(paper.title, paper.issuer ?? paper.signature ?? '');
  head(sheet, paper);
  for (const block of paper.blocks) drawBlock(sheet, block);
  if (paper.signature !== undefined) {
    sheet.skip();
    sheet.paragraph([{ text: paper.signature, style: body }], { align: 'right', width: textWidth - indent });
    sheet.paragraph([{ text: dayInWords(paper.date), style: body }], { align: 'right', width: textWidth - indent });
  }
  proofs(sheet, paper);
  imprint(sheet, paper);
  pageNumbers(sheet, paper.foot);
  return sheet.bytes();
}

function piecesOf(runs: readonly Run[], face: Face = 'song'): Piece[] {
  return runs.flatMap((run) => [
    { text: run.text, style: { face: run.bold ? 'bold' : face, size: size3 } },
    ...(run.passport === undefined ? [] : [{ text: `〔${run.passport}〕`, style: { ...body, raised: true } }]),
  ]);
}

function head(sheet: Sheet, paper: OfficialDocument): void {
  if (paper.mark) {
    sheet.paragraph([{ text: paper.mark, style: { face: 'bold', size: 36, colour: red } }], { align: 'centre', pitch: 58 });
    if (paper.number) sheet.paragraph([{ text: paper.number, style: body }], { align: 'centre' });
    const y = sheet.y;
    sheet.paragraph([{ text: paper.issuer ?? '', style: body }], { align: 'left' });
    const below = sheet.y;
    sheet.y = y;
    sheet.paragraph([{ text: dayInWords(paper.date), style: body }], { align: 'right' });
    sheet.y = below;
    sheet.rule(sheet.y - 2, red, 1.6);
    sheet.skip();
  }
  const title: Piece[] = [{ text: paper.title, style: { face: 'bold', size: size2 } }];
  const width = sheet.evenWidth(title, textWidth);
  sheet.paragraph(title, { align: 'centre', pitch: 34, left: page.left + (textWidth - width) / 2, width });
  sheet.skip();
  if (paper.editorNote) {
    sheet.paragraph([{ text: '编者按：', style: { face: 'bold', size: size3 } }, ...piecesOf(paper.editorNote)], { indent });
    sheet.skip();
  }
  if (paper.addressee) sheet.paragraph([{ text: paper.addressee, style: body }], { align: 'left' });
}

function drawBlock(sheet: Sheet, block: DocumentBlock): void {
  if (block.kind === 'table') {
    table(sheet, block);
    return;
  }
  if (block.kind === 'heading') sheet.need(2 * pitch);
  sheet.paragraph(piecesOf(block.runs, block.kind === 'heading' && block.level !== 4 ? 'bold' : 'song'), { indent });
}

const rowPitch = 17;
const padding = 4;
const headStyle: Style = { face: 'bold', size: 12 };
const cellStyle: Style = { face: 'song', size: 12 };

/** A table whose head is repeated on every page; a row that does not fit goes on where it was broken off. */
function table(sheet: Sheet, block: Extract<DocumentBlock, { kind: 'table' }>): void {
  const widths = columnShares(block).map((share) => share * textWidth);
  const rowOf = (cells: readonly string[], style: Style) => {
    const lines = widths.map((width, index) => sheet.lines([{ text: cells[index] ?? '', style }], width - 2 * padding));
    const centred = widths.map((_, index) => style.face === 'bold' || isNumber(cells[index] ?? ''));
    return { lines, centred, tall: Math.max(1, ...lines.map((some) => some.length)) };
  };
  type Row = ReturnType<typeof rowOf>;
  const heightOf = (tall: number) => tall * rowPitch + 2 * padding;
  const room = () => Math.floor((sheet.bottom - sheet.y - 2 * padding) / rowPitch);
  const draw = ({ lines, centred }: Row, from: number, count: number) => {
    const top = sheet.y;
    let x: number = page.left;
    for (const [index, width] of widths.entries()) {
      const shown = (lines[index] ?? []).slice(from, from + count);
      sheet.pdf.rect(x, top, width, heightOf(count)).lineWidth(0.6).strokeColor('#000').stroke();
      const first = top + padding + ((count - Math.max(1, shown.length)) * rowPitch) / 2;
      sheet.setLines(shown, { left: x + padding, width: width - 2 * padding, y: first, pitch: rowPitch, centred: centred[index] ?? false });
      x += width;
    }
    sheet.y = top + heightOf(count);
  };
  const headRow = rowOf(block.head, headStyle);
  const rows = block.rows.map((cells) => rowOf(cells, cellStyle));
  const least = Math.min(rows[0]?.tall ?? 0, 3);
  // a caption or a head never stands alone at the foot of a page
  sheet.need((block.caption ? pitch : 0) + heightOf(headRow.tall) + (least > 0 ? heightOf(least) : 0));
  if (block.caption) sheet.paragraph([{ text: block.caption, style: { face: 'bold', size: size4 } }], { align: 'centre' });
  draw(headRow, 0, headRow.tall);
  const onFreshPage = Math.max(1, Math.floor((sheet.bottom - page.top - heightOf(headRow.tall) - 2 * padding) / rowPitch));
  for (const row of rows) {
    for (let from = 0; from < row.tall;) {
      const left = row.tall - from;
      if (room() < left && (left <= onFreshPage || room() < 1)) {
        sheet.newPage();
        draw(headRow, 0, headRow.tall);
      }
      const count = Math.max(1, Math.min(left, room()));
      draw(row, from, count);
      from += count;
    }
  }
  sheet.skip(0.5);
}

function proofs(sheet: Sheet, paper: OfficialDocument): void {
  const lines = paper.passports ?? [];
  if (lines.length === 0 && !paper.proofUrl) return;
  sheet.skip();
  sheet.need(60);
  sheet.paragraph([{ text: '数字凭证', style: { face: 'bold', size: 12 } }], { pitch: 20 });
  for (const [index, line] of lines.entries())
    sheet.paragraph([{ text: passportInWords(line, index + 1), style: { face: 'song', size: 10.5 } }], { pitch: 18, align: 'left' });
  if (!paper.proofUrl) return;
  sheet.need(84);
  qr(sheet, paper.proofUrl, page.left, sheet.y + 6, 62);
  sheet.y += 70;
  sheet.paragraph([{ text: proofWords, style: { face: 'song', size: 9 } }], { pitch: 14, align: 'left' });
}

/** A QR code of rectangles, so that it is sharp on any printer. */
function qr(sheet: Sheet, text: string, left: number, top: number, size: number): void {
  const { modules } = createQr(text, { errorCorrectionLevel: 'M' });
  const step = size / modules.size;
  sheet.pdf.fillColor('#000');
  for (let row = 0; row < modules.size; row += 1)
    for (let column = 0; column < modules.size; column += 1)
      if (modules.get(row, column)) sheet.pdf.rect(left + column * step, top + row * step, step + 0.05, step + 0.05);
  sheet.pdf.fill();
}

/** 版记 stands at the foot of the last page. */
function imprint(sheet: Sheet, paper: OfficialDocument): void {
  const missing = [...sheet.missing].map((character) => `U+${character.codePointAt(0)?.toString(16).toUpperCase()}`);
  if (missing.length > 0)
    sheet.paragraph([{ text: `〓：字库缺字 ${missing.join('、')}`, style: { face: 'song', size: 9 } }], { pitch: 14, align: 'left' });
  const lines = imprintOf(paper);
  if (lines.length === 0) return;
  const style: Style = { face: 'song', size: size4 };
  const width = textWidth - 2 * size4;
  const height = lines.reduce((sum, text) => sum + sheet.countLines([{ text, style }], width) * imprintPitch + 3, 0);
  sheet.need(height);
  sheet.y = Math.max(sheet.y, page.height - page.bottom - height);
  for (const text of lines) {
    sheet.rule(sheet.y, '#000', 0.8);
    sheet.y += 3;
    sheet.paragraph([{ text, style }], { left: page.left + size4, width, align: 'left', pitch: imprintPitch });
  }
  sheet.rule(sheet.y, '#000', 0.8);
}

/** — 1 — in 4号, outside: right on odd pages, left on even ones. */
function pageNumbers(sheet: Sheet, foot: string | undefined): void {
  const { count } = sheet.pdf.bufferedPageRange();
  for (let index = 0; index < count; index += 1) {
    sheet.pdf.switchToPage(index);
    const y = page.height - page.bottom + 7 * (72 / 25.4);
    const [odd, text] = [index % 2 === 0, `— ${index + 1} —`];
    sheet.pdf.font('song').fontSize(size4).fillColor('#000');
    const width = sheet.pdf.widthOfString(text);
    sheet.pdf.text(text, odd ? page.left + textWidth - width - size4 : page.left + size4, y, { lineBreak: false });
    if (foot)
      sheet.pdf
        .fontSize(9)
        .text(foot, odd ? page.left : page.left + textWidth - sheet.pdf.widthOfString(foot), y + 3, { lineBreak: false });
  }
}
