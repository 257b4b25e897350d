import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakLines, cellTexts, type Cell } from './line-breaking.ts';

const cellsOf = (text: string): Cell[] => cellTexts(text).map((one) => ({ text: one, width: [...one].length }));
const linesOf = (text: string, width: number) =>
  breakLines(cellsOf(text), () => width).map((line) => line.map((cell) => cell.text).join(''));

test('no line begins with a closing mark or ends with an opening one', () => {
  expect(linesOf('一二三四，五六', 4)).toEqual(['一二三', '四，五六']);
  expect(linesOf('一二三（四五）', 4)).toEqual(['一二三', '（四五）']);
  const piece = fc.constantFrom('高新区', '企业，', '（党建）', '“一二”。', '12.5% ', '《三》、', '服务');
  fc.assert(
    fc.property(fc.array(piece, { minLength: 1 }), fc.integer({ min: 7, max: 20 }), (pieces, width) => {
      const lines = linesOf(pieces.join(''), width);
      for (const line of lines.slice(1)) expect(line).not.toMatch(/^[，。、；）”》]/);
      for (const line of lines.slice(0, -1)) expect(line).not.toMatch(/[（“《]$/);
    }),
  );
});

test('nothing is lost, and a number stays in one piece', () => {
  expect(linesOf('共有13.7亿元和1,234.5万元', 8)).toEqual(['共有13.7亿元', '和1,234.5', '万元']);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 9 }), (text, width) => {
      expect(linesOf(text, width).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    }),
  );
});

test('the first line may be shorter, by its indent', () => {
  const lines = breakLines(cellsOf('一二三四五六七八'), (line) => (line === 0 ? 3 : 5));
  expect(lines.map((line) => line.length)).toEqual([3, 5]);
});
