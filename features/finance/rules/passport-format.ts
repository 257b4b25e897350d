import { parseIsoDate } from '#kernel/rules/instant.ts';
import { canonicalJson, fromBase64url, readCanonicalJson } from './passport-text.ts';
import { stages, type Stage } from './points-scheme.ts';

/*
 * The points passport (积分通行证): a firm's points of a year, signed by the zone, each line to be shown or kept back by itself.
 * A selectively disclosable JWT (RFC 9901) in the general JSON serialization of a JWS (RFC 7515 §7.2.1), with two signatures
 * over one payload. docs/decisions/0022-points-passport.md has the whole format.
 */

/** `alg` of the two signatures, in the order in which they stand. SM2 with SM3 has no registered name: its OID is one that nobody else can mean. */
export const pointsPassportAlgorithms = ['EdDSA', 'urn:oid:1.2.156.10197.1.501'] as const;
export type PointsPassportAlgorithm = (typeof pointsPassportAlgorithms)[number];

export const pointsPassportType = 'points-passport+sd-jwt';

/** A public key as a JWK (RFC 7517): Ed25519 by RFC 8037, SM2 as a curve of that name with two coordinates. */
export type PointsPassportJwk =
  | { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string }
  | { readonly kty: 'EC'; readonly crv: 'SM2'; readonly x: string; readonly y: string };

/** What the format needs of a machine. Digests and signatures are base64url without padding. */
export type PointsPassportCrypto = {
  /** SHA-256 of an ASCII text */
  readonly sha256: (ascii: string) => string;
  /** never throws: a key or a signature that is none is a signature that does not fit */
  readonly verify: (alg: PointsPassportAlgorithm, key: PointsPassportJwk, ascii: string, signature: string) => boolean;
};

export const pointsPassportGroups = ['technical', 'growth', 'auxiliary', 'bonus', 'penalty', 'veto'] as const;

export type PointsPassportLine = {
  readonly code: string;
  readonly name: string;
  readonly group: (typeof pointsPassportGroups)[number];
  readonly unit: string;
  readonly state: 'value' | 'missing' | 'notApplicable' | 'none';
  readonly value: number | null;
  readonly points: number;
  readonly weight: number;
  readonly source: string | null;
  readonly evidence: string | null;
  readonly inputId: string | null;
  readonly enteredOn: string | null;
};

export type PointsPassportClaims = {
  /** the zone, as `urn:uuid:…` */
  readonly iss: string;
  readonly issuer: string;
  readonly jti: string;
  /** seconds since 1970, as JWT writes them */
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
  readonly firm: { readonly name: string; readonly uscc: string | null };
  readonly year: number;
  readonly asOf: string;
  readonly scheme: { readonly edition: string; readonly source: string };
  readonly stage: Stage;
  readonly score: number;
  readonly isVetoed: boolean;
  readonly standing: 'provisional' | 'frozen';
  /** what the lines' rounded points add up to, penalties apart; the score itself is rounded once, from exact fractions */
  readonly awarded: number;
  readonly deducted: number;
  readonly lineCount: number;
  readonly lines: { readonly _sd: readonly string[] };
  readonly _sd_alg: 'sha-256';
  /** where to ask whether it was revoked */
  readonly status: string;
};

export type PointsPassportHeader = {
  readonly alg: PointsPassportAlgorithm;
  readonly jwk: PointsPassportJwk;
  readonly kid: string;
  readonly typ: typeof pointsPassportType;
};

/** A passport in its parts; `disclosures` are those it carries, as digested. */
export type PointsPassportFile = {
  readonly payload: string;
  readonly signatures: readonly { readonly protected: string; readonly signature: string }[];
  readonly disclosures: readonly string[];
};

/** The file's only spelling. */
export function pointsPassportText({ payload, signatures, disclosures }: PointsPassportFile): string {
  const sorted = disclosures.toSorted((a, b) => (a < b ? -1 : 1));
  return canonicalJson({
    payload,
    signatures: signatures.map((one, index) => (index === 0 ? { ...one, header: { disclosures: sorted } } : one)),
  });
}

type Signed = PointsPassportFile['signatures'][number];
type RawFile = {
  readonly payload: string;
  readonly signatures: readonly [Signed & { readonly header: { readonly disclosures: readonly string[] } }, Signed];
};

/** The file's parts, when it has the shape of one: whatever spelling, whatever contents. */
export function pointsPassportFileOf(value: unknown): PointsPassportFile | undefined {
  if (!isRawFile(value)) return undefined;
  const [{ header, ...first }, second] = value.signatures;
  return { payload: value.payload, signatures: [first, second], disclosures: header.disclosures };
}

