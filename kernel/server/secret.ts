import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The installation's one secret, from which every key is derived: given in LIANXIN_SECRET, or kept in the data
 * folder, made at the first start. Whoever backs up the database backs up this file, apart from it.
 */
export function installationSecret(dataFolder: string, given: string | undefined): Uint8Array {
  if (given) return Buffer.from(given, 'hex');
  const file = join(dataFolder, 'secret.key');
  if (existsSync(file)) return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex');
  mkdirSync(dataFolder, { recursive: true });
  const secret = randomBytes(48);
  writeFileSync(file, `${secret.toString('hex')}\n`, { mode: 0o600, flag: 'wx' });
  return secret;
}
