import { parseArgs } from 'node:util';
import { drill, type Plan } from './drill.ts';

/**
 * `node bench/faults/run.ts [--rounds 100] [--seed n] [--what server|database|both|any] [--clients 6]`: kills a
 * working server again and again, and looks for anything lost, doubled or half done. Ends with code 1 when it finds some.
 */
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    what: { type: 'string', default: 'any' },
    clients: { type: 'string', default: '6' },
  },
});
const say = (line: string) => process.stdout.write(`${line}\n`);
const what = (['server', 'database', 'both', 'any'] as const).find((one) => one === values.what);
if (!what) throw new Error('--what is server, database, both or any');
const plan: Plan = { rounds: Number(values.rounds), seed: values.seed, what, clients: Number(values.clients), say };
const { kills, journal, overdue, longestAway, faults } = await drill(plan);
say(`
kills                          ${kills}
acknowledged writes            ${journal.acknowledged}
  unknown outcomes sent again  ${journal.unknown}
  sent once more on purpose    ${journal.repeated}
firms, requests, files         ${journal.firms.size}, ${journal.requests.size}, ${journal.files.size}
lines, ledger entries          ${journal.lines.size}, ${[...journal.lines.values()].reduce((sum, { entries }) => sum + entries.length, 0)}
imports, exports, searches     ${journal.imports.size}, ${journal.exports}, ${journal.searches}
overdue requests swept         ${overdue}
longest away after a kill      ${(longestAway / 1000).toFixed(1)} s
lost, doubled or wrong         ${faults.length}`);
process.exit(faults.length > 0 ? 1 : 0);
