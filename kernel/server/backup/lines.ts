import { createHmac } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { z } from 'zod';

/** What stands first: enough to know whether and into what the rest can be restored. */
const Head = z.strictObject({
  format: z.literal(1),
  /** when the snapshot was taken, ISO 8601 */
  createdAt: z.string(),
  /** the server's own name and version */
  database: z.string(),
  /** tells whether another installation's secret sealed the encrypted fields; it does not tell the secret */
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
 * (`row::text`), then the end. In a file each is a line of JSON, the whole gzipped: `zcat FILE | head -1` shows the head.
 */
export type Line = { readonly head: Head } | { readonly table: string } | string | { readonly end: End };

const Mark = z.union([z.string(), z.strictObject({ head: Head }), z.strictObject({ table: z.string() }), z.strictObject({ end: End })]);

const chunkChars = 65_536;

/** A mark of the installation's secret, by which a restore finds that it has the wrong one. */
export function secretMarkOf(secret: Uint8Array): string {
  return createHmac('sha256', secret).update('lianxin backup').digest('hex').slice(0, 16);
}

/** Writes the lines to a file that is there whole or not at all, readable by its owner alone. @throws where the file exists */
export async function writeLines(file: string, lines: AsyncIterable<Line>): Promise<void> {
  if (existsSync(file)) throw new Error(`${file} is there already: choose another name`);
  const partial = `${file}.partial`;
  try {
    await pipeline(
      Readable.from(encode(lines)),
      createGzip({ level: 4 }),
      createWriteStream(partial, { mode: 0o600, flags: 'w', flush: true }),
    );
    renameSync(partial, file);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** The lines of a file. @throws where it is not a backup, or cut off */
export async function* readLines(file: string): AsyncGenerator<Line> {
  if (!existsSync(file)) throw new Error(`There is no file ${file}`);
  try {
    const source = createReadStream(file);
    const unpacked = createGunzip();
    source.on('error', (error) => unpacked.destroy(error));
    for await (const line of linesOf(source.pipe(unpacked))) yield Mark.parse(JSON.parse(line));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (error instanceof z.ZodError || error instanceof SyntaxError || code.startsWith('Z_')) {
      throw new Error(`${file} is no whole backup: it is damaged, cut off, of a later format, or something else`, { cause: error });
    }
    throw error;
  }
}

async function* encode(lines: AsyncIterable<Line>): AsyncGenerator<Buffer> {
  let waiting: string[] = [];
  let chars = 0;
  for await (const line of lines) {
    const text = `${JSON.stringify(line)}\n`;
    waiting.push(text);
    chars += text.length;
    if (chars < chunkChars) continue;
    yield Buffer.from(waiting.join(''));
    [waiting, chars] = [[], 0];
  }
  yield Buffer.from(waiting.join(''));
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
