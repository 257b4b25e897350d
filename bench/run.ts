import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parts, type Part, type Reading } from './stand/parts.ts';
import { tableOf } from './stand/table.ts';

/**
 * `npm run bench -- [--full] [--only api,start,…] [--json]`: the measurements one after another, each in a process of its own, on
 * the embedded PostgreSQL or on that of DATABASE_URL; then one table of what DESIGN asks. Ends with code 1 when a part failed.
 */
const { values } = parseArgs({
  options: {
    full: { type: 'boolean', default: false },
    only: { type: 'string', default: parts.map(({ name }) => name).join(',') },
    json: { type: 'boolean', default: false },
  },
});
const asked = values.only.split(',');
const unknown = asked.filter((name) => !parts.some((part) => part.name === name));
if (unknown.length > 0) throw new Error(`No such part: ${unknown.join(', ')}. There are ${parts.map(({ name }) => name).join(', ')}`);

type Outcome = {
  readonly part: string;
  readonly seconds: number;
  readonly readings: readonly Reading[];
  readonly fault?: string;
  readonly result?: unknown;
};

const outcomes: Outcome[] = [];
for (const part of parts.filter(({ name }) => asked.includes(name))) {
  process.stderr.write(`${part.name} …\n`);
  const began = performance.now();
  const outcome = await readingsOf(part);
  outcomes.push({ part: part.name, seconds: Math.round((performance.now() - began) / 1000), ...outcome });
}
process.stdout.write(values.json ? `${JSON.stringify(outcomes, null, 2)}\n` : `${summary()}\n`);
if (outcomes.some(({ fault }) => fault !== undefined)) process.exitCode = 1;

async function readingsOf(part: Part): Promise<Pick<Outcome, 'readings' | 'fault' | 'result'>> {
  try {
    const result = JSON.parse(await output([`${part.name}.ts`, ...(values.full ? part.full : part.short), '--json'])) as never;
    return { readings: part.read(result), result };
  } catch (error) {
    return { readings: [], fault: error instanceof Error ? error.message : String(error) };
  }
}

/** What a measurement prints; what it says on the way goes on to the terminal. */
async function output([file = '', ...rest]: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...rest], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (piece: Buffer) => (text += String(piece)));
  const code = await new Promise((done) => child.once('close', done));
  if (code !== 0) throw new Error(`it ended with ${String(code)}`);
  return text;
}

function summary(): string {
  const rows = outcomes.flatMap(({ part, seconds, readings, fault }) => {
    const lines = fault === undefined ? readings : [{ what: `failed: ${fault}`, value: '', bound: '', held: false }];
    return lines.map(({ what, value, bound, held }, index) => [
      index === 0 ? `${part} (${seconds} s)` : '',
      what,
      value,
      bound,
      held === undefined ? '' : held ? 'held' : 'NOT held',
    ]);
  });
  return tableOf(['part', 'what', 'measured', 'asked', ''], rows);
}
