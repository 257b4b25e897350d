import type { FigureDeclaration } from '#kernel/contract/figure.ts';

export const pointsFigures: readonly FigureDeclaration[] = [];
