import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalisePhone } from './phone.ts';

const outcome = (text: string) => {
  const result = normalisePhone(text);
  return result.ok ? result.value : result.refusal.code;
};

it.each([
  ['13812345678', '13812345678'],
  ['138 1234 5678', '13812345678'],
  ['138-1234-5678', '13812345678'],
  ['+86 13812345678', '13812345678'],
  ['(+86)138-1234-5678', '13812345678'],
  ['0086-13812345678', '13812345678'],
  ['8613812345678', '13812345678'],
  ['１３８１２３４５６７８', '13812345678'],
  ['\u202d13812345678\u202c', '13812345678'],
  ['0512-57381234', '0512-57381234'],
  ['051257381234', '0512-57381234'],
  ['（0512）5738 1234', '0512-57381234'],
  ['+86 512 5738 1234', '0512-57381234'],
  ['+86-0512-57381234', '0512-57381234'],
  ['021-62345678', '021-62345678'],
  ['010 8888 6666', '010-88886666'],
  ['0851-8123456', '0851-8123456'],
  ['0512-57381234-801', '0512-57381234-801'],
  ['0512-57381234转801', '0512-57381234-801'],
  ['0512-57381234 ext. 801', '0512-57381234-801'],
  ['400-820-8820', '400-820-8820'],
  ['4008208820', '400-820-8820'],
])('%s is written %s', (text, written) => {
  expect(outcome(text)).toBe(written);
  expect(outcome(written)).toBe(written);
});

it.each([
  ['12812345678', 'PHONE_INVALID'],
  ['1381234567', 'PHONE_INVALID'],
  ['138123456789', 'PHONE_INVALID'],
  ['13812345678转8', 'PHONE_INVALID'],
  ['13812345678-8', 'PHONE_INVALID'],
  ['13812345678/13912345678', 'PHONE_INVALID'],
  ['张三 13812345678', 'PHONE_INVALID'],
  ['+1 212 555 0100', 'PHONE_INVALID'],
  ['', 'PHONE_INVALID'],
  ['57381234', 'PHONE_AREA_CODE'],
])('%s is refused as %s', (text, code) => {
  expect(outcome(text)).toBe(code);
});

it('Whatever is accepted is accepted again as it is, and nothing breaks the check', () => {
  const texts = fc.oneof(fc.string({ unit: fc.constantFrom(...'0123456789-+() 转') }), fc.string({ unit: 'binary' }));
  fc.assert(
    fc.property(texts, (text) => {
      const result = normalisePhone(text);
      if (result.ok) expect(normalisePhone(result.value)).toEqual(result);
    }),
    { numRuns: 2000 },
  );
});
