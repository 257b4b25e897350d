import { addDays, isoDateOf, type IsoDate } from './instant.ts';

/** Marks that take no room and come along when text is copied from the web or from Word. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;

/** Day 0 of Excel's calendar, as far as days after its made-up 1900-02-29 are concerned. */
const excelEpoch = '1899-12-30';

/** Below it a number is more likely a year or an amount than a day (10,000 is 1927-05-18). */
const smallestSerial = 10_000;
const largestSerial = 109_573;

/**
 * Text as it is compared and stored: full-width letters and digits become half-width (NFKC), every run of
 * white space (U+3000 and line breaks too) one space, none at the ends.
 */
export function normaliseText(text: string): string {
  return text.normalize('NFKC').replace(invisible, '').replace(/\s+/g, ' ').trim();
}

/**
 * The date that someone meant by `2024.6.3`, `2024年6月3日`, `2024/6/3`, `20240603`, full-width digits, any of
 * them with a time after it, or by Excel's serial number (1900 calendar, 1927 to 2199). Undefined when it is
 * no real date or leaves room for doubt: a two-digit year, no day, day before year.
 */
export function parseLooseDate(value: string | number): IsoDate | undefined {
  if (typeof value === 'number') {
    return value < smallestSerial * 1000 ? fromSerial(value) : parseLooseDate(String(value));
  }
  const text = normaliseText(value).replace(/[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/, '');
  if (/^\d{5,6}(\.\d+)?$/.test(text)) return fromSerial(Number(text));
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4}) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?$/.exec(text) ??
    /^(\d{4}) ?(?:\. ?(\d{1,2}) ?\. ?(\d{1,2})|\/ ?(\d{1,2}) ?\/ ?(\d{1,2})|[-–—−] ?(\d{1,2}) ?[-–—−] ?(\d{1,2}))\.?$/.exec(text);
  const [year, month, day] = (match ?? []).slice(1).filter((part) => part !== undefined);
  return isoDateOf(Number(year), Number(month), Number(day));
}

function fromSerial(serial: number): IsoDate | undefined {
  const day = Math.floor(serial);
  return day >= smallestSerial && day <= largestSerial ? addDays(excelEpoch, day) : undefined;
}
