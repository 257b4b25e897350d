/** One line of the reckoning: what an indicator, bonus, penalty or veto gave, from which input. */
export type TraceLine = {
  readonly code: string;
  readonly name: string;
  readonly group: 'technical' | 'growth' | 'auxiliary' | 'bonus' | 'penalty' | 'veto';
  readonly unit: string;
  readonly state: 'value' | 'missing' | 'notApplicable';
  readonly value: number | null;
  readonly weight: number;
  readonly fullScoreRef: number | null;
  /** unrounded; for showing only, since the sum is rounded once, at the end */
  readonly points: number;
  readonly inputId: string | null;
  readonly source: string | null;
  readonly evidence: string | null;
  /** day on which the input was entered, YYYY-MM-DD */
  readonly enteredOn: string | null;
};

/** How a score came about: enough to compute it again and to explain every point of it (rulebook §5.3). */
export type ScoreTrace = {
  readonly edition: string;
  readonly year: number;
  /** the day as of which the stage was judged */
  readonly asOf: string;
  /** null when the registration date is unknown: then nothing is scored */
  readonly stage: 'startup' | 'growth' | 'stable' | null;
  readonly lines: readonly TraceLine[];
  readonly base: number;
  readonly bonus: number;
  readonly penalty: number;
  readonly score: number;
  readonly isVetoed: boolean;
  readonly missing: number;
};
