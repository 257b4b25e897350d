import { sql } from 'kysely';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import { sha256 } from '#kernel/server/crypto/provider.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Counted } from '#kernel/server/figures/records.ts';
import type { House } from '#kernel/server/house.ts';
import { canonical } from '#kernel/server/audit/audit.ts';
import { instantOf } from '#kernel/server/cases/rules-in-force.ts';
import { toIso } from '#kernel/rules/instant.ts';

/** What a passport was asked, understood: enough to ask the same again. */
export type AskedThen = {
  readonly day: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly cut: readonly { readonly dimension: string; readonly key: string }[];
};

export type AnswerThen = {
  readonly value: number | null;
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** counted only what the one who froze it could see */
  readonly limited: boolean;
};

export type StoredPassport = {
  readonly id: string;
  readonly code: string;
  readonly figureId: string;
  readonly definition: FigureDeclaration;
  readonly asked: AskedThen;
  readonly answer: AnswerThen;
  readonly recordCount: number;
  readonly recordsHash: string;
  readonly hash: string;
  readonly signature: string;
  readonly frozenAt: string;
  readonly frozenBy: string;
  readonly frozenByName: string;
  readonly why: string | null;
};

type Row = {
  id: string;
  code: string;
  figure_id: string;
  definition: FigureDeclaration;
  asked: AskedThen;
  answer: AnswerThen;
  record_count: number;
  records_hash: string;
  hash: string;
  signature: string;
  frozen_at: Date;
  frozen_by: string;
  frozen_by_name: string;
  why: string | null;
};

/** SHA-256 over the frozen lines in their order: which records, in which version, adding what. */
export function hashOfLines(lines: readonly Counted[]): string {
  return sha256(lines.map(({ record, id, version, amount, at }) => `${record} ${id} ${version} ${amount ?? ''} ${at ?? ''}`).join('\n'));
}

/** SHA-256 over everything a passport says, its zone and its lines' hash included. */
export function hashOfPassport(zoneId: string, passport: Omit<StoredPassport, 'hash' | 'signature' | 'code'>): string {
  const { id, figureId, definition, asked, answer, recordCount, recordsHash, frozenAt, frozenBy, frozenByName, why } = passport;
  return sha256(
    canonical([zoneId, id, figureId, definition, asked, answer, recordCount, recordsHash, frozenAt, frozenBy, frozenByName, why]),
  );
}

/** The short code printed beside a number: ten characters of its hash without those that look alike. */
export function codeOf(hash: string): string {
  const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const text = Array.from({ length: 10 }, (_, index) => letters[Number.parseInt(hash.slice(index * 2, index * 2 + 2), 16) % 32]).join('');
  return `${text.slice(0, 5)}-${text.slice(5)}`;
}

/** A passport by its id; undefined when the zone has none such. */
export async function passportById(tx: Tx, zoneId: string, id: string): Promise<StoredPassport | undefined> {
  const { rows } = await sql<Row>`SELECT * FROM figure_passports WHERE zone_id = ${zoneId} AND id = ${id}`.execute(tx);
  return rows[0] ? stored(rows[0]) : undefined;
}

/** Passports in the order of their ids; undefined where the zone has none such. */
export async function passportsByIds(tx: Tx, zoneId: string, ids: readonly string[]): Promise<(StoredPassport | undefined)[]> {
  const { rows } = await sql<Row>`SELECT * FROM figure_passports WHERE zone_id = ${zoneId} AND id = ANY(${[...ids]}::uuid[])`.execute(tx);
  const found = new Map(rows.map((row) => [row.id, stored(row)]));
  return ids.map((id) => found.get(id));
}

/** The newest passports, of one figure when named. */
export async function passportsOf(tx: Tx, zoneId: string, figureId: string | undefined, limit: number): Promise<StoredPassport[]> {
  const { rows } = await sql<Row>`SELECT * FROM figure_passports WHERE zone_id = ${zoneId}
    AND (${figureId ?? null}::text IS NULL OR figure_id = ${figureId ?? null}) ORDER BY id DESC LIMIT ${limit}`.execute(tx);
  return rows.map(stored);
}

