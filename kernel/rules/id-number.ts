import { isoDateOf, type IsoDate } from './instant.ts';
import { ok, refuse, type Result } from './result.ts';

const rule = 'GB 11643-1999';
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/**
 * Checks a citizen's ID number (公民身份号码): form, date of birth, check character; gives it half-width, with
 * a capital X, without spaces. Messages never repeat the number, for they may end in a log.
 */
export function checkIdNumber(text: string): Result<string> {
  const number = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]/g, '')
    .toUpperCase();
  if (/^\d{15}$/.test(number)) {
    return fault(
      'ID_NUMBER_OLD',
      '15 位旧号码已停用，请填写 18 位身份证号',
      'The old number of 15 digits is no longer valid; give the one of 18',
    );
  }
  if (number.length !== 18) {
    return fault(
      'ID_NUMBER_LENGTH',
      `身份证号应为 18 位，现为 ${number.length} 位`,
      `An ID number has 18 characters, not ${number.length}`,
    );
  }
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) {
    return fault('ID_NUMBER_CHARACTER', '身份证号前 17 位应为数字，末位为数字或 X', 'An ID number is 17 digits and a digit or X');
  }
  if (birthDateOf(number) === undefined) {
    return fault('ID_NUMBER_DATE', '身份证号第 7–14 位不是有效的出生日期', 'Digits 7 to 14 are not a real date of birth');
  }
  if (idNumberCheckCharacter(number.slice(0, 17)) !== number[17]) {
    return fault(
      'ID_NUMBER_CHECK_CHARACTER',
      '身份证号校验不符，有一位填错，请对照证件核对',
      'The check character does not fit: one character is wrong; compare with the card',
    );
  }
  return ok(number);
}

/** The 18th character that belongs to the first 17 digits. @throws RangeError when they are not 17 digits */
export function idNumberCheckCharacter(first17: string): string {
  if (!/^\d{17}$/.test(first17)) throw new RangeError('The check character belongs to 17 digits');
  const sum = weights.reduce((total, weight, index) => total + weight * Number(first17[index]), 0);
  return checkCharacters.charAt(sum % 11);
}

function birthDateOf(number: string): IsoDate | undefined {
  const date = isoDateOf(Number(number.slice(6, 10)), Number(number.slice(10, 12)), Number(number.slice(12, 14)));
  return date !== undefined && date >= '1900-01-01' ? date : undefined;
}

function fault(code: string, zh: string, en: string): Result<string> {
  return refuse({ code, message: { zh, en }, rule });
}
