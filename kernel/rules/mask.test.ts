import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskIdNumber, maskName, maskPhone } from './mask.ts';

it('Masks are those of domain §12.1', () => {
  expect(maskName('张三')).toBe('张*');
  expect(maskName('张三丰')).toBe('张*');
  expect(maskName('𠮷田')).toBe('𠮷*');
  expect(maskName('')).toBe('');
  expect(maskIdNumber('320583199001011234')).toBe('320***********1234');
  expect(maskPhone('13812341234')).toBe('138****1234');
  expect(maskPhone('0512-57381234')).toBe('0512-****1234');
  expect(maskPhone('0512-57381234-801')).toBe('0512-****1234-*');
});

it('What is not of the expected form is hidden whole', () => {
  expect(maskIdNumber('E12345678')).toBe('*********');
  expect(maskPhone('12345')).toBe('*****');
});

it('At least a third of an ID number or phone stays hidden', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'0123456789-') }), (text) => {
      for (const masked of [maskIdNumber(text), maskPhone(text)]) {
        const shown = [...masked].filter((character) => /\d/.test(character)).length;
        expect(shown).toBeLessThanOrEqual(8);
        expect(shown === 0 || text.replace(/\D/g, '').length - shown >= 3).toBe(true);
      }
    }),
  );
});
