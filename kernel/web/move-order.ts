import type { CaseDeclaration } from '#kernel/contract/case.ts';

const weights = { primary: 0, normal: 1, danger: 2 } as const;

/** Moves as a page offers them: the expected next step first, what ends or refuses something last. */
export function sortMoves(declaration: Pick<CaseDeclaration, 'moves'>, names: readonly string[]): readonly string[] {
  const weightOf = (name: string) => weights[declaration.moves[name]?.weight ?? 'normal'];
  return [...names].sort((a, b) => weightOf(a) - weightOf(b));
}
