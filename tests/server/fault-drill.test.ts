import { expect, test } from 'vitest';
import { drill } from '../../bench/faults/drill.ts';

test(
  'a server under load, killed with and without its database: nothing acknowledged is lost, nothing is doubled',
  { timeout: 240_000 },
  async () => {
    const lines: string[] = [];
    const { kills, journal, faults } = await drill({ rounds: 4, seed: '5', what: 'any', clients: 4, say: (line) => lines.push(line) });
    expect(faults, lines.join('\n')).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(4);
    expect(journal.acknowledged).toBeGreaterThan(0);
  },
);
