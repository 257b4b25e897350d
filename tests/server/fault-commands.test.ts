import { expect, test } from 'vitest';
import { killCommands } from '../../bench/faults/commands.ts';

test(
  'backup, drill, restore, move, change of the secret, upgrade and import, each killed and called again: nothing is half there, lost or left',
  { timeout: 300_000 },
  async () => {
    const lines: string[] = [];
    expect(await killCommands({ rounds: 1, seed: '5', say: (line) => lines.push(line) }), lines.join('\n')).toEqual([]);
  },
);
