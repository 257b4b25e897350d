import { sql } from 'kysely';
import type { z } from 'zod';
import { t } from '#kernel/contract/text.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { noteLooks } from '#kernel/server/access/consent.ts';
import { rowsFor } from '#kernel/server/access/policy.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { openCase } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, notFound, Refused } from '#kernel/server/http/refused.ts';
import { insertRows } from '#kernel/server/records/write.ts';
import { purposesFor } from '../../choices.ts';
import { consent } from '../../consent-case.ts';
import type { PointsPassportStatement, showPointsPassport } from '../../passport-contract.ts';
import { passportScopes, pointsPassportShowing } from '../../passport-records.ts';
import { readCodes, writeCodes } from '../../rules/passport-codes.ts';
import { encodedAs, isDisclosure } from '../../rules/passport-format.ts';
import { mayBeSeen } from '../consents.ts';
import { firmOf } from '../merged-firms.ts';
import { ownPointsPassport, statementOf, statusOn, type StoredPointsPassport } from './passport-store.ts';

/** a consent's purpose fits its receiver from the start */
const purposes = [...purposesFor.bank, ...purposesFor.fund];

type Showing = z.infer<(typeof showPointsPassport)['body']>;

/** Shows a valid passport's chosen lines to a bank or a fund that the firm lets see its passports, or lets by this act. */
export async function showTo(ask: Ask, id: string, { receiverId, indicators, consent: given }: Showing): Promise<string> {
  const passport = validOnly(await ownPointsPassport(ask, id));
  const codes = chosenCodes(passport, indicators);
  const firmId = await firmOf(ask, passport.firm_id);
  const lets = await Promise.all(passportScopes.map((scope) => mayBeSeen(ask, firmId, receiverId, { scope, purposes })));
  if (!lets.includes(true)) {
    if (!given) throw invalid([consentFirst]);
    // to what is shown, and not to the points that are kept back
    await openCase(ask, consent, { ...given, firmId, receiverId, scopes: ['passport'] });
  }
  const { title, year, score, valid_until: validUntil } = passport;
  const values = { title, passportId: id, firmId, receiverId, indicators: writeCodes(codes), year, score: Number(score), validUntil };
  const [showing] = await insertRows(ask, pointsPassportShowing, [values]);
  if (!showing) throw new Error('insertRows returned no id');
  return showing;
}

/** The passport as it was shown, to those whom the policy lets read the showing now; a bank's look goes on record. */
export async function readShown(ask: Ask, id: string): Promise<PointsPassportStatement> {
  const { rows } = await sql<
    Pick<StoredPointsPassport, 'status' | 'file' | 'firm_id'> & { id: string; receiver_id: string; created_at: Date; indicators: string }
  >`
    SELECT s.id, s.firm_id, s.receiver_id, s.created_at, s.indicators, f.file, ${statusOn(dateOf(ask.now))} AS status
    FROM points_passport_showings s JOIN points_passports t ON t.zone_id = s.zone_id AND t.id = s.passport_id
      JOIN points_passport_files f ON f.zone_id = s.zone_id AND f.passport_id = s.passport_id
    WHERE s.zone_id = ${ask.actor.zoneId} AND s.id = ${id} AND ${rowsFor(pointsPassportShowing, ask.actor, 'read', 's')}`.execute(ask.tx);
  const [shown] = rows;
  if (!shown) throw notFound(pointsPassportShowing.label);
  await noteLooks(ask, pointsPassportShowing, rows, 'passport');
  return statementOf(ask, shown, readCodes(shown.indicators));
}

/** The indicators asked for, each one that the passport has. @throws Refused naming those that it has not */
export function chosenCodes({ file }: StoredPointsPassport, asked: readonly string[]): readonly string[] {
  const known = codesOf({ file });
  const unknown = asked.filter((code) => !known.includes(code));
  if (unknown.length > 0) throw invalid([unknownIndicators(unknown)]);
  return known.filter((code) => asked.includes(code));
}

export function codesOf({ file }: Pick<StoredPointsPassport, 'file'>): readonly string[] {
  return file.disclosures.flatMap((one) => encodedAs(one, isDisclosure)?.[1] ?? []);
}

/** @throws Refused 409 for one that is revoked, corrected or expired: it is neither shown nor handed out any more */
export function validOnly(passport: StoredPointsPassport): StoredPointsPassport {
  if (passport.status === 'valid') return passport;
  const word = {
    revoked: t('已撤销', 'revoked'),
    corrected: t('开具后积分已更正', 'out of date: its points were corrected'),
    expired: t('已过期', 'expired'),
  }[passport.status];
  throw new Refused(409, {
    code: 'PASSPORT_NOT_VALID',
    rule: 'PTS-PASSPORT',
    message: { zh: `通行证${word.zh}，请重新开具`, en: `The passport is ${word.en}; have a new one issued` },
  });
}

const consentFirst: Refusal = {
  code: 'CONSENT_FIRST',
  field: 'receiverId',
  rule: 'PIP-05',
  message: {
    zh: '还没有授权这家机构查看积分通行证，请先授权',
    en: 'You have not consented to this house’s seeing your passports; consent first',
  },
};

function unknownIndicators(codes: readonly string[]): Refusal {
  const list = codes.join('、');
  return {
    code: 'INDICATOR_UNKNOWN',
    field: 'indicators',
    rule: 'PTS-PASSPORT',
    message: { zh: `通行证里没有这些指标：${list}`, en: `The passport has no such indicators: ${list}` },
  };
}
