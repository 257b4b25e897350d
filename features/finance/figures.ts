import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { creditFigures } from './credit-figures.ts';
import { equityFigures } from './equity-figures.ts';
import { pointsFigures } from './points-figures.ts';
import { radarFigures } from './radar-figures.ts';

/** Figures over points, credit, what falls due, and investment. */
export const financeFigures: readonly FigureDeclaration[] = [...pointsFigures, ...creditFigures, ...radarFigures, ...equityFigures];
