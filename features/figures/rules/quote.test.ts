import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fuzzyWordings, isTrueOf } from './fuzzy.ts';
import { quoteHolds, quoteInEnglish, quoteOptions, quoteText } from './quote.ts';
import { saidInChinese } from './said-value.ts';

const items = { zh: '个', en: 'items' };

test.each([
  // FZ-1: N余 from N+1 to the end of its decade, hundred, thousand
  ['FZ-1', { kind: 'more', n: 10 }, [11, 19], [10, 20, 100]],
  ['FZ-1', { kind: 'more', n: 50 }, [51, 59], [50, 60]],
  ['FZ-1', { kind: 'more', n: 100 }, [101, 199], [100, 200]],
  ['FZ-1', { kind: 'more', n: 300 }, [301, 312, 399], [300, 400]],
  ['FZ-2', { kind: 'near' }, [90, 97, 99], [89, 100]],
  ['FZ-3', { kind: 'over', n: 2000 }, [2001, 2136], [2000, 1999]],
  ['FZ-4', { kind: 'thousands' }, [2000, 3023, 9999], [1999, 10_000]],
] as const)('%s %j is true of %j and of none of %j', (_rule, wording, yes, no) => {
  for (const value of yes) expect(isTrueOf(wording, value), String(value)).toBe(true);
  for (const value of no) expect(isTrueOf(wording, value), String(value)).toBe(false);
});

test('an N that is no round number is no FZ-1 wording', () => {
  expect(isTrueOf({ kind: 'more', n: 12 }, 13)).toBe(false);
  expect(isTrueOf({ kind: 'more', n: 5 }, 6)).toBe(false);
});

test('the article’s wordings come out of its values', () => {
  expect(quoteText({ kind: 'more', n: 10 }, 12, items)).toBe('10余个');
  expect(quoteText({ kind: 'near' }, 97, { zh: '项', en: 'items' })).toBe('近百项');
  expect(quoteText({ kind: 'thousands' }, 3023, { zh: '家', en: 'firms' })).toBe('数千家');
  expect(quoteText({ kind: 'exact' }, 137_000_000_000, 'money')).toBe('13.7亿元');
  expect(quoteText({ kind: 'over', n: 100_000 }, 103_000, { zh: '平方米', en: 'm²' })).toBe('超10万平方米');
  expect(quoteText({ kind: 'over', n: 130_000_000_000 }, 137_000_000_000, 'money')).toBe('超13亿元');
  expect(quoteText({ kind: 'exact' }, 1, 'share')).toBe('100%');
});

test('English readers are told what a wording means', () => {
  expect(quoteInEnglish({ kind: 'more', n: 10 }, 12, items)).toBe('over 10 items');
  expect(quoteInEnglish({ kind: 'near' }, 97, items)).toBe('nearly 100 items');
  expect(quoteInEnglish({ kind: 'thousands' }, 3023, { zh: '家', en: 'firms' })).toBe('thousands of firms');
  expect(quoteInEnglish({ kind: 'over', n: 0.87 }, 0.875, 'share')).toBe('over 87%');
  expect(quoteInEnglish({ kind: 'exact' }, 12, items)).toBe('12 items');
});

test('whatever wording is offered is true, and the plain number always is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2_000_000 }), (value) => {
      for (const { wording } of fuzzyWordings(value)) expect(isTrueOf(wording, value)).toBe(true);
      const options = quoteOptions(value, items);
      expect(options[0]?.text).toBe(saidInChinese(value, items));
      for (const { wording } of options) expect(quoteHolds(wording, value, value, items)).toBe(true);
    }),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_000_000_000_000 }), (fen) => {
      for (const { wording } of quoteOptions(fen, 'money')) expect(quoteHolds(wording, fen, fen, 'money')).toBe(true);
    }),
  );
});

test('a plain number no longer holds when it would be written otherwise; a fuzzy one only outside its span', () => {
  expect(quoteHolds({ kind: 'exact' }, 87, 86, items)).toBe(false);
  expect(quoteHolds({ kind: 'more', n: 10 }, 13, 12, items)).toBe(true);
  expect(quoteHolds({ kind: 'more', n: 10 }, 20, 12, items)).toBe(false);
  expect(quoteHolds({ kind: 'exact' }, null, 3, items)).toBe(false);
});
