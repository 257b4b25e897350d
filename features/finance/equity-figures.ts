import type { FigureDeclaration } from '#kernel/contract/figure.ts';

export const equityFigures: readonly FigureDeclaration[] = [];
