import { ok, refuse, type Refusal, type Result } from './result.ts';

/** GB 32100-2015: digits and capital letters but I, O, S, V, Z, in the order of their values. */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const rule = 'GB 32100-2015';

/** What someone most likely meant by a letter that the code never has. */
const lookalikes: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2', V: 'U' };

/**
 * Checks a unified social credit code (统一社会信用代码) and gives it in its written form: half-width capitals
 * without spaces.
 */
export function checkUscc(text: string): Result<string> {
  const code = text
    .normalize('NFKC')
    .replace(/[\s\u200b\ufeff]/g, '')
    .toUpperCase();
  const characters = [...code];
  if (characters.length !== 18) {
    return refuse(
      fault(
        'USCC_LENGTH',
        { length: characters.length },
        `统一社会信用代码应为 18 位，现为 ${characters.length} 位，请对照营业执照补全`,
        `The unified social credit code has 18 characters, not ${characters.length}; copy it from the licence`,
      ),
    );
  }
  const wrong = characters.findIndex((character) => !alphabet.includes(character));
  if (wrong >= 0) return refuse(notAllowed(characters[wrong] ?? '', wrong + 1));
  const expected = usccCheckCharacter(code.slice(0, 17));
  const found = characters[17] ?? '';
  if (found === expected) return ok(code);
  return refuse(
    fault(
      'USCC_CHECK_CHARACTER',
      { expected, found },
      `统一社会信用代码校验不符：末位应为“${expected}”，现为“${found}”，前 17 位或末位有误，请对照营业执照核对`,
      `The check character should be “${expected}”, not “${found}”: one of the 18 is wrong; compare with the licence`,
    ),
  );
}

/**
 * The 18th character that belongs to the first 17.
 * @throws RangeError when these are not 17 characters of the code's alphabet
 */
export function usccCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    const value = alphabet.indexOf(character);
    if (value < 0) throw new RangeError(`Not a character of the code: ${character}`);
    sum += value * weight;
    weight = (weight * 3) % alphabet.length;
  }
  if (first17.length !== 17) throw new RangeError('The check character belongs to 17 characters');
  return alphabet.charAt((alphabet.length - (sum % alphabet.length)) % alphabet.length);
}

function notAllowed(character: string, position: number): Refusal {
  const meant = lookalikes[character];
  return fault(
    'USCC_CHARACTER',
    { position, character },
    `统一社会信用代码第 ${position} 位“${character}”不可用：只含数字和除 I、O、S、V、Z 以外的字母${meant ? `，是否应为“${meant}”` : ''}`,
    `Character ${position}, “${character}”, is not allowed: only digits and letters other than I, O, S, V, Z${meant ? `; did you mean “${meant}”?` : ''}`,
  );
}

function fault(code: string, details: Refusal['details'] & object, zh: string, en: string): Refusal {
  return { code, message: { zh, en }, rule, details };
}
