import { describe, expect, test } from 'vitest';
import { isInForce, refusalOfGrant, type Grant } from './grants.ts';

const grant = (role: string, changed: Partial<Grant> = {}): Grant => ({
  role,
  scopeId: null,
  fromOn: '2026-01-01',
  toOn: null,
  ...changed,
});
const administrators = ['systemAdmin', 'securityAdmin', 'auditAdmin'];

describe('T-SEC-1: the three administrators exclude one another (三员分立)', () => {
  test('auditAdmin for a systemAdmin is refused', () => {
    expect(refusalOfGrant([grant('systemAdmin')], grant('auditAdmin'))).toMatchObject({
      code: 'ROLES_EXCLUDE',
      rule: 'T-SEC-1',
      details: { existing: 'systemAdmin', asked: 'auditAdmin' },
    });
  });

  test.each(
    administrators.flatMap((held) =>
      [...administrators, 'dispatcher', 'zoneLeader'].filter((asked) => asked !== held).map((asked) => [held, asked] as const),
    ),
  )('%s and %s, in either order', (held, asked) => {
    expect(refusalOfGrant([grant(held)], grant(asked))).toMatchObject({ code: 'ROLES_EXCLUDE' });
    expect(refusalOfGrant([grant(asked)], grant(held))).toMatchObject({ code: 'ROLES_EXCLUDE' });
  });

  test('also where the second begins on the last day of the first; not the day after', () => {
    const ended = grant('systemAdmin', { toOn: '2026-06-01' });
    expect(refusalOfGrant([ended], grant('auditAdmin', { fromOn: '2026-06-01' }))).toMatchObject({ code: 'ROLES_EXCLUDE' });
    expect(refusalOfGrant([ended], grant('auditAdmin', { fromOn: '2026-06-02' }))).toBeUndefined();
    expect(refusalOfGrant([grant('auditAdmin', { fromOn: '2027-01-01' })], grant('systemAdmin', { toOn: '2026-12-31' }))).toBeUndefined();
  });
});

test('business roles go together, but the same one not twice for the same unit and time', () => {
  expect(refusalOfGrant([grant('dispatcher')], grant('specialist'))).toBeUndefined();
  expect(refusalOfGrant([grant('departmentHandler', { scopeId: 'a' })], grant('departmentHandler', { scopeId: 'b' }))).toBeUndefined();
  expect(refusalOfGrant([grant('departmentHandler', { scopeId: 'a' })], grant('departmentHandler', { scopeId: 'a' }))).toMatchObject({
    code: 'ROLE_TWICE',
  });
  expect(refusalOfGrant([grant('dispatcher', { toOn: '2026-05-31' })], grant('dispatcher', { fromOn: '2026-06-01' }))).toBeUndefined();
});

test('both ends of a grant count', () => {
  const june = grant('dispatcher', { fromOn: '2026-06-01', toOn: '2026-06-30' });
  expect(['2026-05-31', '2026-06-01', '2026-06-30', '2026-07-01'].map((day) => isInForce(june, day))).toEqual([false, true, true, false]);
});
