import {
  encodedAs,
  isDisclosure,
  pointsPassportType,
  thumbprint,
  type PointsPassportAlgorithm,
  type PointsPassportClaims,
  type PointsPassportCrypto,
  type PointsPassportFile,
  type PointsPassportHeader,
  type PointsPassportJwk,
  type PointsPassportLine,
} from './passport-format.ts';
import { canonicalJson, toBase64url } from './passport-text.ts';
import type { ScoreTrace } from './points-score.ts';

/** There are as many digests as a multiple of this, decoys among them, so that their number says no more than the scheme does. */
const digestsAtOnce = 32;

export type PointsPassportFacts = Omit<
  PointsPassportClaims,
  'awarded' | 'deducted' | 'lineCount' | 'lines' | '_sd_alg' | 'score' | 'isVetoed'
>;

export type PointsPassportSigner = {
  readonly alg: PointsPassportAlgorithm;
  readonly key: PointsPassportJwk;
  readonly sign: (ascii: string) => string;
};

type Tools = {
  readonly sha256: PointsPassportCrypto['sha256'];
  /** 128 random bits in base64url, another each time */
  readonly salt: () => string;
  /** Ed25519, then SM2 */
  readonly signers: readonly PointsPassportSigner[];
};

/** A whole passport with every line disclosed: what the firm keeps, and takes its selections from. */
export function issuePointsPassport(
  facts: PointsPassportFacts,
  trace: Pick<ScoreTrace, 'lines' | 'score' | 'isVetoed'>,
  tools: Tools,
): PointsPassportFile {
  const lines = trace.lines.map(lineOf);
  const disclosures = lines.map((line) => toBase64url(canonicalJson([tools.salt(), line.code, line])));
  const decoys = Array.from({ length: Math.ceil(lines.length / digestsAtOnce) * digestsAtOnce - lines.length }, tools.salt);
  const claims: PointsPassportClaims = {
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
    const header: PointsPassportHeader = { alg, jwk: key, kid: thumbprint(key, tools), typ: pointsPassportType };
    const encoded = toBase64url(canonicalJson(header));
    return { protected: encoded, signature: sign(`${encoded}.${payload}`) };
  });
  return { payload, signatures, disclosures };
}

/** The same passport with these indicators' lines alone; the signatures hold for any selection. */
export function disclosing(file: PointsPassportFile, codes: readonly string[]): PointsPassportFile {
  return {
    ...file,
    disclosures: file.disclosures.filter((one) => codes.includes(encodedAs(one, isDisclosure)?.[1] ?? '')),
  };
}

/** What rounded lines add up to, penalties apart; in points, whole hundredths. */
export function sumsOf(lines: readonly PointsPassportLine[]): Pick<PointsPassportClaims, 'awarded' | 'deducted'> {
  const sum = (some: readonly PointsPassportLine[]) => some.reduce((total, { points }) => total + Math.round(points * 100), 0) / 100;
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
}: ScoreTrace['lines'][number]): PointsPassportLine {
  return { code, name, group, unit, state, value, points, weight, source, evidence, inputId, enteredOn };
}