function isRawFile(value: unknown): value is RawFile {
  const plain = { protected: isText, signature: isText };
  const isHeader: Check = (header) => hasExactly(header, { disclosures: areTexts });
  const areSigned: Check = (both) =>
    Array.isArray(both) && both.length === 2 && hasExactly(both[0], { ...plain, header: isHeader }) && hasExactly(both[1], plain);
  return hasExactly(value, { payload: isText, signatures: areSigned });
}

/** What a base64url text carries, when it is the only spelling of something of this shape. */
export function encodedAs<T>(encoded: string, isOne: (value: unknown) => value is T): T | undefined {
  const value = readCanonicalJson(fromBase64url(encoded) ?? '');
  return isOne(value) ? value : undefined;
}

/** The key's thumbprint (RFC 7638), its `kid` everywhere. */
export function thumbprint(key: PointsPassportJwk, { sha256 }: Pick<PointsPassportCrypto, 'sha256'>): string {
  return sha256(canonicalJson(key));
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isTextOrNull: Check = (value) => value === null || isText(value);
const isFlag: Check = (value) => typeof value === 'boolean';
const isNumberOrNull: Check = (value) => value === null || Number.isFinite(value);
const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
/** seconds that a calendar has a day for */
const isSeconds: Check = (value) => isCount(value) && Number(value) <= 253_402_300_799;
const isDay: Check = (value) => typeof value === 'string' && parseIsoDate(value) !== undefined;
const isDayOrNull: Check = (value) => value === null || isDay(value);
const isPoints: Check = (value) => Number.isFinite(value) && Number(value) >= 0 && Math.round(Number(value) * 100) / 100 === value;
const isWeight: Check = (value) => Number.isFinite(value) && Number(value) >= 0;
const areTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const isOneOf =
  (...known: readonly unknown[]): Check =>
  (value) =>
    known.includes(value);

/** Has this object these members, each as it should be, and no others? */
function hasExactly(value: unknown, shape: Readonly<Record<string, Check>>): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const members = Object.entries(value);
  return (
    members.length === Object.keys(shape).length && members.every(([key, member]) => Object.hasOwn(shape, key) && shape[key]?.(member))
  );
}

export function isPointsPassportJwk(value: unknown): value is PointsPassportJwk {
  return (
    hasExactly(value, { kty: isOneOf('OKP'), crv: isOneOf('Ed25519'), x: isText }) ||
    hasExactly(value, { kty: isOneOf('EC'), crv: isOneOf('SM2'), x: isText, y: isText })
  );
}

export function isPointsPassportHeader(value: unknown): value is PointsPassportHeader {
  return hasExactly(value, {
    alg: isOneOf(...pointsPassportAlgorithms),
    jwk: isPointsPassportJwk,
    kid: isText,
    typ: isOneOf(pointsPassportType),
  });
}

export function isPointsPassportClaims(value: unknown): value is PointsPassportClaims {
  return hasExactly(value, {
    iss: isText,
    issuer: isText,
    jti: isText,
    iat: isSeconds,
    nbf: isSeconds,
    exp: isSeconds,
    firm: (firm) => hasExactly(firm, { name: isText, uscc: isTextOrNull }),
    year: isCount,
    asOf: isDay,
    scheme: (scheme) => hasExactly(scheme, { edition: isText, source: isText }),
    stage: isOneOf(...stages),
    score: isPoints,
    isVetoed: isFlag,
    standing: isOneOf('provisional', 'frozen'),
    awarded: isPoints,
    deducted: isPoints,
    lineCount: isCount,
    lines: (lines) => hasExactly(lines, { _sd: areTexts }),
    _sd_alg: isOneOf('sha-256'),
    status: isText,
  });
}

/** A disclosure: salt, indicator code, line (RFC 9901 §4.2.1). */
export function isDisclosure(value: unknown): value is readonly [salt: string, code: string, line: PointsPassportLine] {
  if (!Array.isArray(value) || value.length !== 3 || !isText(value[0]) || !isText(value[1])) return false;
  const line: unknown = value[2];
  const shape = {
    code: isOneOf(value[1]),
    name: isText,
    group: isOneOf(...pointsPassportGroups),
    unit: isText,
    state: isOneOf('value', 'missing', 'notApplicable', 'none'),
    value: isNumberOrNull,
    points: isPoints,
    weight: isWeight,
    source: isTextOrNull,
    evidence: isTextOrNull,
    inputId: isTextOrNull,
    enteredOn: isDayOrNull,
  };
  return hasExactly(line, shape);
}
