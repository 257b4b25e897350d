import type { FigureDeclaration } from '#kernel/contract/figure.ts';

export const creditFigures: readonly FigureDeclaration[] = [];
