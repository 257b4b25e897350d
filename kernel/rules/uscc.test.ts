import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkUscc, usccCheckCharacter } from './uscc.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const characters = fc.constantFrom(...alphabet);
const codes = fc.array(characters, { minLength: 17, maxLength: 17 }).map((first) => {
  const first17 = first.join('');
  return first17 + usccCheckCharacter(first17);
});
const refusalOf = (text: string) => {
  const result = checkUscc(text);
  return result.ok ? undefined : result.refusal;
};

it('Codes that firms publish pass', () => {
  for (const code of ['914403001922038216', '9144030071526726XG', '91330100799655058B']) {
    expect(checkUscc(code)).toEqual({ ok: true, value: code });
  }
});

it('A code is taken as people type it: spaces, small and full-width letters', () => {
  for (const text of [' 9144030071526726xg ', '９１４４０３００７１５２６７２６ＸＧ', '91440300 71526726 XG', '9144030071526726XG\u3000']) {
    expect(checkUscc(text)).toEqual({ ok: true, value: '9144030071526726XG' });
  }
});

it('A wrong length says how many characters there are', () => {
  expect(refusalOf('9144030071526726X')).toMatchObject({
    code: 'USCC_LENGTH',
    details: { length: 17 },
    rule: 'GB 32100-2015',
  });
  expect(refusalOf('')).toMatchObject({ code: 'USCC_LENGTH', details: { length: 0 } });
});

it('A letter that codes never have is named with its place and what was probably meant', () => {
  const refusal = refusalOf('914403OO71526726XG');
  expect(refusal).toMatchObject({
    code: 'USCC_CHARACTER',
    details: { position: 7, character: 'O' },
  });
  expect(refusal?.message.zh).toContain('是否应为“0”');
  expect(refusalOf('９１４４０３００７１５２６７２６Ｘ中')).toMatchObject({
    details: { position: 18, character: '中' },
  });
});

it('A wrong check character says which one was expected', () => {
  const refusal = refusalOf('9144030071526726XH');
  expect(refusal).toMatchObject({
    code: 'USCC_CHECK_CHARACTER',
    details: { expected: 'G', found: 'H' },
  });
  expect(refusal?.message.zh).toContain('应为“G”');
});

it('Any single wrong character and any exchange of neighbours is found', () => {
  fc.assert(
    fc.property(codes, fc.nat(17), characters, fc.nat(16), (code, place, other, pair) => {
      expect(checkUscc(code).ok).toBe(true);
      const changed = code.slice(0, place) + other + code.slice(place + 1);
      expect(checkUscc(changed).ok).toBe(changed === code);
      const swapped = code.slice(0, pair) + code.charAt(pair + 1) + code.charAt(pair) + code.slice(pair + 2);
      expect(checkUscc(swapped).ok).toBe(swapped === code);
    }),
  );
});

it('No text at all makes the check fail otherwise than by a refusal', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void checkUscc(text)));
  expect(() => usccCheckCharacter('123')).toThrow(RangeError);
  expect(() => usccCheckCharacter('I2345678901234567')).toThrow(RangeError);
});
