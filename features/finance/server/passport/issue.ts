import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { t } from '#kernel/contract/text.ts';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, notFound } from '#kernel/server/http/refused.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { pointsPassportCrypto } from '../../passport-crypto.ts';
import { pointsPassport } from '../../passport-records.ts';
import { issuePointsPassport } from '../../rules/passport-issue.ts';
import { pointsPassportEnd, pointsPassportValidUntil } from '../../rules/passport-pack.ts';
import { pointsOn } from '../points/points-of.ts';
import { issuerOf, pointsPassportSigners } from './signing-keys.ts';

/** Signs what the actor's own firm has by way of points today. @param origin the zone's address, under which the status is asked */
export async function issueToFirm(ask: Ask, firmId: string, origin: string): Promise<string> {
  const firm = await ownFirm(ask, firmId);
  const today = dateOf(ask.now);
  const { year, years, pack, trace, standing } = await pointsOn(ask, { id: firmId, registeredOn: firm.registered_on }, today);
  const { stage } = trace;
  if (stage === null || years.length === 0) throw invalid([stage === null ? noStage : noInputs]);
  const validUntil = pointsPassportValidUntil(await loadPacks(ask.tx, ask.actor.zoneId), today);
  const { edition, source } = pack;
  const title = `${firm.name} ${year} 积分通行证`;
  const [id] = await insertRows(ask, pointsPassport, [{ title, firmId, year, edition, asOf: today, score: trace.score, validUntil }]);
  if (!id) throw new Error('insertRows returned no id');
  const { zoneId } = ask.actor;
  const seconds = Math.floor(ask.now / 1000);
  const facts = {
    iss: issuerOf(zoneId),
    issuer: firm.zone,
    jti: id,
    iat: seconds,
    nbf: seconds,
    exp: pointsPassportEnd(validUntil) / 1000,
    firm: { name: firm.name, uscc: firm.uscc },
    year,
    asOf: today,
    scheme: { edition, source },
    stage,
    // public points may still move: until they are frozen a passport calls them provisional
    standing: standing.kind === 'frozen' ? ('frozen' as const) : ('provisional' as const),
    status: `${origin}/api/zones/${zoneId}/points-passports/${id}/status`,
  };
  const salt = () => randomBytes(16).toString('base64url');
  const file = issuePointsPassport(facts, trace, { sha256: pointsPassportCrypto.sha256, salt, signers: await pointsPassportSigners(ask) });
  await sql`INSERT INTO points_passport_files (zone_id, passport_id, file) VALUES (${zoneId}, ${id}, ${JSON.stringify(file)}::jsonb)`.execute(
    ask.tx,
  );
  return id;
}

async function ownFirm(
  ask: Ask,
  firmId: string,
): Promise<{ name: string; uscc: string | null; registered_on: IsoDate | null; zone: string }> {
  const { rows } = await sql<{ name: string; uscc: string | null; registered_on: IsoDate | null; zone: string }>`
    SELECT f.name, f.uscc, f.registered_on, z.name AS zone FROM firms f JOIN zones z ON z.id = f.zone_id
    WHERE f.zone_id = ${ask.actor.zoneId} AND f.id = ${firmId} AND f.id = ANY(${[...ask.actor.scope.firms]}::uuid[])`.execute(ask.tx);
  if (!rows[0]) throw notFound(t('企业', 'Firm'));
  return rows[0];
}

const noStage: Refusal = {
  code: 'PASSPORT_NO_SCORE',
  rule: 'PTS-PASSPORT',
  message: {
    zh: '企业缺成立日期，无法判断阶段，未计分，不能开具通行证；请先补登成立日期',
    en: 'The firm’s day of registration is not on record, so nothing is scored; have it entered first',
  },
};

const noInputs: Refusal = {
  code: 'PASSPORT_NO_INPUTS',
  rule: 'PTS-PASSPORT',
  message: { zh: '还没有任何积分数据，不能开具通行证；请先填报', en: 'There are no points inputs yet; enter them first' },
};
