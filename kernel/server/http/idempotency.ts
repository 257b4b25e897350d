import { sql } from 'kysely';
import { toIso } from '#kernel/rules/instant.ts';
import { lookAgain, looksIn } from '../access/consent.ts';
import { canonical } from '../audit/audit.ts';
import { sm3 } from '../crypto/provider.ts';
import { planned } from '../database/planned.ts';
import { leave, type Trail } from '../database/trail.ts';
import type { Ask } from '../house.ts';
import { Refused } from './refused.ts';

type Keyed = { readonly key: string; readonly route: string; readonly body: unknown };

/**
 * Does the work once per key: a resend of the same request gets the first answer, also after a kill between
 * commit and reply, unless it rests on a firm's consent that has ended since. The same key with another body is refused. Two at
 * once: the second waits for the first.
 */
export async function answerOnce<T>(ask: Ask, keyed: Keyed, work: () => Promise<T>): Promise<T> {
  const { tx, actor, now } = ask;
  const fingerprint = sm3(`${keyed.route}\n${canonical(keyed.body)}`);
  const inserted = await sql`${planned} INSERT INTO idempotency_keys (zone_id, actor_id, key, fingerprint, at)
    VALUES (${actor.zoneId}, ${actor.userId}, ${keyed.key}, ${fingerprint}, ${toIso(now)})
    ON CONFLICT DO NOTHING RETURNING key`.execute(tx);
  if (inserted.rows.length === 0) {
    const { rows } = await sql<Stored>`SELECT fingerprint, answer, look_ids FROM idempotency_keys
      WHERE zone_id = ${actor.zoneId} AND actor_id = ${actor.userId} AND key = ${keyed.key}`.execute(tx);
    const first = rows[0];
    if (first?.fingerprint === fingerprint) {
      if (!(await lookAgain(ask, first.look_ids ?? []))) throw consentEnded;
      return JSON.parse(ask.house.crypto.open(first.answer)) as T;
    }
    throw new Refused(422, {
      code: 'IDEMPOTENCY_KEY_REUSED',
      message: { zh: '这个 Idempotency-Key 已用于另一项请求', en: 'This Idempotency-Key was used for another request' },
    });
  }
  const answer = await work();
  // an answer may hold what was just revealed: kept for the resend, but sealed
  const sealed = ask.house.crypto.seal(JSON.stringify(answer ?? null));
  await leave(tx, actor.zoneId, answerLeft, [{ actorId: actor.userId, key: keyed.key, sealed, lookIds: looksIn(tx) }]);
  return answer;
}

type Stored = { readonly fingerprint: string; readonly answer: string; readonly look_ids: readonly string[] | null };

const consentEnded = new Refused(410, {
  code: 'CONSENT_ENDED',
  rule: 'PIP-05',
  message: {
    zh: '这项操作已办好；企业的授权已经结束，其内容不再显示',
    en: 'This was done; the firm’s consent has ended since, so what it showed is shown no more',
  },
});

type Left = { readonly actorId: string; readonly key: string; readonly sealed: string; readonly lookIds: readonly string[] };

const answerLeft: Trail<Left> = {
  keyOf: () => 'the one that is asked for',
  write: (zoneId, [answer]) => ({
    answer: sql`UPDATE idempotency_keys SET answer = to_jsonb(${answer?.sealed}::text), look_ids = ${[...(answer?.lookIds ?? [])]}::uuid[]
      WHERE zone_id = ${zoneId} AND actor_id = ${answer?.actorId} AND key = ${answer?.key}`,
  }),
};
