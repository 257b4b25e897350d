import {
  encodedAs,
  isDisclosure,
  passportType,
  thumbprint,
  type PassportAlgorithm,
  type PassportClaims,
  type PassportCrypto,
  type PassportFile,
  type PassportHeader,
  type PassportJwk,
  type PassportLine,
} from './passport-format.ts';
import { canonicalJson, toBase64url } from './passport-text.ts';
import type { ScoreTrace } from './points-score.ts';

/** There are as many digests as a multiple of this, decoys among them, so that their number says no more than the scheme does. */
const digestsAtOnce = 32;

export type PassportFacts = Omit<PassportClaims, 'awarded' | 'deducted' | 'lineCount' | 'lines' | '_sd_alg' | 'score' | 'isVetoed'>;

export type PassportSigner = { readonly alg: PassportAlgorithm; readonly key: PassportJwk; readonly sign: (ascii: string) => string };

type Tools = {
  readonly sha256: PassportCrypto['sha256'];
  /** 128 random bits in base64url, another each time */
  readonly salt: () => string;
  /** Ed25519, then SM2 */
  readonly signers: readonly PassportSigner[];
};

/** A whole passport with every line disclosed: what the firm keeps, and takes its selections from. */
export function issuePassport(facts: PassportFacts, trace: Pick<ScoreTrace, 'lines' | 'score' | 'isVetoed'>, tools: Tools): PassportFile {
  const lines = trace.lines.map(lineOf);
  const disclosures = lines.map((line) => toBase64url(canonicalJson([tools.salt(), line.code, line])));
  const decoys = Array.from({ length: Math.ceil(lines.length / digestsAtOnce) * digestsAtOnce - lines.length }, tools.salt);
  const claims: PassportClaims = {
    ...facts,
    score: trace.score,
    isVetoed: trace.isVetoed,
    ...sumsOf(lines),
    lineCount: lines.length,
    lines: { _sd: [...disclosures, ...decoys].map(tools.sha256).toSorted() },
    _sd_alg: 'sha-256',
  };
  const payload = toBase64url(canonicalJson(claims));
  const signatures = tools.signers.map(({ alg, key, sign }) => {
    const header: PassportHeader = { alg, jwk: key, kid: thumbprint(key, tools), typ: passportType };
    const encoded = toBase64url(canonicalJson(header));
    return { protected: encoded, signature: sign(`${encoded}.${payload}`) };
  });
  return { payload, signatures, disclosures };
}

/** The same passport with these indicators' lines alone; the signatures hold for any selection. */
export function disclosing(file: PassportFile, codes: readonly string[]): PassportFile {
  return {
    ...file,
    disclosures: file.disclosures.filter((one) => codes.includes(encodedAs(one, isDisclosure)?.[1] ?? '')),
  };
}

/** What rounded lines add up to, penalties apart; in points, whole hundredths. */
export function sumsOf(lines: readonly PassportLine[]): Pick<PassportClaims, 'awarded' | 'deducted'> {
  const sum = (some: readonly PassportLine[]) => some.reduce((total, { points }) => total + Math.round(points * 100), 0) / 100;
  return {
    awarded: sum(lines.filter(({ group }) => group !== 'penalty')),
    deducted: sum(lines.filter(({ group }) => group === 'penalty')),
  };
}

function lineOf({
  code,
  name,
  group,
  unit,
  state,
  value,
  points,
  weight,
  source,
  evidence,
  inputId,
  enteredOn,
}: ScoreTrace['lines'][number]): PassportLine {
  return { code, name, group, unit, state, value, points, weight, source, evidence, inputId, enteredOn };
}
