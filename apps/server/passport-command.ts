import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { pointsPassportCrypto } from '#features/finance/passport-crypto.ts';
import type { PointsPassportKeySet } from '#features/finance/passport-contract.ts';
import {
  pointsPassportAlgorithmNames,
  pointsPassportFaults,
  pointsPassportVerdictWords,
  signatureWords,
} from '#features/finance/rules/passport-faults.ts';
import { trustedKeysOf, verifyPointsPassport, type PointsPassportVerdict } from '#features/finance/rules/passport-verify.ts';
import { dropPointsPassportKeys, pointsPassportKeySet, rotatePointsPassportKeys } from '#features/finance/server/index.ts';
import { dateOf, type Instant } from '#kernel/rules/instant.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { askAsKeeper, Failure, inHouse, print, zoneOf } from './command-house.ts';

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

/** `lianxin passport verify` and `lianxin passport keys`. */
export function addPassportCommands(program: Command): void {
  const passport = program.command('passport').description('points passports of firms');
  passport
    .command('verify <file>')
    .description('is this points passport genuine? needs no database and no network; ends with 1 when it is not')
    .option('--keys <file>', 'the JWK set of /api/points-passport-keys, from the issuer; without it no key is trusted')
    .option('--json')
    .action(async (file: string, given: { keys?: string; json?: boolean }) => {
      const read = (path: string) =>
        readFile(path, 'utf8').catch(() => {
          throw new Failure(`The file ${path} cannot be read`);
        });
      const { data, text } = verifyCommand(await read(file), given.keys === undefined ? undefined : await read(given.keys), Date.now());
      print(given.json ?? false, data, text);
      if (!data.isGenuine) process.exitCode = 1;
    });
  passport
    .command('keys')
    .description('the public keys by which points passports are checked')
    .option('--rotate', 'make new keys first; passports of earlier ones still verify')
    .option('--drop <key>', 'keys that came into other hands: nothing they signed is genuine any more, and new ones sign the next')
    .option('--zone <code>')
    .option('--json')
    .action((given: { rotate?: boolean; drop?: string; zone?: string; json?: boolean }) =>
      inHouse(async (open) => {
        const { rotate, drop } = given;
        if (rotate || drop !== undefined) {
          const zoneId = await zoneOf(open, given.zone);
          await withZone(open.house.db, zoneId, async (tx) => {
            const ask = askAsKeeper(open, tx, zoneId);
            if (rotate) await rotatePointsPassportKeys(ask);
            if (drop !== undefined && !(await dropPointsPassportKeys(ask, drop))) throw new Failure(`The zone has no key ${drop}`);
          });
        }
        const keys = await pointsPassportKeySet(open.house.db);
        print(given.json ?? false, keys, keyLines(keys));
      }),
    );
}