/** The frozen lines, all or a page of them, in their order. */
export async function linesOfPassport(tx: Tx, zoneId: string, id: string, from = 0, limit?: number): Promise<Counted[]> {
  const { rows } = await sql<{ record: string; record_id: string; version: number; amount: string | null; at: string | null }>`
    SELECT record, record_id, version, amount, at FROM figure_passport_records WHERE zone_id = ${zoneId} AND passport_id = ${id}
    ORDER BY place OFFSET ${from} LIMIT ${limit ?? null}`.execute(tx);
  return rows.map((row) => ({
    record: row.record,
    id: row.record_id,
    version: row.version,
    amount: row.amount === null ? null : Number(row.amount),
    at: row.at,
  }));
}

export async function storePassport(tx: Tx, zoneId: string, passport: StoredPassport, lines: readonly Counted[]): Promise<void> {
  await sql`INSERT INTO figure_passports (zone_id, id, code, figure_id, definition, asked, answer, record_count, records_hash, hash, signature,
      frozen_at, frozen_by, frozen_by_name, why)
    VALUES (${zoneId}, ${passport.id}, ${passport.code}, ${passport.figureId}, ${JSON.stringify(passport.definition)}::jsonb,
      ${JSON.stringify(passport.asked)}::jsonb, ${JSON.stringify(passport.answer)}::jsonb, ${passport.recordCount}, ${passport.recordsHash},
      ${passport.hash}, ${passport.signature}, ${passport.frozenAt}, ${passport.frozenBy}, ${passport.frozenByName}, ${passport.why})`.execute(
    tx,
  );
  const rows = lines.map((line, place) => ({
    place,
    record: line.record,
    record_id: line.id,
    version: line.version,
    amount: line.amount,
    at: line.at,
  }));
  await sql`INSERT INTO figure_passport_records (zone_id, passport_id, place, record, record_id, version, amount, at)
    SELECT ${zoneId}::uuid, ${passport.id}::uuid, r.place, r.record, r.record_id, r.version, r.amount, r.at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(place int, record text, record_id uuid, version int, amount numeric, at text)
    RETURNING 1`.execute(tx);
}

/** What does not match in a passport: its lines, its contents, its signature; none when it is genuine. */
export function faultsOfPassport(
  house: House,
  zoneId: string,
  passport: StoredPassport,
  lines: readonly Counted[],
): { zh: string; en: string }[] {
  const faults = [];
  if (lines.length !== passport.recordCount || hashOfLines(lines) !== passport.recordsHash) {
    faults.push({ zh: '冻结的记录清单被改动', en: 'The frozen list of records was altered' });
  }
  if (hashOfPassport(zoneId, passport) !== passport.hash) faults.push({ zh: '凭证内容被改动', en: 'What the passport says was altered' });
  if (!house.crypto.issued(passport.hash, passport.signature)) {
    faults.push({ zh: '签名不符，不是本系统签发', en: 'The signature does not fit: not issued here' });
  }
  return faults;
}

/** What a public proof is of; a token of one opens nothing of the other. */
type Proven = 'passport proof' | 'briefing proof';

/** The token of a public proof: names zone and row, and cannot be guessed. */
export function proofToken(house: House, zoneId: string, id: string, of: Proven = 'passport proof'): string {
  const named = Buffer.from(`${zoneId}${id}`.replaceAll('-', ''), 'hex').toString('base64url');
  return `${named}~${house.crypto.sign(of, named).slice(0, 24)}`;
}

/** Zone and row that a token names; undefined when it was not made here. */
export function readProofToken(house: House, token: string, of: Proven = 'passport proof'): { zoneId: string; id: string } | undefined {
  const [named = '', mark = ''] = token.split('~');
  const hex = Buffer.from(named, 'base64url').toString('hex');
  if (hex.length !== 64 || !house.crypto.signs(of, named).some((signed) => signed.slice(0, 24) === mark)) return undefined;
  const uuid = (text: string) => text.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { zoneId: uuid(hex.slice(0, 32)), id: uuid(hex.slice(32)) };
}

function stored(row: Row): StoredPassport {
  return {
    id: row.id,
    code: row.code,
    figureId: row.figure_id,
    definition: row.definition,
    asked: row.asked,
    answer: row.answer,
    recordCount: row.record_count,
    recordsHash: row.records_hash,
    hash: row.hash,
    signature: row.signature,
    frozenAt: toIso(instantOf(row.frozen_at)),
    frozenBy: row.frozen_by,
    frozenByName: row.frozen_by_name,
    why: row.why,
  };
}
