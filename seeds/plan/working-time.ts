import { isWorkday, officeWindows, type WorkCalendar } from '#kernel/rules/calendar.ts';
import { addDays, instantAt, minuteMs, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { itemAt as item } from '../random.ts';

/** Moves along office hours; worked out once for the whole history. */
export type WorkingTime = {
  /** so many working minutes later (earlier when negative); from outside office hours, counted from their next opening */
  after(moment: Instant, minutes: number): Instant;
  /** the moment itself in office hours, otherwise their next opening */
  open(moment: Instant): Instant;
};

/** @param from and @param to the first and last day; a move beyond them ends at the edge */
export function createWorkingTime(calendar: WorkCalendar, from: IsoDate, to: IsoDate): WorkingTime {
  const hours = officeWindows(calendar);
  const windows: { readonly from: Instant; readonly to: Instant; readonly before: number }[] = [];
  let before = 0;
  for (let day = from; day <= to; day = addDays(day, 1)) {
    if (!isWorkday(calendar, day)) continue;
    const midnight = instantAt(day, '00:00');
    for (const hour of hours) {
      windows.push({
        from: midnight + hour.from * minuteMs,
        to: midnight + hour.to * minuteMs,
        before,
      });
      before += hour.to - hour.from;
    }
  }
  const first = (fits: (index: number) => boolean) => {
    let [low, high] = [0, windows.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (fits(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const open = (moment: Instant) => {
    const window = item(
      windows,
      first((index) => item(windows, index).to > moment),
    );
    return Math.max(window.from, Math.min(moment, window.to));
  };
  return {
    open,
    after(moment, minutes) {
      const start = open(moment);
      const window = item(
        windows,
        first((index) => item(windows, index).to > start),
      );
      const target = Math.max(0, window.before + (start - window.from) / minuteMs + minutes);
      const found = item(
        windows,
        first((index) => item(windows, index).before + length(index) > target),
      );
      return Math.min(found.to, found.from + Math.round(target - found.before) * minuteMs);
    },
  };

  function length(index: number): number {
    const window = item(windows, index);
    return (window.to - window.from) / minuteMs;
  }
}
