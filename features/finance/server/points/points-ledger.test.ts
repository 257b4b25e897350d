import fc from 'fast-check';
import { expect, test } from 'vitest';
import { correctionEntries, frozenEntry, type PointsEntry } from '../../rules/points-account.ts';
import { sealOf } from '../seal.ts';
import { isSound } from './points-ledger.ts';

const score = fc.integer({ min: 0, max: 12_000 }).map((cents) => cents / 100);
const posted = { on: '2026-06-12', roundId: 'round', scoreId: 'score', note: null };

function sealed(entries: readonly PointsEntry[]) {
  let previous = '';
  return entries.map((entry) => {
    const line = { entry, previous, hash: sealOf('firm/2025', entry, previous) };
    previous = line.hash;
    return line;
  });
}

test('PTS-LEDGER: an account is sound as posted, and not when any one entry was changed, taken out or moved to another account', () => {
  fc.assert(
    fc.property(score, fc.array(score, { minLength: 1, maxLength: 6 }), fc.nat(), (frozen, corrections, pick) => {
      let entries: readonly PointsEntry[] = [frozenEntry(frozen, posted)];
      for (const wanted of corrections) entries = [...entries, ...correctionEntries(entries, wanted, posted)];
      const account = sealed(entries);
      expect(isSound('firm/2025', account)).toBe(true);
      expect(isSound('other/2025', account)).toBe(false);
      const at = pick % account.length;
      const changed = account.map((line, index) => (index === at ? { ...line, entry: { ...line.entry, points: '999.00' } } : line));
      expect(isSound('firm/2025', changed)).toBe(false);
      if (at < account.length - 1) expect(isSound('firm/2025', account.toSpliced(at, 1))).toBe(false);
    }),
  );
});
