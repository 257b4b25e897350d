import { pinyin } from 'pinyin-pro';

export type Spelling = { readonly full: string; readonly initials: string };

const han = /\p{Script=Han}/u;

/** Is there anything to spell in it? */
export function hasChinese(text: string): boolean {
  return han.test(text);
}

/**
 * The ways in which people type a Chinese text without its characters: full pinyin and initials, read in
 * context first (重庆 chongqing), then character by character (zhongqing), a first character also as a
 * surname (单 shan), and lü as lv and lu. The first is the one to sort by.
 */
export function spellingsOf(text: string): readonly Spelling[] {
  const characters = [...text];
  const alone = characters.map(readAlone);
  const context = pinyin(text, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' });
  // a run of letters or digits comes back as one piece; then only the character-wise reading has their initials
  const read = context.length === alone.length ? context : alone;
  const [first = '', ...rest] = read;
  const named = [readSurname(characters[0] ?? '') ?? first, ...rest];
  const readings: readonly Spelling[] = [
    { full: context.join(''), initials: initialsOf(read) },
    { full: alone.join(''), initials: initialsOf(alone) },
    { full: named.join(''), initials: initialsOf(named) },
    { full: context.join('').replaceAll(/([ln])v/g, '$1u'), initials: initialsOf(read) },
  ];
  return readings.filter(
    ({ full, initials }, index) => readings.findIndex((one) => one.full === full && one.initials === initials) === index,
  );
}

/** Readings never change, and the same few thousand characters come again and again. */
const alone = new Map<string, string>();
const surnames = new Map<string, string | undefined>();

function readAlone(character: string): string {
  const known = alone.get(character);
  if (known !== undefined) return known;
  const reading = hasChinese(character) ? pinyin(character, { toneType: 'none', v: true }) : character;
  alone.set(character, reading);
  return reading;
}

function readSurname(character: string): string | undefined {
  if (surnames.has(character)) return surnames.get(character);
  const reading = hasChinese(character) ? pinyin(character, { toneType: 'none', v: true, surname: 'all' }) : undefined;
  surnames.set(character, reading);
  return reading;
}

function initialsOf(syllables: readonly string[]): string {
  return syllables.map((syllable) => String.fromCodePoint(syllable.codePointAt(0) ?? 32).trim()).join('');
}
