import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { retire, type Retired, type Secrets } from './crypto/provider.ts';
import { writeWhole } from './whole-file.ts';

const fileOf = (dataFolder: string) => join(dataFolder, 'secret.key');

/**
 * The installation's secrets, from which every key is derived: given in LIANXIN_SECRET, or kept in the data folder, made at
 * the first start; the file is looked at again when it has changed, so that a running server takes up a new one.
 * Whoever backs up the database backs up this file, apart from it.
 */
export function installationSecrets(dataFolder: string, given: string | undefined): () => Secrets {
  if (given) {
    const fixed = readSecrets(given.split(','));
    return () => fixed;
  }
  const file = fileOf(dataFolder);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    writeWhole(file, `${newSecret()}\n`, true);
  }
  let read: { readonly at: string; readonly secrets: Secrets } | undefined;
  return () => {
    const { mtimeMs, ino } = statSync(file);
    const at = `${mtimeMs} ${ino}`;
    if (read?.at !== at) read = { at, secrets: readSecrets(linesOf(dataFolder)) };
    return read.secrets;
  };
}

/** Puts a new secret before those of the data folder; from then on everything is sealed under it. */
export function addSecret(dataFolder: string): void {
  writeLines(dataFolder, [newSecret(), ...linesOf(dataFolder)]);
}

/** Keeps of every secret but the first what checks papers outside, and nothing that opens. @returns the lines, for LIANXIN_SECRET */
export function retireSecrets({ keys: [current, ...earlier], retired }: Secrets): string[] {
  const kept = [...earlier.map(retire), ...retired];
  return [
    Buffer.from(current ?? []).toString('hex'),
    ...kept.map((one) => `${mark}${Buffer.from(JSON.stringify(one)).toString('base64url')}`),
  ];
}

/** Writes the lines of the data folder's secret in one step: a kill leaves the old file or the new one. */
export function writeLines(dataFolder: string, lines: readonly string[]): void {
  writeWhole(fileOf(dataFolder), `${lines.join('\n')}\n`);
}

const mark = 'retired:';
const newSecret = () => randomBytes(48).toString('hex');

/** Throws when the file is there but holds no secret: to go on with another would make everything sealed unreadable. */
function linesOf(dataFolder: string): string[] {
  const file = fileOf(dataFolder);
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const keys = lines.filter((line) => !line.startsWith(mark));
  if (keys.length === 0 || keys.some((line) => !/^([0-9a-f]{2}){32,}$/i.test(line)))
    throw new Error(`${file} does not hold the installation secret; put it back from its backup`);
  return lines;
}

function readSecrets(lines: readonly string[]): Secrets {
  return {
    keys: lines.filter((line) => !line.startsWith(mark)).map((line) => Buffer.from(line, 'hex')),
    retired: lines
      .filter((line) => line.startsWith(mark))
      .map((line) => JSON.parse(Buffer.from(line.slice(mark.length), 'base64url').toString('utf8')) as Retired),
  };
}

export function hasSecret(dataFolder: string, given: string | undefined): boolean {
  return given !== undefined || existsSync(fileOf(dataFolder));
}
