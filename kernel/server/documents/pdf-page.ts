import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';
import { create, type Font } from 'fontkit';
import { breakLines, cellTexts, type Cell } from '#kernel/rules/line-breaking.ts';

/** GB/T 9704—2012: margins 37, 28, 26 and 35 mm of A4, in points. */
const mm = 72 / 25.4;
export const page = { width: 210 * mm, height: 297 * mm, top: 37 * mm, left: 28 * mm, right: 26 * mm, bottom: 35 * mm } as const;
export const textWidth = page.width - page.left - page.right;
export const pitch = (page.height - page.top - page.bottom) / 22;
const last = page.height - page.bottom;

export type Face = 'song' | 'bold';
export type Style = { readonly face: Face; readonly size: number; readonly colour?: string; readonly raised?: boolean };
export type Piece = { readonly text: string; readonly style: Style };
type Styled = Cell & { readonly style: Style };

type Faces = Readonly<Record<Face, { readonly file: Buffer; readonly font: Font }>>;
let loaded: Faces | undefined;

/** The two faces of Noto Serif SC, read once a process. */
function faces(): Faces {
  const face = (name: string) => {
    const file = readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-serif-sc/${name}`));
    return { file, font: create(file) as Font };
  };
  loaded ??= { song: face('400Regular/NotoSerifSC_400Regular.ttf'), bold: face('700Bold/NotoSerifSC_700Bold.ttf') };
  return loaded;
}

/** A sheet that is written from the top down, with new pages as they are needed. */
export class Sheet {
  readonly pdf: PDFKit.PDFDocument;
  y: number = page.top;
  /** characters that no face has, drawn as 〓 */
  readonly missing = new Set<string>();
  private readonly chunks: Buffer[] = [];

  constructor(title: string, author: string) {
    this.pdf = new PDFDocument({ size: 'A4', margin: 0, bufferPages: true, info: { Title: title, Author: author }, lang: 'zh-CN' });
    this.pdf.registerFont('song', faces().song.file).registerFont('bold', faces().bold.file);
    this.pdf.on('data', (chunk: Buffer) => this.chunks.push(chunk));
  }

  /** Makes room for so many points, on a new page where this one has not enough. */
  need(height: number): void {
    if (this.y + height > last + 0.5) this.newPage();
  }

  newPage(): void {
    this.pdf.addPage();
    this.y = page.top;
  }

  /** Down to here the page may be written. */
  readonly bottom = last;

  /** A paragraph of styled pieces. @param indent of the first line, in points */
  paragraph(
    pieces: readonly Piece[],
    options: { indent?: number; align?: 'left' | 'right' | 'centre' | 'justify'; left?: number; width?: number; pitch?: number } = {},
  ): void {
    const { indent = 0, align = 'justify', left = page.left, width = textWidth } = options;
    const lines = breakLines(this.cells(pieces), (line) => width - (line === 0 ? indent : 0));
    for (const [index, line] of lines.entries()) {
      this.need(options.pitch ?? pitch);
      const room = width - (index === 0 ? indent : 0);
      const used = line.reduce((sum, cell) => sum + cell.width, 0);
      const gap = align === 'justify' && index < lines.length - 1 && line.length > 1 ? (room - used) / (line.length - 1) : 0;
      const start = left + (index === 0 ? indent : 0) + (align === 'right' ? room - used : align === 'centre' ? (room - used) / 2 : 0);
      this.line(line, start, this.y, Math.min(gap, 8));
      this.y += options.pitch ?? pitch;
    }
  }

  /** Pieces broken into lines of a width. */
  lines(pieces: readonly Piece[], width: number): Styled[][] {
    return breakLines(this.cells(pieces), () => width);
  }

  /** Sets lines that were broken before, whatever room there is. */
  setLines(
    lines: readonly (readonly Styled[])[],
    at: { readonly left: number; readonly width: number; readonly y: number; readonly pitch: number; readonly centred: boolean },
  ): void {
    for (const [index, line] of lines.entries()) {
      const used = line.reduce((sum, cell) => sum + cell.width, 0);
      this.line(line, at.left + (at.centred ? (at.width - used) / 2 : 0), at.y + index * at.pitch, 0);
    }
  }

  /** The least width in which the text takes no more lines than in this one: no line is left with a single character. */
  evenWidth(pieces: readonly Piece[], most: number): number {
    const cells = this.cells(pieces);
    const count = breakLines(cells, () => most).length;
    let width = most;
    while (width > most / 2 && breakLines(cells, () => width - 4).length === count) width -= 4;
    return count === 1 ? most : width;
  }

  /** How high a paragraph would be, in lines. */
  countLines(pieces: readonly Piece[], width: number): number {
    return Math.max(1, breakLines(this.cells(pieces), () => width).length);
  }

  skip(lines = 1): void {
    this.y += pitch * lines;
  }

  rule(y: number, colour: string, thickness: number, left: number = page.left, width: number = textWidth): void {
    this.pdf
      .moveTo(left, y)
      .lineTo(left + width, y)
      .lineWidth(thickness)
      .strokeColor(colour)
      .stroke();
  }

  async bytes(): Promise<Uint8Array> {
    const ended = new Promise<void>((done) => this.pdf.once('end', done));
    this.pdf.end();
    await ended;
    return new Uint8Array(Buffer.concat(this.chunks));
  }

  private cells(pieces: readonly Piece[]): Styled[] {
    return pieces.flatMap(({ text, style }) => {
      this.pdf.font(style.face).fontSize(style.raised ? style.size * 0.55 : style.size);
      return cellTexts(this.printable(text, style.face)).map((one) => ({ text: one, style, width: this.pdf.widthOfString(one) }));
    });
  }

  private printable(text: string, face: Face): string {
    return Array.from(text.replaceAll(/[\t\r\n]+/g, ' '), (character) => {
      if (faces()[face].font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0)) return character;
      this.missing.add(character);
      return '〓';
    }).join('');
  }

  private line(cells: readonly Styled[], start: number, y: number, gap: number): void {
    let x = start;
    for (const cell of cells) {
      const { face, size, colour, raised } = cell.style;
      const shown = raised ? size * 0.55 : size;
      this.pdf
        .font(face)
        .fontSize(shown)
        .fillColor(colour ?? '#000')
        .text(cell.text, x, y - (raised ? size * 0.12 : 0), { lineBreak: false, characterSpacing: 0 });
      x += cell.width + gap;
    }
  }
}
