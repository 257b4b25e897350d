import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';
import type { Secrets } from '../crypto/provider.ts';
import { isAtWork, ownMark } from '../database/processes.ts';
import { settleFolder } from '../whole-file.ts';
import { isSealOf, sealOf } from './secret-mark.ts';

/** What stands first: enough to know whether and into what the rest can be restored. */
const Head = z.strictObject({
  format: z.literal(2),
  /** when the snapshot was taken, ISO 8601 */
  createdAt: z.string(),
  /** the server's own name and version */
  database: z.string(),
  /** of every secret that may have sealed encrypted fields: two, by a comma, while the secret is being changed */
  secretMark: z.string(),
  /** the schema: migrations as they were applied, with the SHA-256 of each file */
  migrations: z.array(z.strictObject({ name: z.string(), digest: z.string() })),
  zones: z.array(z.strictObject({ id: z.string(), code: z.string(), name: z.string() })),
  tables: z.array(z.strictObject({ name: z.string(), columns: z.array(z.string()) })),
});

/** What stands last, so that a file without it is known to be cut off. */
const End = z.strictObject({
  contents: z.record(z.string(), z.strictObject({ rows: z.number(), digest: z.string() })),
  /** the head of each zone's audit chain */
  audit: z.array(z.strictObject({ zone: z.string(), seq: z.number(), hash: z.string() })),
});

export type Head = z.infer<typeof Head>;
export type End = z.infer<typeof End>;

/**
 * A backup, line by line: the head, then for each table its name and its rows, each as PostgreSQL writes a row as text
 * (`row::text`), then the end. In a file each is a line of JSON, followed by a seal over all of them under the installation's
 * secret, the whole gzipped: `zcat FILE | head -1` shows the head.
 */
export type Line = { readonly head: Head } | { readonly table: string } | string | { readonly end: End };

const Mark = z.union([
  z.string(),
  z.strictObject({ head: Head }),
  z.strictObject({ table: z.string() }),
  z.strictObject({ end: End }),
  z.strictObject({ seal: z.string() }),
]);

const chunkChars = 65_536;

const partialEnding = '.partial';

/** Writes the lines to a file that is there whole or not at all, readable by its owner alone. @throws where the file exists */
export async function writeLines(file: string, lines: AsyncIterable<Line>, secrets: Secrets): Promise<void> {
  refuseIfThere(file);
  clearPartials(dirname(file), basename(file));
  const partial = `${file}.${ownMark()}${partialEnding}`;
  // 'wx': neither another's file nor a link that somebody has laid there is written to
  const handle = await open(partial, 'wx', 0o600);
  try {
    await pipeline(Readable.from(encode(lines, secrets)), createGzip({ level: 4 }), handle.createWriteStream({ flush: true }));
    refuseIfThere(file);
    renameSync(partial, file);
    settleFolder(dirname(file));
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

function refuseIfThere(file: string): void {
  if (existsSync(file)) throw new Error(`${file} is there already: choose another name`);
}

/** Takes away what processes that were killed have left half-written, of this name or of any. */
export function clearPartials(folder: string, beginning = ''): void {
  for (const name of readdirSync(folder)) {
    const mark = name.endsWith(partialEnding) ? name.slice(0, -partialEnding.length).split('.').at(-1) : undefined;
    if (mark && name.startsWith(beginning) && !isAtWork(mark)) rmSync(join(folder, name), { force: true });
  }
}

/** The lines of a file. @throws where it is not a backup, cut off, or not as it was written */
export async function* readLines(file: string, secrets: Secrets): AsyncGenerator<Line> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  const all = createHash('sha256');
  let place = 'its head';
  let sealed: boolean | undefined;
  try {
    const source = createReadStream(file);
    const unpacked = createGunzip();
    source.on('error', (error) => unpacked.destroy(error));
    for await (const text of linesOf(source.pipe(unpacked))) {
      const line = Mark.parse(JSON.parse(text));
      if (sealed !== undefined) throw new Changed();
      if (typeof line === 'object' && 'seal' in line) {
        sealed = isSealOf(secrets, all.digest('hex'), line.seal);
        continue;
      }
      all.update(text).update('\n');
      if (typeof line === 'object' && 'table' in line) place = `the rows of ${line.table}`;
      yield line;
    }
    if (sealed === undefined) throw new Error(`${file} is cut off: it has no end`);
    if (!sealed) throw new Changed();
  } catch (error) {
    if (error instanceof Changed) throw new Error(`${file} was changed after it was written: its seal does not fit`, { cause: error });
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof z.ZodError || error instanceof SyntaxError || code.startsWith('Z_')) {
      throw new Error(`${file} is no whole backup: it is damaged, cut off, of another format, or something else (at ${place})`, {
        cause: error,
      });
    }
    throw error;
  }
}

class Changed extends Error {}

async function* encode(lines: AsyncIterable<Line>, secrets: Secrets): AsyncGenerator<Buffer> {
  const all = createHash('sha256');
  let waiting: string[] = [];
  let chars = 0;
  for await (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    waiting.push(text);
    chars += text.length;
    if (chars < chunkChars) continue;
    const chunk = Buffer.from(waiting.join(''));
    all.update(chunk);
    yield chunk;
    [waiting, chars] = [[], 0];
  }
  const rest = Buffer.from(waiting.join(''));
  yield rest;
  yield Buffer.from(`${JSON.stringify({ seal: sealOf(secrets, all.update(rest).digest('hex')) })}\n`);
}

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let begun: Buffer[] = [];
  for await (const chunk of stream) {
    let from = 0;
    for (let to = chunk.indexOf(10); to >= 0; to = chunk.indexOf(10, from)) {
      yield Buffer.concat([...begun, chunk.subarray(from, to)]).toString();
      begun = [];
      from = to + 1;
    }
    begun.push(chunk.subarray(from));
  }
  const rest = Buffer.concat(begun).toString();
  if (rest !== '') yield rest;
}
