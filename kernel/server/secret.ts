import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The installation's one secret, from which every key is derived: given in LIANXIN_SECRET, or kept in the data
 * folder, made at the first start. Whoever backs up the database backs up this file, apart from it.
 */
export function installationSecret(dataFolder: string, given: string | undefined): Uint8Array {
  const known = knownSecret(dataFolder, given);
  if (known) return known;
  const file = join(dataFolder, 'secret.key');
  mkdirSync(dataFolder, { recursive: true });
  const secret = randomBytes(48);
  writeFileSync(file, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}

/** The secret where there is one; a restore must not make a new one, which could read nothing. */
export function knownSecret(dataFolder: string, given: string | undefined): Uint8Array | undefined {
  if (given) return Buffer.from(given, 'hex');
  const file = join(dataFolder, 'secret.key');
  return existsSync(file) ? Buffer.from(readFileSync(file, 'utf8').trim(), 'hex') : undefined;
}
