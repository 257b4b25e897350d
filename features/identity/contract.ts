import { z } from 'zod';
import { defineEndpoint, idParams } from '#kernel/contract/endpoint.ts';
import { roleNames } from '#kernel/contract/role.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';

const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期，应为 YYYY-MM-DD');
const password = z.string().min(1, '必填').max(200);

export const login = defineEndpoint({
  method: 'POST',
  path: '/api/login',
  summary: 'Sign in with a login name and a password, and a code where a second factor is set',
  callers: 'everyone',
  body: z.strictObject({
    loginName: z.string().trim().min(1, '必填').max(60),
    password,
    code: z
      .string()
      .regex(/^\d{6}$/, '验证码是 6 位数字')
      .optional(),
  }),
  answer: z.object({ state: z.enum(['signedIn', 'secondFactorNeeded']) }),
});

export const logout = defineEndpoint({ method: 'POST', path: '/api/logout', summary: 'Sign out', callers: 'signedIn', answer: z.object({ signedOut: z.boolean() }) });

/** Example accounts, answered only while the example zone is loaded. */
export const loginHints = defineEndpoint({
  method: 'GET',
  path: '/api/login-hints',
  summary: 'Example accounts, where the example zone is loaded',
  callers: 'everyone',
  limit: 'open',
  answer: z.object({
    zone: z.string().nullable(),
    password: z.string().nullable(),
    oidc: z.boolean(),
    accounts: z.array(z.object({ loginName: z.string(), name: z.string(), role: z.string(), who: z.object({ zh: z.string(), en: z.string() }) })),
  }),
});

export const me = defineEndpoint({
  method: 'GET',
  path: '/api/me',
  summary: 'Who I am, what I may do, and what I must do first',
  callers: 'signedIn',
  answer: z.object({
    actor: z.object({
      userId: z.string(),
      name: z.string(),
      zoneId: z.string(),
      today: z.string(),
      roles: z.array(z.enum(roleNames)),
      scope: z.object({ users: z.array(z.string()), firms: z.array(z.string()), departments: z.array(z.string()), providers: z.array(z.string()), organisations: z.array(z.string()), linkedFirms: z.array(z.string()) }),
    }),
    zone: z.object({ id: z.string(), name: z.string(), isExample: z.boolean() }),
    /** what stands between this person and the rest of the product */
    duty: z.enum(['none', 'changePassword', 'setSecondFactor']),
    secondFactor: z.boolean(),
    loginName: z.string(),
  }),
});

const SessionLine = z.object({ id: z.string(), createdAt: z.string(), seenAt: z.string(), ip: z.string(), agent: z.string(), current: z.boolean() });

export const listSessions = defineEndpoint({ method: 'GET', path: '/api/me/sessions', summary: 'Where I am signed in', callers: 'signedIn', answer: z.object({ sessions: z.array(SessionLine) }) });
export const endSession = defineEndpoint({ method: 'DELETE', path: '/api/me/sessions/:id', summary: 'End one of my sessions', callers: 'signedIn', params: idParams, answer: z.object({ ended: z.number() }) });
export const endOtherSessions = defineEndpoint({ method: 'DELETE', path: '/api/me/sessions', summary: 'End all my other sessions', callers: 'signedIn', answer: z.object({ ended: z.number() }) });

export const changePassword = defineEndpoint({
  method: 'POST',
  path: '/api/me/password',
  summary: 'Change my password; other sessions end',
  callers: 'signedIn',
  limit: 'account',
  body: z.strictObject({ current: password, password }),
  answer: z.object({ changed: z.boolean() }),
});

export const startSecondFactor = defineEndpoint({
  method: 'POST',
  path: '/api/me/second-factor',
  summary: 'Start setting a second factor (TOTP)',
  callers: 'signedIn',
  limit: 'account',
  body: z.strictObject({ password }),
  answer: z.object({ uri: z.string(), secret: z.string(), picture: z.string() }),
});
export const confirmSecondFactor = defineEndpoint({
  method: 'POST',
  path: '/api/me/second-factor/confirm',
  summary: 'Confirm it with a first code',
  callers: 'signedIn',
  limit: 'account',
  body: z.strictObject({ code: z.string().regex(/^\d{6}$/, '验证码是 6 位数字') }),
  answer: z.object({ confirmed: z.boolean() }),
});
export const removeSecondFactor = defineEndpoint({
  method: 'DELETE',
  path: '/api/me/second-factor',
  summary: 'Remove my second factor',
  callers: 'signedIn',
  limit: 'account',
  body: z.strictObject({ password, code: z.string().regex(/^\d{6}$/, '验证码是 6 位数字') }),
  answer: z.object({ removed: z.boolean() }),
});

