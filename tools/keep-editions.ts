import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { figures } from '#apps/server/app.ts';
import { definitionHash } from '#kernel/server/figures/definition.ts';

type Kept = Record<string, Record<string, string>>;

/**
 * Writes down the definition behind every figure's edition. An edition that is written down never changes: a figure
 * that counts otherwise needs a new one. `--check` only says what is missing or changed.
 */
const file = join(import.meta.dirname, '../features/figures/editions.json');
const kept = JSON.parse(readFileSync(file, 'utf8')) as Kept;
const faults: string[] = [];
for (const figure of Object.values(figures).flat()) {
  const hash = definitionHash(figure);
  const known = kept[figure.id]?.[figure.edition];
  if (known === hash) continue;
  if (known !== undefined) faults.push(`${figure.id}: counts otherwise than edition ${figure.edition} did; give it a new edition`);
  else if (process.argv.includes('--check'))
    faults.push(`${figure.id} ${figure.edition} is not written down: run \`node tools/keep-editions.ts\``);
  else kept[figure.id] = { ...kept[figure.id], [figure.edition]: hash };
}
if (!process.argv.includes('--check')) {
  const sorted = Object.fromEntries(Object.entries(kept).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
for (const fault of faults) console.error(fault);
if (faults.length > 0) process.exitCode = 1;
