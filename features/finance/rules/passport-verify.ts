import type { Instant } from '#kernel/rules/instant.ts';
import {
  encodedAs,
  isDisclosure,
  isPointsPassportClaims,
  isPointsPassportHeader,
  isPointsPassportJwk,
  pointsPassportAlgorithms,
  pointsPassportFileOf,
  pointsPassportGroups,
  pointsPassportText,
  thumbprint,
  type PointsPassportAlgorithm,
  type PointsPassportClaims,
  type PointsPassportCrypto,
  type PointsPassportFile,
  type PointsPassportLine,
} from './passport-format.ts';
import { sumsOf } from './passport-issue.ts';
import type { PointsPassportFault } from './passport-faults.ts';

/** A key that the reader holds to be an issuer's, by its thumbprint. */
export type TrustedKey = { readonly kid: string; readonly iss: string };

export type PointsPassportSignature = {
  readonly alg: PointsPassportAlgorithm;
  readonly kid: string;
  /** does it fit the key that the file names? */
  readonly fits: boolean;
  /** is that key, whether or not its signature fits, one that the reader holds to be this issuer's? */
  readonly isTrusted: boolean;
};

export type PointsPassportVerdict = {
  /** nothing at all is wrong with it, as far as can be said without asking the issuer whether it was revoked */
  readonly isGenuine: boolean;
  readonly faults: readonly PointsPassportFault[];
  readonly signatures: readonly PointsPassportSignature[];
  /** what it says; null unless both signatures fit, since nobody has said it otherwise */
  readonly claims: PointsPassportClaims | null;
  /** the disclosed lines that fit a digest, by group, and in a group by code */
  readonly lines: readonly PointsPassportLine[];
};

/**
 * Is this the text of a genuine passport, by keys that the reader trusts, today? Names everything that is wrong with it, and
 * never throws. A text with one byte changed is never genuine: whatever stands in it is signed, digested, or has one spelling.
 */
export function verifyPointsPassport(
  text: string,
  trusted: readonly TrustedKey[],
  now: Instant,
  crypto: PointsPassportCrypto,
): PointsPassportVerdict {
  const file = read(text);
  const claims = typeof file === 'string' ? undefined : encodedAs(file.payload, isPointsPassportClaims);
  const signatures = typeof file === 'string' ? undefined : signaturesOf(file, claims?.iss, trusted, crypto);
  if (typeof file === 'string' || !claims || !signatures)
    return { isGenuine: false, faults: [typeof file === 'string' ? file : 'FORMAT_UNKNOWN'], signatures: [], claims: null, lines: [] };
  const { lines, faults: broken } = linesOf(file, claims, crypto);
  const isSigned = signatures.every(({ fits }) => fits);
  const faults: PointsPassportFault[] = [
    ...(pointsPassportText(file) === text ? [] : (['ALTERED'] as const)),
    ...(signatures[0]?.fits ? [] : (['ED25519_BAD'] as const)),
    ...(signatures[1]?.fits ? [] : (['SM2_BAD'] as const)),
    ...(signatures.every(({ isTrusted }) => isTrusted) ? [] : (['KEY_UNKNOWN'] as const)),
    ...(now < claims.nbf * 1000 ? (['NOT_YET_VALID'] as const) : []),
    ...(now >= claims.exp * 1000 ? (['EXPIRED'] as const) : []),
    ...broken,
  ];
  return { isGenuine: faults.length === 0, faults, signatures, claims: isSigned ? claims : null, lines: isSigned ? lines : [] };
}

/**
 * The keys of a JWK set (RFC 7517) as `/api/points-passport-keys` gives it, each with its issuer; undefined for anything else.
 * A key's thumbprint is reckoned, not believed.
 */
