import { strFromU8, unzipSync } from 'fflate';

/** As many as a sheet of Excel can have. */
const rowsMost = 1_048_576;
const columnsMost = 16_384;
/** Cells that one part may ask for by merging: an office's titles are far below. A name costs the reader less than a merged cell. */
const mergedMost = 200_000;
const namedMost = 4_000_000;

/**
 * Does a part of a workbook ask by a few letters for more cells than it holds? The reader after us makes every cell of a merged or
 * named range, and every row and column up to the highest number: `A1:XFD1048576` would fill the memory.
 */
export function asksTooMuch(part: string, xml: string): boolean {
  if (/workbook\.xml$/i.test(part)) {
    const names = [...xml.matchAll(/<definedName\b[^>]*>([^<]*)</g)].map(([, text = '']) => text);
    return names.some((text) => text.includes('&#')) || sum(names.map(areaOf)) > namedMost;
  }
  if (!/worksheets\/.*\.xml$/i.test(part)) return false;
  let cells = 0;
  for (const [, tag, attributes = ''] of xml.matchAll(/<(mergeCell|col|row|c)\s((?:[^>"']|"[^"]*"|'[^']*')*)>/g)) {
    // a number spelled as a character reference is for no reader but one that is to be deceived
    if (/\b(ref|r|min|max)\s*=\s*("[^"]*&|'[^']*&)/.test(attributes)) return true;
    const value = (name: string) => new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)`).exec(attributes)?.[1] ?? '';
    if (tag === 'mergeCell') cells += areaOf(value('ref'));
    else if (tag === 'col') {
      if (Number(value('max')) > columnsMost) return true;
      cells += Math.max(0, Number(value('max')) - Number(value('min')));
    } else if (Number(/\d+$/.exec(value('r'))?.[0] ?? 0) > rowsMost) return true;
    if (cells > mergedMost) return true;
  }
  return false;
}

/** Does the workbook lay its drop-down lists over more cells than a reader should make? Offices lay them over whole columns. */
export function hasWideLists(bytes: Uint8Array): boolean {
  const sheets = unzipSync(bytes, { filter: ({ name }) => /worksheets\/.*\.xml$/i.test(name) });
  const places = Object.values(sheets).flatMap((sheet) => [...strFromU8(sheet).matchAll(/\ssqref\s*=\s*(?:"([^"]*)"|'([^']*)')/g)]);
  const texts = places.map(([, double, single]) => double ?? single ?? '');
  return texts.some((text) => text.includes('&')) || sum(texts.map(areaOf)) > mergedMost;
}

/** Of all ranges in a text; one of whole rows or columns has as many cells as it names. */
function areaOf(text: string): number {
  const ranges = [...text.matchAll(/\$?([A-Z]{1,4})\$?(\d{1,10}):\$?([A-Z]{1,4})\$?(\d{1,10})/gi)];
  return sum(
    ranges.map(
      ([, left = '', top, right = '', bottom]) =>
        (1 + Math.abs(numberOf(right) - numberOf(left))) * (1 + Math.abs(Number(bottom) - Number(top))),
    ),
  );
}

const numberOf = (letters: string) => [...letters.toUpperCase()].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0);
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
