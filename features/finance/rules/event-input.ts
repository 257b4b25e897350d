/** What a move was made with, as the folds read it: a value of another kind counts as none. */
export type Input = Readonly<Record<string, unknown>>;

export function text(input: Input, name: string): string | null {
  return typeof input[name] === 'string' && input[name] !== '' ? input[name] : null;
}

export function whole(input: Input, name: string): number | null {
  return typeof input[name] === 'number' ? input[name] : null;
}

/** An amount in 分, as it travels: decimal text, signed. */
export function fen(input: Input, name: string): bigint | null {
  return typeof input[name] === 'string' && /^-?\d+$/.test(input[name]) ? BigInt(input[name]) : null;
}
