import { expect, test } from 'vitest';
import { papersOf, type PaperFacts } from './papers.ts';

const facts: PaperFacts = {
  organisation: '东园第一联合党支部',
  kind: '联合党支部',
  parent: '东园党委',
  units: [
    { name: '甲公司', full: 2 },
    { name: '乙公司', full: 1 },
  ],
  ground: '同在东园',
  numbers: { request: '申1号', approval: null },
  electedOn: null,
  count: null,
  officers: [],
  termEndsOn: '2026-12-31',
  newHome: null,
};

test('ORG-06: a formation has an application, an approval, an election report and a filing, each quoting what is known', () => {
  const papers = papersOf('formation', facts);
  expect(papers.map((paper) => paper.key)).toEqual(['application', 'approval', 'electionReport', 'filing']);
  expect(papers[0]?.paragraphs.join('')).toContain('正式党员 3 名');
  expect(papers[1]?.paragraphs.join('')).toContain('申1号');
  expect(papers[2]?.paragraphs.join('')).toContain('（待填）');
});

test('ORG-07, ORG-14: a dissolution says where the members go, a re-election when the term ends', () => {
  expect(papersOf('dissolution', { ...facts, newHome: '西园党委' })[0]?.paragraphs.join('')).toContain('转入西园党委');
  expect(papersOf('reelection', facts)[0]?.paragraphs.join('')).toContain('2026-12-31');
});
