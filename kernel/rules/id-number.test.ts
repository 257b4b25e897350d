import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkIdNumber, idNumberCheckCharacter } from './id-number.ts';

const codeOf = (text: string) => {
  const result = checkIdNumber(text);
  return result.ok ? 'ok' : result.refusal.code;
};
const numbers = fc
  .record({
    area: fc.integer({ min: 110_000, max: 659_999 }),
    day: fc.date({ min: new Date('1901-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
    order: fc.nat(999),
  })
  .map(({ area, day, order }) => {
    const first = `${area}${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(order).padStart(3, '0')}`;
    return first + idNumberCheckCharacter(first);
  });

it('The example of the standard passes, small x and full-width digits too', () => {
  expect(checkIdNumber('11010519491231002X')).toEqual({ ok: true, value: '11010519491231002X' });
  expect(checkIdNumber(' １１０１０５１９４９１２３１００２ｘ ')).toEqual({
    ok: true,
    value: '11010519491231002X',
  });
});

it('What is wrong is named', () => {
  expect(codeOf('110105491231002')).toBe('ID_NUMBER_OLD');
  expect(codeOf('1101051949123100')).toBe('ID_NUMBER_LENGTH');
  expect(codeOf('11010519491231O02X')).toBe('ID_NUMBER_CHARACTER');
  expect(codeOf('110105194902310029')).toBe('ID_NUMBER_DATE');
  expect(codeOf('110105189912310029')).toBe('ID_NUMBER_DATE');
  expect(codeOf('110105194912310021')).toBe('ID_NUMBER_CHECK_CHARACTER');
});

it('A refusal never repeats the number', () => {
  fc.assert(
    fc.property(numbers, fc.integer({ min: 1, max: 9 }), (number, add) => {
      const last = number.endsWith('X') ? 10 : Number(number[17]);
      const result = checkIdNumber(number.slice(0, 17) + ((last + add) % 10));
      if (!result.ok) expect(JSON.stringify(result)).not.toContain(number.slice(6, 14));
      expect(checkIdNumber(number)).toEqual({ ok: true, value: number });
    }),
  );
});

it('Any single wrong digit is found', () => {
  fc.assert(
    fc.property(numbers, fc.nat(16), fc.nat(9), (number, place, digit) => {
      const changed = number.slice(0, place) + digit + number.slice(place + 1);
      expect(checkIdNumber(changed).ok).toBe(changed === number);
    }),
  );
  expect(() => idNumberCheckCharacter('1')).toThrow(RangeError);
});
