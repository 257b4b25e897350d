import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const mega = 1024;

/** What processes hold in memory, in MB, each page that they share counted once; undefined where the system does not tell. */
export function memoryOf(pids: readonly number[]): number | undefined {
  const shares = pids
    .map((pid) => /^Pss: +(\d+) kB/m.exec(readIfThere(`/proc/${pid}/smaps_rollup`))?.[1])
    .filter((share) => share !== undefined);
  return shares.length === 0 ? undefined : shares.reduce((sum, share) => sum + Number(share), 0) / mega;
}

/** The processes of a data folder's embedded database. */
export function databaseProcesses(dataFolder: string): number[] {
  const first = Number(readIfThere(join(dataFolder, 'postgres/postmaster.pid')).split('\n')[0]);
  if (!first || !existsSync('/proc')) return [];
  const parentOf = (pid: number) => Number(/^PPid:\s+(\d+)/m.exec(readIfThere(`/proc/${pid}/status`))?.[1]);
  return [
    first,
    ...readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 0 && parentOf(pid) === first),
  ];
}

/** A process may end while one looks at it. */
function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
