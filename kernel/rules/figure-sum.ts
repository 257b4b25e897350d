/** The last day of the period that a day lies in is not needed: a period is named by its first characters. */
export type StreakOf = 'year' | 'quarter' | 'month';

/** The period a day lies in: 2026, 2026-Q3, 2026-08. */
export function periodOf(day: string, of: StreakOf): string {
  const year = day.slice(0, 4);
  if (of === 'year') return year;
  const month = Number(day.slice(5, 7));
  return of === 'month' ? `${year}-${day.slice(5, 7)}` : `${year}-Q${Math.ceil(month / 3)}`;
}

/** The period before one. */
export function periodBefore(period: string, of: StreakOf): string {
  const year = Number(period.slice(0, 4));
  if (of === 'year') return String(year - 1).padStart(4, '0');
  const most = of === 'quarter' ? 4 : 12;
  const at = Number(period.slice(of === 'quarter' ? 6 : 5));
  const before = at === 1 ? most : at - 1;
  const inYear = String(at === 1 ? year - 1 : year).padStart(4, '0');
  return of === 'quarter' ? `${inYear}-Q${before}` : `${inYear}-${String(before).padStart(2, '0')}`;
}

/**
 * How many periods in a row, ending with the last that has a value (rulebook K2, G10).
 * @param byPeriod a number for each period that has one; the streak of mere presence takes any number
 * @param rising each period counts only when its number is lower than that of the period before: a rank that rises
 */
export function streakOf(byPeriod: ReadonlyMap<string, number>, of: StreakOf, rising: boolean): { length: number; periods: string[] } {
  const last = [...byPeriod.keys()].sort().at(-1);
  const periods: string[] = [];
  for (let period = last; period !== undefined && byPeriod.has(period); period = periodBefore(period, of)) {
    if (rising) {
      const before = byPeriod.get(periodBefore(period, of));
      if (before === undefined || (byPeriod.get(period) ?? before) >= before) break;
    }
    periods.push(period);
  }
  return { length: periods.length, periods };
}

/** The value at a point (0..1) of sorted numbers, between two by their distance, as the database's percentile_cont; null of none. */
export function percentileOf(values: readonly number[], at: number): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  if (sorted.length === 0) return null;
  const place = at * (sorted.length - 1);
  const low = sorted[Math.floor(place)] ?? 0;
  const high = sorted[Math.ceil(place)] ?? low;
  return low + (high - low) * (place - Math.floor(place));
}
