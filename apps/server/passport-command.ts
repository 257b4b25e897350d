import { passportCrypto } from '#features/finance/passport-crypto.ts';
import type { PassportKeySet } from '#features/finance/passport-contract.ts';
import { passportAlgorithmNames, passportFaults, passportVerdictWords, signatureWords } from '#features/finance/rules/passport-faults.ts';
import { trustedKeysOf, verifyPassport, type PassportVerdict } from '#features/finance/rules/passport-verify.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';

/**
 * What `lianxin passport verify` says of a file's text, without any database: by the JWK set given, or by no trusted key at all.
 * @throws Error when the keys given are none
 */
export function verifyCommand(text: string, keys: string | undefined, now: Instant): { data: PassportVerdict; text: string } {
  const trusted = keys === undefined ? [] : trustedKeysOf(keys, passportCrypto);
  if (!trusted) throw new Error('The file of keys holds none: give the JWK set that /api/points-passport-keys answers');
  const verdict = verifyPassport(text, trusted, now, passportCrypto);
  const { claims, lines, signatures, faults, isGenuine } = verdict;
  const both = ({ zh, en }: { readonly zh: string; readonly en: string }) => `${zh} ${en}`;
  const said = [
    both(isGenuine ? passportVerdictWords.genuine : passportVerdictWords.notGenuine),
    ...faults.map((fault) => `  ! ${fault}: ${both(passportFaults[fault])}`),
    ...signatures.map((one) => `  ${passportAlgorithmNames[one.alg].padEnd(8)} ${both(signatureWords(one))}  ${one.kid}`),
  ];
  if (!claims) return { data: verdict, text: said.join('\n') };
  const { firm, issuer, year, scheme, score, asOf, exp, status } = claims;
  said.push(
    `  ${firm.name} ${firm.uscc ?? ''}`.trimEnd(),
    `  ${issuer} · ${year} · ${scheme.edition} · ${score.toFixed(2)} · as of ${asOf} · until ${dateOf(exp * 1000 - 1)}`,
    ...lines.map(
      (line) => `    ${line.code.padEnd(4)} ${line.points.toFixed(2)} / ${line.weight}  ${line.name} ${line.value ?? '—'}${line.unit}`,
    ),
    `  ${both(passportVerdictWords.askStatus)}: ${status}`,
  );
  return { data: verdict, text: said.join('\n') };
}

/** What `lianxin passport keys` says: every zone's public keys, a line each. */
export function keyLines({ keys }: PassportKeySet): string {
  const lines = keys.map((key) => `${key.kid}  ${key.crv.padEnd(8)} ${key.since.slice(0, 10)}  ${key.issuer}  ${key.iss}`);
  return lines.length > 0 ? lines.join('\n') : 'No keys yet: they are made when the first points passport is issued.';
}
