import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { sm3 } from '../crypto/provider.ts';

const hashes = new WeakMap<FigureDeclaration, string>();

/** SM3 of what decides a figure's number: source, condition, measure, unit and whom it counts; words may be mended freely. */
export function definitionHash(figure: FigureDeclaration): string {
  const known = hashes.get(figure);
  if (known) return known;
  const { source, where, measure, unit, people } = figure;
  const hash = sm3(JSON.stringify([source, where ?? null, measure, unit, people ?? false]));
  hashes.set(figure, hash);
  return hash;
}
