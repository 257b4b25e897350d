import { describe, expect, test } from 'vitest';
import { instantAt } from '#kernel/rules/instant.ts';
import { defaultSecurity, isPasswordExpired, isSessionOver, lockAfter, refusalOfPassword, securityAt } from './password.ts';

const params = defaultSecurity.params;
const now = instantAt('2026-06-01', '09:00');
const day = 86_400_000;
const minute = 60_000;

describe('T-SEC: passwords', () => {
  test.each(['Abcdefghijk1', 'abcdefghij1!', 'ABCDEFGHIJ1!', '红领专员Abc123456', 'Pässword-2026'])('%s is fit', (password) => {
    expect(refusalOfPassword(password, 'wang', params)).toBeUndefined();
  });

  test.each([
    ['Abcdefghij1', 'eleven characters'],
    ['abcdefghijklmnop', 'one class'],
    ['abcdefghijk1', 'two classes'],
    ['ABCDEFGHIJK1', 'two classes'],
    ['Wang-12345678', 'the login name, whatever its case'],
    ['', 'nothing'],
    ['𠮷𠮷𠮷𠮷Aa1', 'seven characters, though eleven code units'],
  ])('%s is not: %s', (password) => {
    expect(refusalOfPassword(password, 'wang', params)).toMatchObject({ code: 'PASSWORD_WEAK', rule: 'T-SEC-PASSWORD', field: 'password' });
  });

  test('a zone may ask for less, but never for less than eight', () => {
    expect(refusalOfPassword('Abcdef1', 'wang', { ...params, passwordLength: 4 })).toBeDefined();
    expect(refusalOfPassword('Abcdefg1', 'wang', { ...params, passwordLength: 4 })).toBeUndefined();
  });

  test('a password lives 90 days; one never set has not begun to', () => {
    expect(isPasswordExpired(now - 90 * day, now, params)).toBe(false);
    expect(isPasswordExpired(now - 90 * day - 1, now, params)).toBe(true);
    expect(isPasswordExpired(null, now, params)).toBe(true);
  });
});

test('T-SEC: the fifth failure locks for 30 minutes, the fourth does not', () => {
  expect(lockAfter(4, now, params)).toBeNull();
  expect(lockAfter(5, now, params)).toBe(now + 30 * minute);
});

test('T-SEC: a session ends after 15 idle minutes, and after 12 hours however busy', () => {
  expect(isSessionOver({ createdAt: now - 20 * minute, seenAt: now - 15 * minute }, now, params)).toBe(false);
  expect(isSessionOver({ createdAt: now - 20 * minute, seenAt: now - 15 * minute - 1 }, now, params)).toBe(true);
  expect(isSessionOver({ createdAt: now - 12 * 60 * minute, seenAt: now }, now, params)).toBe(false);
  expect(isSessionOver({ createdAt: now - 12 * 60 * minute - 1, seenAt: now }, now, params)).toBe(true);
});

test('a clock set back ends no session and lifts no lock', () => {
  expect(isSessionOver({ createdAt: now, seenAt: now }, now - day, params)).toBe(false);
});

test("the zone's own edition counts from its day on", () => {
  const strict = { ...defaultSecurity, edition: '本区', effectiveFrom: '2026-06-02', params: { ...params, idleMinutes: 5 } };
  expect(securityAt([defaultSecurity, strict], now).idleMinutes).toBe(15);
  expect(securityAt([defaultSecurity, strict], now + day).idleMinutes).toBe(5);
  expect(securityAt([], now)).toEqual(params);
  expect(securityAt([strict], now).idleMinutes).toBe(15);
});

test('what an edition leaves out is the default: no session lives for ever because a number was forgotten', () => {
  const partial = { ...defaultSecurity, edition: '本区', effectiveFrom: '2026-01-01', params: { passwordLength: 16 } };
  expect(securityAt([partial], now)).toEqual({ ...params, passwordLength: 16 });
});
