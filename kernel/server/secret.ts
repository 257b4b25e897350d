import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './whole-file.ts';

/**
 * The installation's one secret, from which every key is derived: given in LIANXIN_SECRET, or kept in the data
 * folder, made at the first start. Whoever backs up the database backs up this file, apart from it. Throws when the
 * file is there but holds no secret: to go on with another would make everything sealed unreadable.
 */
export function installationSecret(dataFolder: string, given: string | undefined): Uint8Array {
  if (given) return Buffer.from(given, 'hex');
  const file = join(dataFolder, 'secret.key');
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    writeWhole(file, `${randomBytes(48).toString('hex')}\n`, true);
  }
  const text = readFileSync(file, 'utf8').trim();
  if (!/^([0-9a-f]{2}){32,}$/i.test(text)) throw new Error(`${file} does not hold the installation secret; put it back from its backup`);
  return Buffer.from(text, 'hex');
}
