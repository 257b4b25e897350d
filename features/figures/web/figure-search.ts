import type { Info } from './figure-text.ts';

/** Does a figure answer to what was typed: name, definition, owner, id or the rules it answers? */
export function fitsWords({ label, definition, owner, id, rules }: Info, typed: string): boolean {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return true;
  return [label.zh, label.en, definition.zh, definition.en, owner.zh, owner.en, id, ...rules].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
