import { sql } from 'kysely';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { pointsPassportCrypto } from '../../passport-crypto.ts';
import type { PointsPassportStatement, PointsPassportStatus } from '../../passport-contract.ts';
import { pointsPassport } from '../../passport-records.ts';
import { pointsPassportText, type PointsPassportFile } from '../../rules/passport-format.ts';
import { disclosing } from '../../rules/passport-issue.ts';
import { trustedKeysOf, verifyPointsPassport } from '../../rules/passport-verify.ts';
import { withMerged } from '../merged-firms.ts';
import { keySetOfZone } from './signing-keys.ts';

export type StoredPointsPassport = {
  readonly id: string;
  readonly title: string;
  readonly firm_id: string;
  readonly year: number;
  readonly score: string;
  readonly valid_until: IsoDate;
  readonly status: PointsPassportStatus;
  readonly file: PointsPassportFile;
};

/** A passport of the actor's own firm. @throws Refused 404 for anybody else's */
export async function ownPointsPassport(ask: Ask, id: string): Promise<StoredPointsPassport> {
  const firms = await withMerged(ask, ask.actor.scope.firms);
  const { rows } = await sql<StoredPointsPassport>`SELECT t.id, t.title, t.firm_id, t.year, t.score, t.valid_until, f.file,
      ${statusOn(dateOf(ask.now))} AS status
    FROM points_passports t JOIN points_passport_files f ON f.zone_id = t.zone_id AND f.passport_id = t.id
    WHERE t.zone_id = ${ask.actor.zoneId} AND t.id = ${id} AND t.firm_id = ANY(${firms}::uuid[])`.execute(ask.tx);
  if (!rows[0]) throw notFound(pointsPassport.label);
  return rows[0];
}

/** What became of a passport `t` by a day: revoked and corrected are for good, and said before expired. */
export function statusOn(day: IsoDate) {
  return sql<PointsPassportStatus>`CASE WHEN EXISTS (SELECT 1 FROM points_passport_revocations r WHERE r.zone_id = t.zone_id AND r.passport_id = t.id)
    THEN 'revoked' WHEN EXISTS (SELECT 1 FROM points_entries e WHERE e.zone_id = t.zone_id AND e.firm_id = t.firm_id AND e.year = t.year
      AND e.kind <> 'frozen' AND e.created_at > t.created_at) THEN 'corrected' WHEN t.valid_until < ${day}::date THEN 'expired' ELSE 'valid' END`;
}

/** The same for whoever holds its text; undefined where there is no such passport. */
export async function statusOf(tx: Tx, zoneId: string, id: string, day: IsoDate): Promise<PointsPassportStatus | undefined> {
  const { rows } = await sql<{ status: PointsPassportStatus }>`SELECT ${statusOn(day)} AS status FROM points_passports t
    WHERE t.zone_id = ${zoneId} AND t.id = ${id}`.execute(tx);
  return rows[0]?.status;
}

/** What a passport says with these lines; nothing once it is not valid. */
export async function statementOf(
  ask: Ask,
  { status, file }: Pick<StoredPointsPassport, 'status' | 'file'>,
  codes: readonly string[],
): Promise<PointsPassportStatement> {
  if (status !== 'valid') return { status, verdict: null, file: null };
  const text = pointsPassportText(disclosing(file, codes));
  const trusted = trustedKeysOf(JSON.stringify(await keySetOfZone(ask.tx, ask.actor.zoneId)), pointsPassportCrypto) ?? [];
  return { status, verdict: verifyPointsPassport(text, trusted, ask.now, pointsPassportCrypto), file: text };
}
