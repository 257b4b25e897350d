import { existsSync, linkSync, readFileSync, readdirSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Does the process live? A zombie does not (a container's PID 1 may never reap). */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat === undefined || !/\) Z /.test(stat);
}

/** What the process is running; where that cannot be asked, `unknown`. */
export function commandOf(pid: number, unknown: string): string {
  return readIfThere(`/proc/${pid}/cmdline`) ?? unknown;
}

/** Ends at once the processes that name a folder in their command or stand in it; none where that cannot be asked. */
export function endAllIn(path: string): void {
  const pids = existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  for (const pid of pids.map(Number)) {
    try {
      if (commandOf(pid, '').split('\0').includes(path) || readlinkSync(`/proc/${pid}/cwd`) === path) process.kill(pid, 'SIGKILL');
    } catch {
      // gone in the meantime, or not ours to ask
    }
  }
}

/** This process, as part of a file's name: whoever finds the file can tell whether what it is for is still being done. */
export function ownMark(): string {
  return nameOf(process.pid).replace(' ', '-');
}

/** Does the process that this mark names live? A mark that no process has made names none. */
export function isAtWork(mark: string): boolean {
  return isStill(mark.replace('-', ' '));
}

/** Puts this process's name into a folder, and takes out those who died without taking leave. */
export function signIn(folder: string): void {
  livingIn(folder);
  writeFileSync(join(folder, String(process.pid)), nameOf(process.pid));
}

/** The processes whose names are in the folder and that live; the names of others are removed. */
export function livingIn(folder: string): number[] {
  const [living, dead]: [number[], string[]] = [[], []];
  for (const name of readdirSync(folder)) {
    if (isStill(readIfThere(join(folder, name)) || name)) living.push(Number(name));
    else dead.push(name);
  }
  for (const name of dead) rmSync(join(folder, name), { force: true });
  return living;
}

/**
 * Does the work while no other process does its own under the same lock. `own` is the file by which this process signed
 * in. A process that was killed at it holds nobody up; one that takes longer than two minutes is named in the error.
 */
export async function inTurn<T>(lock: string, own: string, work: () => Promise<T>): Promise<T> {
  for (const until = Date.now() + 120_000; !isLinked(own, lock);) {
    const holder = readIfThere(lock);
    if (holder !== undefined && !isStill(holder)) takeAway(lock, own);
    else if (Date.now() > until) throw new Error(`Process ${holder} has been starting or stopping the database for two minutes (${lock})`);
    else await pause(50);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isLinked(own: string, file: string): boolean {
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves a dead process's lock out of the way; if somebody living has taken it in between, it is put back. */
function takeAway(lock: string, own: string): void {
  const aside = `${own}.dead`;
  try {
    renameSync(lock, aside);
    if (isStill(readFileSync(aside, 'utf8'))) isLinked(aside, lock);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** A process's number and when it began, so that another under the same number is not taken for it. */
function nameOf(pid: number): string {
  return `${pid} ${markOf(pid)}`;
}

function isStill(name: string): boolean {
  const [pid = '', mark] = name.split(' ');
  return isAlive(Number(pid)) && (!mark || mark === markOf(Number(pid)));
}

/** When the process began, in the kernel's ticks; empty where that cannot be asked. */
function markOf(pid: number): string {
  const stat = readIfThere(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}

function readIfThere(file: string): string | undefined {
  try {
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}
