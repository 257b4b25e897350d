import type { Info } from './figure-text.ts';

/** Does a figure answer to what was typed: name, pinyin, initials, definition, owner, id or the rules it answers? */
export function fitsWords({ keys, definition, owner }: Info, typed: string): boolean {
  const words = typed.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const texts = [...keys, definition.zh, definition.en, owner.zh, owner.en].map((text) => text.toLowerCase());
  return words.every((word) => texts.some((text) => text.includes(word)));
}