export function trustedKeysOf(text: string, crypto: Pick<PointsPassportCrypto, 'sha256'>): TrustedKey[] | undefined {
  try {
    const set: unknown = JSON.parse(text);
    if (typeof set !== 'object' || set === null || !('keys' in set) || !Array.isArray(set.keys)) return undefined;
    const keys = set.keys.flatMap((one: unknown) => trustedKeyOf(one, crypto));
    return keys.length > 0 ? keys : undefined;
  } catch {
    return undefined;
  }
}

function trustedKeyOf(one: unknown, crypto: Pick<PointsPassportCrypto, 'sha256'>): TrustedKey[] {
  if (typeof one !== 'object' || one === null) return [];
  const { kty, crv, x, y, iss } = one as Readonly<Record<string, unknown>>;
  const key = y === undefined ? { kty, crv, x } : { kty, crv, x, y };
  return isPointsPassportJwk(key) && typeof iss === 'string' ? [{ kid: thumbprint(key, crypto), iss }] : [];
}

/** More letters than any passport has: what is longer is not read. */
export const longestPassport = 1024 * 1024;

function read(text: string): PointsPassportFile | Extract<PointsPassportFault, 'TOO_LONG' | 'TRUNCATED' | 'FORMAT_UNKNOWN'> {
  if (text.length > longestPassport) return 'TOO_LONG';
  try {
    // an editor's byte order mark is a change like any other, and is said to be one
    return pointsPassportFileOf(JSON.parse(text.replace(/^\uFEFF/, ''))) ?? 'FORMAT_UNKNOWN';
  } catch {
    return text.startsWith('{"payload":') && !text.endsWith('}]}') ? 'TRUNCATED' : 'FORMAT_UNKNOWN';
  }
}

/** One of each algorithm, in their order; undefined where a header cannot be read. */
function signaturesOf(
  file: PointsPassportFile,
  iss: string | undefined,
  trusted: readonly TrustedKey[],
  crypto: PointsPassportCrypto,
): PointsPassportSignature[] | undefined {
  const found = file.signatures.flatMap((one, index) => {
    const header = encodedAs(one.protected, isPointsPassportHeader);
    if (!header || header.alg !== pointsPassportAlgorithms[index]) return [];
    const { alg, jwk, kid } = header;
    const fits = kid === thumbprint(jwk, crypto) && crypto.verify(alg, jwk, `${one.protected}.${file.payload}`, one.signature);
    return { alg, kid, fits, isTrusted: trusted.some((key) => key.kid === kid && key.iss === iss) };
  });
  return found.length === pointsPassportAlgorithms.length ? found : undefined;
}

/** The disclosed lines, each held against its digest, and all of them re-added against what was awarded. */
function linesOf(
  file: PointsPassportFile,
  claims: PointsPassportClaims,
  crypto: PointsPassportCrypto,
): { lines: PointsPassportLine[]; faults: PointsPassportFault[] } {
  const faults = new Set<PointsPassportFault>();
  const byCode = new Map<string, PointsPassportLine>();
  for (const one of file.disclosures) {
    const disclosed = encodedAs(one, isDisclosure);
    if (!disclosed) faults.add('DISCLOSURE_ALTERED');
    else if (!claims.lines._sd.includes(crypto.sha256(one))) faults.add('DISCLOSURE_UNKNOWN');
    else if (byCode.has(disclosed[1])) faults.add('DISCLOSURE_TWICE');
    else byCode.set(disclosed[1], disclosed[2]);
  }
  const lines = [...byCode.values()];
  const sums = sumsOf(lines);
  const isWhole = lines.length === claims.lineCount;
  const isWithin = sums.awarded <= claims.awarded && sums.deducted <= claims.deducted && lines.length <= claims.lineCount;
  if (!isWithin || (isWhole && (sums.awarded !== claims.awarded || sums.deducted !== claims.deducted))) faults.add('SUM_OFF');
  const place = ({ group, code }: PointsPassportLine) => `${pointsPassportGroups.indexOf(group)} ${code}`;
  return { lines: lines.toSorted((a, b) => (place(a) < place(b) ? -1 : 1)), faults: [...faults] };
}
