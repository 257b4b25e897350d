import type { Text } from './text.ts';

/**
 * What it adds up to: declared once, as plain data. From one definition come the value, the list of the records that
 * it counts, its cells by dimension, its formula in words and its hash; so a number and its list cannot disagree.
 * Records, fields and moves are named as their declarations name them; `checkFigures` refuses a name that is not there.
 */
export type FigureDeclaration = {
  /** camelCase, unique in the product, never reused: `actionBranchCount` */
  readonly id: string;
  readonly label: Text;
  /** what is counted, in plain words */
  readonly definition: Text;
  readonly unit: FigureUnit;
  /** who answers for the definition */
  readonly owner: Text;
  /** a change of what follows is a new edition; passports keep the one they were issued under */
  readonly edition: string;
  readonly source: FigureSource;
  readonly where?: Where;
  readonly measure: Measure;
  readonly dimensions?: Readonly<Record<string, Dimension>>;
  /** it counts people: cells under the zone's least size are hidden (rulebook §12.1) */
  readonly people?: true;
  /** rulebook ids that it answers: K10, NPE-09 */
  readonly rules?: readonly string[];
  /** what it counts is missing and should be there: it stands on the checklist of a period, under this owner */
  readonly gap?: { readonly mend: Text; readonly path: string };
};

/** The unit said behind the number; `share` is 0..1 shown as a percentage, `money` integer 分. */
export type FigureUnit = 'share' | 'money' | 'days' | 'hours' | 'years' | Text;

/**
 * What is counted and what its time means: rows that live on the day asked for, rows whose date lies in the window,
 * or moves of a case made in the window.
 */
export type FigureSource =
  | { readonly kind: 'state'; readonly record: string }
  | { readonly kind: 'dated'; readonly record: string; readonly on: string; readonly window?: WindowName }
  | { readonly kind: 'event'; readonly record: string; readonly moves: readonly string[]; readonly window?: WindowName };

/** All until the day, or since the 1st of its year, quarter or month; declared windows are defaults. */
export const windowNames = ['all', 'year', 'quarter', 'month'] as const;
export type WindowName = (typeof windowNames)[number];

/** A number, or the name of a rule pack's parameter as of the day: `organisation.ownBranchMin`. */
export type Quantity = number | { readonly param: string };

/** A date: written out, or so many days from the day asked for (negative = before). */
export type DayPoint = string | { readonly days: Quantity };

/**
 * A condition on a row. It is never unknown: an empty field satisfies nothing but `filled: false`. Related rows are
 * looked at as of the same day, and only those that the reader may read.
 */
export type Where =
  | { readonly all: readonly Where[] }
  | { readonly any: readonly Where[] }
  | { readonly not: Where }
  /** the field is one of these; of a field with several values, any of them */
  | { readonly field: string; readonly is: readonly (string | boolean)[] }
  | { readonly field: string; readonly filled: boolean }
  | { readonly field: string; readonly atLeast?: Quantity; readonly atMost?: Quantity }
  /** a date (or a moment's date) within these days, both included */
  | { readonly field: string; readonly from?: DayPoint; readonly to?: DayPoint }
  /** the row that this reference names lives on the day and satisfies */
  | { readonly of: string; readonly where: Where }
  /** rows of another record that live on the day, name this one (their field: ours) and satisfy; one, or at least so many */
  | { readonly has: string; readonly match: Match; readonly where?: Where; readonly atLeast?: Quantity }
  /** of the rows that name this one, the one with the latest `by` on or before the day satisfies */
  | { readonly last: string; readonly by: string; readonly match: Match; readonly where: Where };

/** A related row's field by the field of ours that it equals: `{ firmId: 'id' }`. */
export type Match = Readonly<Record<string, string>>;

export type Measure =
  | { readonly kind: 'count' }
  /** different values of a field; of a reference, different records */
  | { readonly kind: 'distinct'; readonly field: string }
  | { readonly kind: 'sum'; readonly field: string }
  /** those that also satisfy, of all; null when there are none: neither 0 % nor 100 % */
  | { readonly kind: 'share'; readonly of: Where }
  /** how long from one field to the other, at this point (0..1) of all; years are whole months, both days included, over 12 */
  | {
      readonly kind: 'percentile';
      readonly at: number;
      readonly from: string;
      readonly to: string;
      readonly in: 'days' | 'hours' | 'years';
    }
  /** periods in a row, ending with the last that has a row; with `rising`, each with a lower number there than the one before */
  | { readonly kind: 'streak'; readonly of: 'year' | 'quarter' | 'month'; readonly by: string; readonly rising?: string }
  /** the number in the row with the latest date */
  | { readonly kind: 'latest'; readonly field: string; readonly by: string };

/** By what a figure can be cut and filtered. A row with several values stands in several cells; the total counts it once. */
export type Dimension = { readonly label: Text; readonly path: Path };

export type Path =
  | { readonly field: string; readonly per?: 'month' | 'year' }
  | { readonly of: string; readonly path: Path }
  | { readonly via: string; readonly match: Match; readonly path: Path };

/**
 * A record's time in the world, beside when it was entered. Absent: from the day of its entry until it is ended.
 */
export type RecordLife = {
  /** its first day; a row without one has not begun */
  readonly from?: string;
  /** a row without a first day counts from the day it was entered */
  readonly orEntered?: true;
  /** its last day */
  readonly to?: string;
  /** the first day on which it is no more */
  readonly before?: string;
  /** fields whose earlier values count on earlier days; taken from the audit trail by the day of the change */
  readonly changing?: readonly string[];
  /** fields with a history of their own: the table's row with the latest from_on on or before the day */
  readonly history?: { readonly table: string; readonly key: string; readonly fields: readonly string[] };
};

export function defineFigure(declaration: FigureDeclaration): FigureDeclaration {
  return declaration;
}
