import { ok, refuse, type Result } from './result.ts';

/**
 * A telephone number of the mainland in its one written form, so that equal numbers are equal text:
 * `13812345678`, `0512-57381234`, `0512-57381234-801` (extension), `400-820-8820`. Takes full-width digits,
 * spaces, hyphens, brackets, +86 / 0086 / 86, 转 / ext. A landline needs its area code.
 */
export function normalisePhone(text: string): Result<string> {
  const plain = text
    .normalize('NFKC')
    .replace(/[\u200b-\u200f\u202a-\u202e\ufeff]/g, '')
    .trim()
    .toLowerCase();
  const [, body = plain, extension] = /^(.*\d\D*?)(?:转|分机|ext\.?|x|#)\s*(\d{1,6})$/.exec(plain) ?? [];
  const pieces = /^(.*?\d)\s*[-–—]\s*(\d{1,6})$/.exec(body);
  if (/[^\d\s+\-–—−.()]/.test(body)) return fault();
  const digits = nationalDigits(body);
  const whole = written(digits);
  if (whole !== undefined) return extension && !whole.includes('-') ? fault() : ok(extension ? `${whole}-${extension}` : whole);
  const main = pieces && extension === undefined ? written(nationalDigits(pieces[1] ?? '')) : undefined;
  if (main?.startsWith('0')) return ok(`${main}-${pieces?.[2] ?? ''}`);
  return /^[2-9]\d{6,7}$/.test(digits) ? noAreaCode() : fault();
}

function nationalDigits(text: string): string {
  const digits = text.replace(/\D/g, '');
  const abroad = /^\s*\(?\s*(?:\+|00)/.test(text) ? /^(?:00)?86(.*)$/.exec(digits)?.[1] : undefined;
  if (abroad !== undefined) return /^(?:0|1[3-9]\d{9}$|[48]00)/.test(abroad) ? abroad : `0${abroad}`;
  return /^861[3-9]\d{9}$/.test(digits) ? digits.slice(2) : digits;
}

function written(digits: string): string | undefined {
  if (/^1[3-9]\d{9}$/.test(digits)) return digits;
  if (/^[48]00\d{7}$/.test(digits)) return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
  const landline = /^(010|02\d|0[3-9]\d{2})([2-9]\d{6,7})$/.exec(digits);
  return landline ? `${landline[1]}-${landline[2]}` : undefined;
}

function fault(): Result<string> {
  return refuse({
    code: 'PHONE_INVALID',
    message: {
      zh: '不是有效的电话号码：手机号应为 11 位，座机应为“区号-号码”，如 0512-57381234',
      en: 'Not a valid telephone number: 11 digits for a mobile, area code and number for a landline, e.g. 0512-57381234',
    },
  });
}

function noAreaCode(): Result<string> {
  return refuse({
    code: 'PHONE_AREA_CODE',
    message: {
      zh: '座机缺区号，请写成“区号-号码”，如 0512-57381234',
      en: 'The landline lacks its area code; write e.g. 0512-57381234',
    },
  });
}
