import { sql } from 'kysely';
import { Secret, TOTP } from 'otpauth';
import { testPassword, type TestApp } from '../../../tests/harness/app.ts';

/** What came of one attempt to sign in; `cookies` by name, `cookieLines` as the browser reads them. */
export type Attempt = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly cookies: Record<string, string>;
  readonly cookieLines: readonly string[];
};

type Given = { readonly password?: string; readonly code?: string };

/** One attempt to sign in, as the login page makes it. */
export async function tryLogin({ app }: Pick<TestApp, 'app'>, loginName: string, given: Given = {}): Promise<Attempt> {
  const reply = await app.fastify.inject({ method: 'POST', url: '/api/login', payload: { loginName, password: testPassword, ...given } });
  return {
    status: reply.statusCode,
    body: reply.json(),
    cookies: Object.fromEntries(reply.cookies.map((cookie) => [cookie.name, cookie.value])),
    cookieLines: [reply.headers['set-cookie'] ?? []].flat(),
  };
}

/** What an authenticator shows at a moment. */
export function codeAt(secret: string, now: number): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: now });
}

/** What the trail says of somebody, oldest first: action, result and reason. */
export async function trailOf(zone: TestApp, userId: string, zoneId = zone.zoneId): Promise<string[]> {
  return zone.inZone(async ({ tx }) => {
    const { rows } = await sql<{ action: string; result: string; why: string | null }>`
      SELECT action, result, why FROM audit_entries WHERE zone_id = ${zoneId} AND subject_id = ${userId} ORDER BY id`.execute(tx);
    return rows.map(({ action, result, why }) => [action, result, ...(why ? [why] : [])].join(' '));
  }, zoneId);
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;
