import fc from 'fast-check';
import { expect, test } from 'vitest';
import { balanceOf, correctionEntries, frozenEntry, type PointsEntry } from './points-account.ts';

const posted = (scoreId: string) => ({ on: '2026-06-12', roundId: 'round', scoreId, note: null });
const score = fc.integer({ min: 0, max: 12_000 }).map((cents) => cents / 100);

test('PTS-LEDGER: after any corrections the account sums up to the last score, each reversal to nothing, and no entry is touched', () => {
  fc.assert(
    fc.property(fc.option(score, { nil: undefined }), fc.array(score, { maxLength: 40 }), (frozen, corrections) => {
      let account: readonly PointsEntry[] = frozen === undefined ? [] : [frozenEntry(frozen, posted('0'))];
      let standing = frozen;
      for (const [index, wanted] of corrections.entries()) {
        const added = correctionEntries(account, wanted, posted(String(index + 1)));
        expect(added.map(({ kind }) => kind)).toEqual(
          wanted === standing ? [] : standing === undefined ? ['correction'] : ['reversal', 'correction'],
        );
        const [first] = added;
        if (first?.kind === 'reversal') {
          expect(balanceOf([...account, first])).toBe('0.00');
          expect(first.scoreId).toBe(account.at(-1)?.scoreId);
        }
        account = [...account, ...added];
        standing = wanted;
        expect(balanceOf(account)).toBe(wanted.toFixed(2));
      }
      expect(account.map(({ seq }) => seq)).toEqual(account.map((_, index) => index + 1));
      expect(account.every(({ points }) => /^-?\d+\.\d\d$/.test(points) && points !== '-0.00')).toBe(true);
    }),
  );
});
