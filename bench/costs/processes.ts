import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Milliseconds of a processor that a clock tick of /proc is. */
const tick = 10;

/** The database's processes: the postmaster of a data folder and its children. */
export function databaseProcesses(dataFolder: string): number[] {
  const postmaster = Number(readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
  const children = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && statOf(pid)?.[1] === String(postmaster));
  return [postmaster, ...children];
}

/** Milliseconds of processors that these have used so far, and those whose end they have seen. */
export function processorTime(pids: readonly number[]): number {
  const ticks = pids.map((pid) => (statOf(pid) ?? []).slice(11, 15).reduce((sum, part) => sum + Number(part), 0));
  return ticks.reduce((sum, part) => sum + part, 0) * tick;
}

/** Bytes of memory; what several share is split between them. */
export function memoryOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1]) * 1024;
}

/** What /proc says of a process after its name; undefined when it has gone. */
function statOf(pid: number): string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    return undefined;
  }
}