/** An invitation or a first start: the person sets their own password, once. */
export const readLink = defineEndpoint({
  method: 'GET',
  path: '/api/one-time-links/:token',
  summary: 'What a one-time link is for',
  callers: 'everyone',
  limit: 'link',
  params: z.strictObject({ token: z.string().min(20).max(100) }),
  answer: z.object({ name: z.string(), loginName: z.string(), zone: z.string(), purpose: z.string() }),
});
export const useLink = defineEndpoint({
  method: 'POST',
  path: '/api/one-time-links/:token',
  summary: 'Set the password by a one-time link',
  callers: 'everyone',
  limit: 'link',
  params: z.strictObject({ token: z.string().min(20).max(100) }),
  body: z.strictObject({ password, zoneName: z.string().trim().min(1).max(60).optional() }),
  answer: z.object({ loginName: z.string(), links: z.array(z.object({ role: z.string(), loginName: z.string(), address: z.string() })) }),
});

export const inviteUser = defineEndpoint({
  method: 'POST',
  path: '/api/users/:id/invitation',
  summary: 'A new one-time link for a user, to set or reset the password',
  callers: ['systemAdmin'],
  params: idParams,
  answer: z.object({ address: z.string(), expiresAt: z.string() }),
});

const GrantLine = z.object({ id: z.string(), userId: z.string(), name: z.string(), loginName: z.string(), role: z.string(), scopeId: z.string().nullable(), scope: z.string().nullable(), fromOn: z.string(), toOn: z.string().nullable() });

export const listGrants = defineEndpoint({
  method: 'GET',
  path: '/api/role-grants',
  summary: 'Who holds which role',
  callers: ['securityAdmin', 'auditAdmin'],
  query: z.strictObject({ userId: z.uuid().optional(), q: z.string().max(60).optional() }),
  answer: z.object({ grants: z.array(GrantLine) }),
});
export const grantRole = defineEndpoint({
  method: 'POST',
  path: '/api/role-grants',
  summary: 'Grant a role',
  callers: ['securityAdmin'],
  effect: 'create',
  body: z.strictObject({ userId: z.uuid(), role: z.enum(roleNames), scopeId: z.uuid().nullable().optional(), fromOn: day.optional(), toOn: day.nullable().optional() }),
  answer: z.object({ id: z.string() }),
});
export const revokeRole = defineEndpoint({ method: 'DELETE', path: '/api/role-grants/:id', summary: 'End a role as of yesterday', callers: ['securityAdmin'], params: idParams, answer: z.object({ ended: z.boolean() }) });
export const unlockUser = defineEndpoint({ method: 'POST', path: '/api/users/:id/unlock', summary: 'Lift a lockout', callers: ['securityAdmin'], params: idParams, answer: z.object({ unlocked: z.boolean() }) });
export const endUserSessions = defineEndpoint({ method: 'DELETE', path: '/api/users/:id/sessions', summary: "End all of a user's sessions", callers: ['securityAdmin'], params: idParams, answer: z.object({ ended: z.number() }) });

export const readSecurity = defineEndpoint({
  method: 'GET',
  path: '/api/security-settings',
  summary: 'Whether the zone requires a second factor, and the parameters in force',
  callers: ['securityAdmin', 'auditAdmin', 'systemAdmin'],
  answer: z.object({ requireSecondFactor: z.boolean(), edition: z.string(), source: z.string(), params: z.record(z.string(), z.number()) }),
});
export const writeSecurity = defineEndpoint({
  method: 'PUT',
  path: '/api/security-settings',
  summary: 'Require a second factor of everybody, or not',
  callers: ['securityAdmin'],
  body: z.strictObject({ requireSecondFactor: z.boolean() }),
  answer: z.object({ requireSecondFactor: z.boolean() }),
});

