import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import type { OfficialDocument } from '#kernel/contract/document.ts';
import { pdfOf } from './pdf.ts';
import { wordOf } from './word.ts';

const body = '党组织建到产业链上，服务跟着企业诉求走。'.repeat(12);
const paper: OfficialDocument = {
  mark: '高新党建简报',
  number: '第12期',
  issuer: '党群工作部',
  date: '2026-11-23',
  title: '党组织建到产业链上',
  editorNote: [{ text: '供参考。' }],
  blocks: [
    { kind: 'heading', level: 1, runs: [{ text: '一、组织上链' }] },
    { kind: 'paragraph', runs: [{ text: body }, { text: '10余个', passport: 1 }, { text: '联建，书记李䶮、㛃某、𬱖某。' }] },
    { kind: 'heading', level: 2, runs: [{ text: '（一）园区' }] },
    {
      kind: 'table',
      caption: '分园区',
      head: ['序号', '园区', '已建'],
      rows: Array.from({ length: 40 }, (_, index) => [String(index + 1), '东园', '3']),
    },
  ],
  distribution: { report: '管委会领导', send: '各部门', copies: 80 },
  passports: [{ label: '集群党建联建', value: '12个', asOf: '2026-11-23', code: '7F3K-92QD' }],
  proofUrl: 'https://example.cn/p/abc',
  foot: '示例数据',
};

test('Word keeps the measures of GB/T 9704 and names an East-Asian font for every run', async () => {
  const parts = unzipSync(await wordOf(paper));
  const text = strFromU8(parts['word/document.xml'] ?? new Uint8Array());
  // 37, 28, 26 and 35 mm in twentieths of a point; 22 lines in 225 mm
  expect(text).toContain('w:top="2098"');
  expect(text).toContain('w:left="1588"');
  expect(text).toContain('w:right="1474"');
  expect(text).toContain('w:bottom="1985"');
  expect(text).toContain('w:linePitch="579"');
  const runs = text.match(/<w:r>.*?<\/w:r>/gs) ?? [];
  const chinese = runs.filter((run) => /<w:t[ >][^<]*\p{Script=Han}/u.test(run));
  expect(chinese.length).toBeGreaterThan(50);
  for (const run of chinese) expect(run).toMatch(/w:eastAsia="(方正小标宋简体|仿宋_GB2312|楷体_GB2312|黑体|宋体)"/);
  expect(text).toContain('<w:tblHeader/>');
  expect(text).toMatch(/w:firstLine="640"/);
  const settings = strFromU8(parts['word/settings.xml'] ?? new Uint8Array());
  expect(settings).toContain('w:evenAndOddHeaders');
  const feet = Object.keys(parts).filter((name) => /word\/footer\d+\.xml/.test(name));
  const aligned = feet.map((name) => /w:jc w:val="(\w+)"/.exec(strFromU8(parts[name] ?? new Uint8Array()))?.[1]);
  expect(new Set(aligned)).toEqual(new Set(['left', 'right']));
  expect(Object.keys(parts).some((name) => name.startsWith('word/media/'))).toBe(true);
});

test('the PDF carries its fonts and breaks a long table over pages', async () => {
  const bytes = Buffer.from(await pdfOf(paper)).toString('latin1');
  expect(bytes.match(/\/FontFile2/g)?.length).toBe(2);
  expect(bytes.match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThan(2);
  expect(bytes).not.toContain('/JavaScript');
});

test('a row taller than a page goes on over pages, and no title leaves one character alone', async () => {
  const tall = 'Z'.repeat(3) + '该企业诉求涉及多个部门，'.repeat(400);
  const pdf = await pdfOf({
    ...paper,
    title: '云锦高新区党群工作部关于产业链党建工作情况的报告（一）（二）',
    blocks: [{ kind: 'table', head: ['序号', '情况'], rows: [['1', tall]] }],
  });
  const pages =
    Buffer.from(pdf)
      .toString('latin1')
      .match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
  // about 4,800 characters of 12 pt in a wide column: more than three pages of 30 lines, and far fewer than one line a page
  expect(pages).toBeGreaterThan(3);
  expect(pages).toBeLessThan(12);
});

test('every character of the common and the extended set has a glyph', () => {
  for (const name of ['400Regular/NotoSerifSC_400Regular.ttf', '700Bold/NotoSerifSC_700Bold.ttf']) {
    const font = create(readFileSync(createRequire(import.meta.url).resolve(`@expo-google-fonts/noto-serif-sc/${name}`))) as Font;
    const lacking = [];
    for (let code = 0x4e00; code <= 0x9fff; code += 1) if (!font.hasGlyphForCodePoint(code)) lacking.push(code);
    expect(lacking).toEqual([]);
    for (const rare of '䶮㛃𬱖镕①〔〕—“”·％') expect(font.hasGlyphForCodePoint(rare.codePointAt(0) ?? 0), rare).toBe(true);
  }
});
