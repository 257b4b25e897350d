import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a browser fetches before the first page shows, by DESIGN §6: at most 250 KB gzip. */
export const firstLoadBudget = 250 * 1024;

type Chunk = { readonly file: string; readonly imports?: readonly string[]; readonly css?: readonly string[] };
type Manifest = Readonly<Record<string, Chunk>>;

/**
 * Bytes of gzip that the named entries and all they import statically come to, scripts and styles, each file
 * once. The names are keys of the build's manifest.
 * @throws Error when the manifest lacks an entry
 */
export function gzipOf(manifest: Manifest, entries: readonly string[], read: (file: string) => Uint8Array): number {
  const files = new Set<string>();
  const walked = new Set<string>();
  const walk = (name: string) => {
    if (walked.has(name)) return;
    walked.add(name);
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no ${name}`);
    for (const file of [chunk.file, ...(chunk.css ?? [])]) files.add(file);
    chunk.imports?.forEach(walk);
  };
  entries.forEach(walk);
  return [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0);
}

/** First loads of a build: at the door (signing in), and in the house. */
export function firstLoads(folder: string): { readonly door: number; readonly house: number } {
  const manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8')) as Manifest;
  const read = (file: string) => readFileSync(join(folder, file));
  const of = (...entries: string[]) => gzipOf(manifest, ['index.html', ...entries], read);
  return {
    door: of('door.tsx', '../../features/identity/web/login-page.tsx'),
    house: of('house.tsx', '../../kernel/web/home-page.tsx'),
  };
}

if (process.argv[1] === import.meta.filename) {
  const { door, house } = firstLoads(join(import.meta.dirname, '../dist/web'));
  const kb = (bytes: number) => `${(bytes / 1024).toFixed(0)} KB`;
  process.stdout.write(`first load, gzip: sign-in ${kb(door)}, home ${kb(house)}; budget ${kb(firstLoadBudget)}\n`);
  if (door > firstLoadBudget) process.exitCode = 1;
}
