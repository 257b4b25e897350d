import { expect, it } from 'vitest';
import { ok, refuse, type Result } from './result.ts';

it('A result either carries its value or says why not', () => {
  const halved = (n: number): Result<number> =>
    n % 2 === 0 ? ok(n / 2) : refuse({ code: 'ODD', message: { zh: '是奇数', en: 'It is odd' } });
  expect(halved(4)).toEqual({ ok: true, value: 2 });
  expect(halved(3)).toEqual({
    ok: false,
    refusal: { code: 'ODD', message: { zh: '是奇数', en: 'It is odd' } },
  });
});
