import { pointsPassportCrypto } from '#features/finance/passport-crypto.ts';
import type { PointsPassportKeySet } from '#features/finance/passport-contract.ts';
import {
  pointsPassportAlgorithmNames,
  pointsPassportFaults,
  pointsPassportVerdictWords,
  signatureWords,
} from '#features/finance/rules/passport-faults.ts';
import { trustedKeysOf, verifyPointsPassport, type PointsPassportVerdict } from '#features/finance/rules/passport-verify.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';

/**
 * What `lianxin passport verify` says of a file's text, without any database: by the JWK set given, or by no trusted key at all.
 * @throws Error when the keys given are none
 */
export function verifyCommand(text: string, keys: string | undefined, now: Instant): { data: PointsPassportVerdict; text: string } {
  const trusted = keys === undefined ? [] : trustedKeysOf(keys, pointsPassportCrypto);
  if (!trusted) throw new Error('The file of keys holds none: give the JWK set that /api/points-passport-keys answers');
  const verdict = verifyPointsPassport(text, trusted, now, pointsPassportCrypto);
  const { claims, lines, signatures, faults, isGenuine } = verdict;
  const both = ({ zh, en }: { readonly zh: string; readonly en: string }) => `${zh} ${en}`;
  const said = [
    both(isGenuine ? pointsPassportVerdictWords.genuine : pointsPassportVerdictWords.notGenuine),
    ...faults.map((fault) => `  ! ${fault}: ${both(pointsPassportFaults[fault])}`),
    ...signatures.map((one) => `  ${pointsPassportAlgorithmNames[one.alg].padEnd(8)} ${both(signatureWords(one))}  ${one.kid}`),
  ];
  if (!claims) return { data: verdict, text: said.join('\n') };
  const { firm, issuer, year, scheme, score, asOf, exp, status } = claims;
  said.push(
    `  ${firm.name} ${firm.uscc ?? ''}`.trimEnd(),
    `  ${issuer} · ${year} · ${scheme.edition} · ${score.toFixed(2)} · as of ${asOf} · until ${dateOf(exp * 1000 - 1)}`,
    ...lines.map(
      (line) => `    ${line.code.padEnd(4)} ${line.points.toFixed(2)} / ${line.weight}  ${line.name} ${line.value ?? '—'}${line.unit}`,
    ),
    `  ${both(pointsPassportVerdictWords.askStatus)}: ${status}`,
  );
  return { data: verdict, text: said.join('\n') };
}

/** What `lianxin passport keys` says: every zone's public keys, a line each. */
export function keyLines({ keys }: PointsPassportKeySet): string {
  const lines = keys.map((key) => `${key.kid}  ${key.crv.padEnd(8)} ${key.since.slice(0, 10)}  ${key.issuer}  ${key.iss}`);
  return lines.length > 0 ? lines.join('\n') : 'No keys yet: they are made when the first points passport is issued.';
}
