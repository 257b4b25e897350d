import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { departmentKinds } from '#features/registry/choices.ts';

const writer = join(import.meta.dirname, 'writer.fixture.ts');

/** Lets a process write on the embedded database and kills it, and the database too, once it has told of `after` rows. */
async function writeAndKill(env: NodeJS.ProcessEnv, dataFolder: string, after: number, databaseToo: boolean): Promise<string[]> {
  const child = spawn(process.execPath, [writer], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const told: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    told.push(line);
    if (told.length !== after) continue;
    child.kill('SIGKILL');
    if (databaseToo) process.kill(Number(readFileSync(join(dataFolder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]), 'SIGKILL');
  }
  return told;
}

test('a kill at any moment loses nothing that was acknowledged, and the next start goes on by itself', { timeout: 120_000 }, async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'lianxin-kill-'));
  const { DATABASE_URL: _other, ...rest } = process.env;
  const env = { ...rest, LIANXIN_DATA: dataFolder, KIND: Object.keys(departmentKinds)[0] };
  try {
    const told: string[] = [];
    for (const [after, databaseToo] of [
      [7, false],
      [40, true],
      [23, false],
    ] as const) {
      told.push(...(await writeAndKill(env, dataFolder, after, databaseToo)));
    }
    const listed = spawnSync(process.execPath, [writer, 'list'], { env, encoding: 'utf8' });
    const { ids, faults } = JSON.parse(listed.stdout) as { ids: string[]; faults: unknown[] };
    expect(told.length).toBeGreaterThanOrEqual(70);
    expect(told.filter((id) => !ids.includes(id))).toEqual([]);
    expect(faults).toEqual([]);
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
