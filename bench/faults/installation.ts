import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';

export { freePort } from '#kernel/server/database/postmaster.ts';

const main = join(import.meta.dirname, '../../apps/server/main.ts');

/** A server process as an operator runs it: `apps/server/main.ts` on a data folder, or on a database of one's own. */
export type Running = {
  readonly origin: string;
  readonly child: ChildProcess;
  /** what it printed, its faults among it */
  readonly said: string[];
  /** resolves when it answers that it is ready; throws what it said when it ends before */
  ready(): Promise<void>;
  /** signals it and waits until it is gone. @returns its exit code, null after a kill */
  end(signal: NodeJS.Signals): Promise<number | null>;
};

/** Starts a server; further environment goes over the usual one. */
export function startServer(port: number, dataFolder: string, more: Readonly<Record<string, string>> = {}): Running {
  const { DATABASE_URL: _other, ...environment } = process.env;
  const child = spawn(process.execPath, [main], {
    // six clients of a drill ask more than people may
    env: { ...environment, PORT: String(port), LIANXIN_DATA: dataFolder, LIANXIN_EXAMPLE: 'none', LIANXIN_LIMITS: '0', ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', (line) => said.push(line));
  const gone = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    child,
    said,
    async ready() {
      let ended = false;
      void gone.then(() => (ended = true));
      for (const until = Date.now() + 90_000; Date.now() < until; await pause(50)) {
        if (ended) break;
        if (await isReady(origin)) return;
      }
      throw new Error(`The server is not ready:\n${said.slice(-12).join('\n')}`);
    },
    async end(signal) {
      child.kill(signal);
      return gone;
    },
  };
}

/** Does the server say that it can serve? Not when nobody listens, either. */
export async function isReady(origin: string): Promise<boolean> {
  try {
    const reply = await fetch(`${origin}/api/ready`, { signal: AbortSignal.timeout(5000) });
    return reply.status === 200;
  } catch {
    return false;
  }
}

/** The address of a data folder's embedded database, as its owner. */
export function ownerUrlOf(dataFolder: string): string {
  const { port, password } = JSON.parse(readFileSync(join(dataFolder, 'postgres.json'), 'utf8')) as { port: number; password: string };
  return `postgres://lianxin_owner:${password}@127.0.0.1:${port}/lianxin`;
}

/** Kills the embedded database's first process, as the kernel would: no warning, nothing flushed. @returns whether one was there */
export function killDatabase(dataFolder: string): boolean {
  const file = join(dataFolder, 'postgres/postmaster.pid');
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0;
  const command = `/proc/${pid}/cmdline`;
  if (pid <= 0 || !existsSync(command) || !readFileSync(command, 'utf8').includes('postgres')) return false;
  process.kill(pid, 'SIGKILL');
  return true;
}

/** What lies in a data folder beside the cluster, by name: nothing may pile up there. */
export function litterOf(dataFolder: string): string[] {
  const known = ['postgres', 'postgres.json', 'postgres.log', 'secret.key', 'users'];
  return [
    ...readdirSync(dataFolder).filter((name) => !known.includes(name)),
    ...readdirSync(join(dataFolder, 'users'))
      .filter((pid) => !existsSync(`/proc/${pid}`))
      .map((pid) => `users/${pid}`),
  ];
}
