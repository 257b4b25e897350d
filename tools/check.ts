import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** `npm run check`: every gate that needs no test, one after another; ends with all that failed. */
const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', name);

type Step = { readonly name: string; readonly command: readonly string[]; readonly mend: string };

const steps: readonly Step[] = [
  { name: 'format', command: [bin('oxfmt/bin/oxfmt'), '--check'], mend: 'npx oxfmt' },
  { name: 'lint', command: [bin('oxlint/bin/oxlint')], mend: 'npx oxlint --fix, then by hand' },
  {
    name: 'types of rules',
    command: [bin('typescript/bin/tsc'), '-p', 'tsconfig.rules.json'],
    mend: 'rules and declarations compile without DOM and Node',
  },
  { name: 'types of server', command: [bin('typescript/bin/tsc'), '-p', 'tsconfig.server.json'], mend: 'by hand' },
  { name: 'types of web', command: [bin('typescript/bin/tsc'), '-p', 'tsconfig.web.json'], mend: 'by hand' },
  { name: 'house', command: [join(root, 'tools/gates/house.ts')], mend: 'each line says what to do instead' },
  { name: 'row types', command: [join(root, 'tools/generate-schema.ts'), '--check'], mend: 'node tools/generate-schema.ts' },
  {
    name: 'editions of figures',
    command: [join(root, 'tools/keep-editions.ts'), '--check'],
    mend: 'node tools/keep-editions.ts, after a new edition where a figure counts otherwise',
  },
  { name: 'unused', command: [bin('knip/bin/knip.js'), '--no-progress'], mend: 'delete what nothing uses' },
];

const failed: Step[] = [];
for (const step of steps) {
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [...step.command], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const seconds = ((performance.now() - began) / 1000).toFixed(1).padStart(6);
  process.stdout.write(`${seconds} s  ${status === 0 ? 'passes' : 'FAILS '}  ${step.name}\n`);
  if (status === 0) continue;
  failed.push(step);
  process.stdout.write(`${`${stdout}${stderr}`.trim().replaceAll(/^/gm, '          ')}\n`);
}

if (failed.length > 0) {
  const lines = failed.map(({ name, mend }) => `  ${name}: ${mend}`);
  process.stdout.write(`\n${failed.length} of ${steps.length} gates fail. What mends them:\n${lines.join('\n')}\n`);
  process.exitCode = 1;
}