export const removeExample = defineEndpoint({
  method: 'POST',
  path: '/api/example/remove',
  summary: 'Remove the example zone with everybody in it; answers the link of a first start',
  callers: ['systemAdmin'],
  answer: z.object({ address: z.string() }),
});

const AuditLine = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  ip: z.string(),
  action: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  result: z.string(),
  why: z.string().nullable(),
});

export const listAudit = defineEndpoint({
  method: 'GET',
  path: '/api/audit-entries',
  summary: 'The audit trail',
  callers: ['auditAdmin'],
  query: z.strictObject({
    actor: z.string().max(60).optional(),
    action: z.string().max(60).optional(),
    subjectKind: z.string().max(60).optional(),
    subjectId: z.string().max(60).optional(),
    from: day.optional(),
    to: day.optional(),
    after: z.uuid().optional(),
    limit: z.coerce.number().int().min(1).max(200).optional(),
  }),
  answer: z.object({ entries: z.array(AuditLine), next: z.string().nullable() }),
});
export const checkAudit = defineEndpoint({
  method: 'GET',
  path: '/api/audit/verify',
  summary: 'Check the audit chain',
  callers: ['auditAdmin'],
  answer: z.object({
    entries: z.number(),
    seals: z.number(),
    unsealed: z.number(),
    head: z.object({ day: z.string(), seq: z.number(), hash: z.string() }).nullable(),
    faults: z.array(z.object({ seq: z.number().nullable(), entryId: z.string().nullable(), what: z.string() })),
  }),
});

/** Why the way over the identity provider did not lead in; the sign-in page gets it as `?refused=`. */
export const oidcRefusals = ['OIDC_STATE', 'OIDC_REFUSED', 'OIDC_UNKNOWN', 'PROVIDER_AWAY'] as const;
export type OidcRefusal = (typeof oidcRefusals)[number];

export const startOidc = defineEndpoint({ method: 'GET', path: '/api/oidc/start', summary: 'Go to the identity provider', callers: 'everyone', limit: 'open', answer: z.unknown() });
export const returnFromOidc = defineEndpoint({
  method: 'GET',
  path: '/api/oidc/callback',
  summary: 'Come back from the identity provider',
  callers: 'everyone',
  limit: 'open',
  query: z.looseObject({ state: z.string().max(200).optional(), code: z.string().max(2000).optional(), error: z.string().max(200).optional() }),
  answer: z.unknown(),
});

const said = z.object({ zh: z.string(), en: z.string() });
const mentioned = z.object({ record: said, rows: z.number() });

/** PIPL art. 45: what is held about oneself, and what for. */
export const myData = defineEndpoint({
  method: 'GET',
  path: '/api/me/data',
  summary: 'A copy of everything held about me, by its purpose',
  callers: 'signedIn',
  limit: 'export',
  answer: z.object({
    parts: z.array(
      z.object({
        purpose: said,
        kept: said,
        columns: z.array(z.object({ name: z.string(), label: said })),
        rows: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
    mentionedBy: z.array(mentioned),
  }),
});
/** The same for people who do not sign in, by whoever may see their data in clear; each copy is on record. */
export const copyOfPerson = defineEndpoint({
  method: 'POST',
  path: '/api/personal-copies',
  summary: 'A copy of what is held about a person, for that person',
  callers: 'signedIn',
  limit: 'export',
  body: z.strictObject({ record: z.string().max(60), id: z.uuid('不是有效的记录编号'), why: z.string().trim().min(1, '请说明原因').max(200) }),
  answer: z.object({
    record: said,
    purposes: z.array(z.object({ why: said, roles: z.array(z.string()), may: z.array(z.string()) })),
    fields: z.array(z.object({ name: z.string(), label: said, value: z.unknown() })),
    mentionedBy: z.array(mentioned),
  }),
});
export const readRetention = defineEndpoint({
  method: 'GET',
  path: '/api/privacy/retention',
  summary: 'What is kept how long, what is due, and what has gone',
  callers: ['securityAdmin', 'auditAdmin', 'systemAdmin'],
  answer: z.object({
    edition: z.string(),
    source: z.string(),
    kinds: z.array(z.object({ what: z.string(), label: z.string(), days: z.number(), before: z.string(), due: z.number() })),
    gone: z.array(z.object({ at: z.string(), what: z.string(), rule: z.string(), before: z.string(), rows: z.number() })),
  }),
});
