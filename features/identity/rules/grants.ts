import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';

/** 三员分立 (GB/T 22239-2019): they exclude one another and have no rights on business data. */
export const administrators: readonly string[] = ['systemAdmin', 'securityAdmin', 'auditAdmin'];

export type Grant = { readonly role: string; readonly scopeId: string | null; readonly fromOn: IsoDate; readonly toOn: IsoDate | null };

/** Is a grant in force on a day? Both ends count. */
export function isInForce(grant: Grant, day: IsoDate): boolean {
  return grant.fromOn <= day && (grant.toOn === null || grant.toOn >= day);
}

/**
 * 三员分立 (T-SEC-1): the three administrators exclude one another and every business role, also where the
 * periods of two grants merely touch.
 */
export function refusalOfGrant(existing: readonly Grant[], asked: Grant): Refusal | undefined {
  const clashing = existing.find(
    (grant) =>
      overlaps(grant, asked) && grant.role !== asked.role && (administrators.includes(grant.role) || administrators.includes(asked.role)),
  );
  if (clashing) {
    return {
      code: 'ROLES_EXCLUDE',
      rule: 'T-SEC-1',
      field: 'role',
      message: {
        zh: '系统管理员、安全管理员、审计管理员三员分立：不能互兼，也不能兼任业务角色',
        en: 'The system, security and audit administrators exclude one another and every business role',
      },
      details: { existing: clashing.role, asked: asked.role },
    };
  }
  const same = existing.find((grant) => grant.role === asked.role && grant.scopeId === asked.scopeId && overlaps(grant, asked));
  return same ? { code: 'ROLE_TWICE', field: 'role', message: { zh: '已有相同的角色', en: 'This role is held already' } } : undefined;
}

function overlaps(a: Grant, b: Grant): boolean {
  return (a.toOn === null || a.toOn >= b.fromOn) && (b.toOn === null || b.toOn >= a.fromOn);
}
