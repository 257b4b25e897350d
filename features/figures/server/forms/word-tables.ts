import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { DOMParser, XMLSerializer, type Document, type Element } from '@xmldom/xmldom';
import { gapsOf, type FormGrid, type GridCell } from '../../rules/form-cells.ts';

const part = 'word/document.xml';
const silent = { onError: () => undefined };

/** The tables of a Word file as grids, merged cells named once. */
export function tablesOfWord(bytes: Uint8Array): FormGrid[] {
  return tablesIn(parsed(bytes).document).map((table, index) => {
    const cells = placesIn(table).map(({ row, column, colSpan, rowSpan, elements }): GridCell => ({
      row,
      column,
      rowSpan,
      colSpan,
      text: textOf(elements[0]),
    }));
    return {
      name: `表${index + 1}`,
      rows: Math.max(0, ...cells.map((cell) => cell.row + cell.rowSpan)),
      columns: Math.max(0, ...cells.map((cell) => cell.column + cell.colSpan)),
      cells,
    };
  });
}

/** The same file with texts written into cells, or into the gaps of their text; everything else is left as it is. */
export function fillWord(
  bytes: Uint8Array,
  fillings: readonly {
    readonly grid: number;
    readonly row: number;
    readonly column: number;
    readonly gap: number | null;
    readonly text: string;
  }[],
): Uint8Array {
  const { files, document } = parsed(bytes);
  const tables = tablesIn(document).map(placesIn);
  for (const filling of fillings.toSorted((a, b) => (b.gap ?? 0) - (a.gap ?? 0))) {
    const cell = tables[filling.grid]?.find(({ row, column }) => row === filling.row && column === filling.column)?.elements[0];
    if (!cell) continue;
    if (filling.gap === null) writeText(document, cell, filling.text);
    else writeGap(cell, filling.gap, filling.text);
  }
  return zipSync({ ...files, [part]: strToU8(new XMLSerializer().serializeToString(document)) });
}

function parsed(bytes: Uint8Array): { files: Record<string, Uint8Array>; document: Document } {
  const files = unzipSync(bytes);
  const xml = strFromU8(files[part] ?? new Uint8Array());
  return { files, document: new DOMParser(silent).parseFromString(xml, 'text/xml') };
}

type Place = { row: number; column: number; rowSpan: number; colSpan: number; elements: Element[] };

function tablesIn(document: Document): Element[] {
  return [...document.getElementsByTagName('w:tbl')].filter((table) => !within(table.parentNode as Element | null, 'w:tbl'));
}

/** A table's cells with their places; a cell that continues the one above lengthens it. */
function placesIn(table: Element): Place[] {
  const places: Place[] = [];
  childrenOf(table, 'w:tr').forEach((line, row) => {
    let column = wholeOf(firstIn(line, 'w:gridBefore'), 0);
    for (const cell of childrenOf(line, 'w:tc')) {
      const colSpan = Math.max(1, wholeOf(firstIn(cell, 'w:gridSpan'), 1));
      const merge = firstIn(cell, 'w:vMerge');
      const above =
        merge && merge.getAttribute('w:val') !== 'restart'
          ? places.findLast((one) => one.column === column && one.row + one.rowSpan === row)
          : undefined;
      if (above) above.rowSpan += 1;
      else places.push({ row, column, rowSpan: 1, colSpan, elements: [cell] });
      column += colSpan;
    }
  });
  return places;
}

/** A count of the file; what is none, or absurd, is taken as absent. */
function wholeOf(element: Element | undefined, absent: number): number {
  const value = Number(element?.getAttribute('w:val') ?? absent);
  return Number.isInteger(value) && value >= 0 && value < 1e7 ? value : absent;
}

function textOf(cell: Element | undefined): string {
  if (!cell) return '';
  return childrenOf(cell, 'w:p')
    .map((paragraph) => [...paragraph.getElementsByTagName('w:t')].map((one) => one.textContent ?? '').join(''))
    .join('\n');
}

/** Adds a run to the cell's first paragraph, in the letters that the paragraph asks for. */
function writeText(document: Document, cell: Element, text: string): void {
  const paragraph = childrenOf(cell, 'w:p')[0];
  if (!paragraph) return;
  const run = document.createElement('w:r');
  const wanted = firstIn(paragraph, 'w:rPr');
  if (wanted) run.appendChild(wanted.cloneNode(true));
  const words = document.createElement('w:t');
  words.setAttribute('xml:space', 'preserve');
  words.appendChild(document.createTextNode(text));
  run.appendChild(words);
  paragraph.appendChild(run);
}

/** Writes into a gap of the cell's text, which may run over several runs: the text moves into the first of them. */
function writeGap(cell: Element, place: number, text: string): void {
  for (const paragraph of childrenOf(cell, 'w:p')) {
    const pieces = [...paragraph.getElementsByTagName('w:t')];
    const whole = pieces.map((one) => one.textContent ?? '').join('');
    const gaps = gapsOf(whole);
    const gap = gaps[place];
    if (!gap) {
      place -= gaps.length;
      continue;
    }
    pieces.forEach((piece, index) => {
      piece.textContent = index === 0 ? `${whole.slice(0, gap.from)}${text}${whole.slice(gap.to)}` : '';
    });
    pieces[0]?.setAttribute('xml:space', 'preserve');
    return;
  }
}

function childrenOf(element: Element, name: string): Element[] {
  return [...element.childNodes].filter((node): node is Element => node.nodeName === name);
}

function firstIn(element: Element, name: string): Element | undefined {
  return element.getElementsByTagName(name)[0];
}

function within(element: Element | null, name: string): boolean {
  for (let one = element; one; one = one.parentNode as Element | null) if (one.nodeName === name) return true;
  return false;
}
