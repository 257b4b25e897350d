import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** Server and pages side by side, each reloading when its sources change. */
const root = join(import.meta.dirname, '..');
const port = process.env['PORT'] ?? '8080';
const children = [
  ['--watch', '--watch-preserve-output', join(root, 'apps/server/main.ts')],
  [join(root, 'node_modules/vite/bin/vite.js'), '--host', '127.0.0.1'],
].map((args) => spawn(process.execPath, args, { cwd: root, stdio: 'inherit', env: { ...process.env, PORT: port } }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    for (const child of children) child.kill(signal);
  });
}
