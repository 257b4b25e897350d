import { describe, expect, test } from 'vitest';
import { text } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { askedGrams, searchEntryOf } from './search.ts';

const label = { zh: '企业', en: 'Firm' };
const declaration: RecordDeclaration = {
  name: 'firm',
  path: 'firms',
  table: 'firms',
  label,
  plural: label,
  fields: { name: text({ label }), code: text({ label }) },
  title: 'name',
  search: ['name', 'code'],
  list: { columns: [], filters: [], order: 'name' },
  form: [],
  access: [],
};

/** What the database does with grams and patterns. */
function finds(query: string, name: string, code = ''): boolean {
  const entry = searchEntryOf(declaration, { name, code });
  const asked = askedGrams(query);
  if (!asked) return false;
  const grams = new Set(entry.grams);
  return (
    asked.grams.every((gram) => grams.has(gram)) &&
    [...asked.patterns, ...asked.words].every((pattern) => entry.keys.includes(pattern.slice(1, -1)))
  );
}

describe('a firm is found by', () => {
  test.each(['中科', '科可', '可控', '控', '中科可控', '可控信息产业'])('any piece of its Chinese name: %s', (query) => {
    expect(finds(query, '中科可控信息产业有限公司')).toBe(true);
  });

  test.each(['zkkk', 'kkxx', 'zhongke', 'ongkek', 'zhongkekekong', 'ZKKK', 'zk', 'k'])('its initials and full pinyin: %s', (query) => {
    expect(finds(query, '中科可控信息产业有限公司')).toBe(true);
  });

  test('its pinyin in context and character by character, since people type both', () => {
    for (const query of ['chongqing', 'zhongqing', 'cqca', 'zqca']) expect(finds(query, '重庆长安汽车')).toBe(true);
    for (const query of ['yinhang', 'zgyh', 'yinxing']) expect(finds(query, '中国银行')).toBe(true);
    for (const query of ['changsha', 'xingzhi']) expect(finds(query, '长沙行知')).toBe(true);
    for (const query of ['chengzhang', 'czkj']) expect(finds(query, '成长科技')).toBe(true);
  });

  test('a surname the way the family says it', () => {
    for (const query of ['shanxiaoming', 'danxiaoming', 'sxm']) expect(finds(query, '单晓明')).toBe(true);
    expect(finds('zengguofan', '曾国藩')).toBe(true);
  });

  test('lü typed as lv or lu', () => {
    for (const query of ['lvdi', 'ludi']) expect(finds(query, '绿地控股')).toBe(true);
  });

  test('full-width letters and digits, spaces and marks in any place', () => {
    for (const query of ['ＡＢＣ', 'abc 科技', '科技　２号', 'ａｂｃ科技２号']) expect(finds(query, 'ABC科技（2号）')).toBe(true);
    expect(finds('中科 可控', '中科可控')).toBe(true);
    expect(finds('可控 中科', '中科可控')).toBe(true);
    expect(finds('中科kk', '中科可控')).toBe(true);
  });

  test('a piece of its code in either case', () => {
    expect(finds('ma1tg7', '甲', '91320583MA1TG7YJ4C')).toBe(true);
    expect(finds('TG7YJ4C', '甲', '91320583MA1TG7YJ4C')).toBe(true);
  });
});

describe('a firm is not found by', () => {
  test.each(['控可', 'zkkz', '中科曙光', 'zhongkeshu', '可控甲'])('what is not in it: %s', (query) => {
    expect(finds(query, '中科可控信息产业有限公司')).toBe(false);
  });

  test.each(['', '   ', '，。！', '%', '_'])('nothing at all: “%s”', (query) => {
    expect(askedGrams(query)).toBeUndefined();
  });
});

test('names sort by their pinyin in context', () => {
  const names = ['重庆', '昆山', '长沙', 'ABC'];
  const sorted = names.map((name) => searchEntryOf(declaration, { name })).toSorted((a, b) => (a.sortKey < b.sortKey ? -1 : 1));
  expect(sorted.map(({ title }) => title)).toEqual(['ABC', '长沙', '重庆', '昆山']);
});

test('a long note is searched by its words, not by pinyin', () => {
  const entry = searchEntryOf(declaration, { name: '走访', code: '企业反映厂房租金偏高'.repeat(20) });
  expect(entry.keys).toContain('厂房租金');
  expect(entry.keys).not.toContain('changfang');
});
