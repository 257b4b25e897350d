import type { Instant } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';
import { dateOf } from '#kernel/rules/instant.ts';

export type SecurityParams = {
  readonly passwordLength: number;
  /** of the four: upper case, lower case, digit, other */
  readonly passwordClasses: number;
  readonly passwordDays: number;
  readonly earlierPasswords: number;
  readonly failuresMost: number;
  readonly lockMinutes: number;
  readonly idleMinutes: number;
  readonly sessionHours: number;
};

/** GB/T 22239-2019 level 3 (rulebook §12.3); the numbers are platform defaults. */
export const defaultSecurity: RulePack<SecurityParams> = {
  code: 'identity.security',
  edition: 'default-2024',
  effectiveFrom: '2024-01-01',
  source: '平台默认，依据 GB/T 22239-2019 第三级身份鉴别要求',
  confidence: 'D',
  params: {
    passwordLength: 12,
    passwordClasses: 3,
    passwordDays: 90,
    earlierPasswords: 5,
    failuresMost: 5,
    lockMinutes: 30,
    idleMinutes: 15,
    sessionHours: 12,
  },
};

/** The security parameters in force at a moment; what an edition leaves out is the platform's, never unlimited. */
export function securityAt(packs: readonly RulePack[], at: Instant): SecurityParams {
  const pack = packInForce([defaultSecurity, ...packs], defaultSecurity.code, dateOf(at));
  return { ...defaultSecurity.params, ...(pack?.params as Partial<SecurityParams> | undefined) };
}

/** Is this fit for a password (T-SEC: length and three of four kinds of characters)? */
export function refusalOfPassword(password: string, loginName: string, params: SecurityParams): Refusal | undefined {
  const bad = (zh: string, en: string): Refusal => ({
    code: 'PASSWORD_WEAK',
    rule: 'T-SEC-PASSWORD',
    field: 'password',
    message: { zh, en },
  });
  const fewest = Math.max(8, params.passwordLength);
  if ([...password].length < fewest) {
    return bad(`密码至少 ${fewest} 位`, `At least ${fewest} characters`);
  }
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  if (kinds < params.passwordClasses) {
    return bad(
      `密码须含大写、小写、数字、符号中的 ${params.passwordClasses} 类`,
      `Use ${params.passwordClasses} of: capitals, small letters, digits, signs`,
    );
  }
  if (loginName.length >= 3 && password.toLowerCase().includes(loginName.toLowerCase())) {
    return bad('密码不能包含登录名', 'The password must not contain the login name');
  }
  return undefined;
}

/** Has a password outlived its days? One never set has. */
export function isPasswordExpired(changedAt: Instant | null, now: Instant, params: SecurityParams): boolean {
  return changedAt === null || now - changedAt > params.passwordDays * 86_400_000;
}

/** Until when a login is locked after one more failure; null = not locked. */
export function lockAfter(failures: number, now: Instant, params: SecurityParams): Instant | null {
  return failures >= params.failuresMost ? now + params.lockMinutes * 60_000 : null;
}

/** Has a session ended: idle too long, or older than a session may be? */
export function isSessionOver(
  session: { readonly createdAt: Instant; readonly seenAt: Instant },
  now: Instant,
  params: SecurityParams,
): boolean {
  return now - session.seenAt > params.idleMinutes * 60_000 || now - session.createdAt > params.sessionHours * 3_600_000;
}
