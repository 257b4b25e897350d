import type { FigureDeclaration } from '#kernel/contract/figure.ts';

export const radarFigures: readonly FigureDeclaration[] = [];
