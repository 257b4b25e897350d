/** What the three rates (三率, rulebook §8.3) need to know of one request. */
export type RatedRequest = {
  readonly dispatched: boolean;
  readonly contactedInTime: boolean;
  /** closed, or overdue and still open: the base of the resolution rate */
  readonly due: boolean;
  readonly onTime: boolean;
  readonly result: string | null;
  readonly rating: string | null;
};

/** A share with its parts, so that the page can open both; null where there is nothing to divide by. */
export type Rate = { readonly count: number; readonly base: number; readonly percent: number | null };

export type ThreeRates = {
  readonly responseRate: Rate;
  readonly resolutionRate: Rate;
  readonly satisfactionRate: Rate;
  readonly onTimeRate: Rate;
};

/**
 * @param countExplained does an accepted explanation count as resolved?
 * @param countBasic does "acceptable" count as satisfied?
 */
export function threeRates(requests: readonly RatedRequest[], countExplained: boolean, countBasic = false): ThreeRates {
  const dispatched = requests.filter((one) => one.dispatched);
  const due = requests.filter((one) => one.due);
  const rated = requests.filter((one) => one.rating !== null);
  const good = ['verySatisfied', 'satisfied', ...(countBasic ? ['basic'] : [])];
  const solved = ['resolved', ...(countExplained ? ['explained'] : [])];
  return {
    responseRate: rate(dispatched.filter((one) => one.contactedInTime).length, dispatched.length),
    resolutionRate: rate(due.filter((one) => solved.includes(one.result ?? '')).length, due.length),
    satisfactionRate: rate(rated.filter((one) => good.includes(one.rating ?? '')).length, rated.length),
    onTimeRate: rate(due.filter((one) => one.onTime).length, due.length),
  };
}

function rate(count: number, base: number): Rate {
  return { count, base, percent: base === 0 ? null : Math.round((count / base) * 10_000) / 100 };
}
