import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { sql } from 'kysely';
import type { Ask } from '#kernel/server/house.ts';
import type { Suggestion } from '../contract.ts';

let jieba: Jieba | undefined;
const filler = new Set(
  '我们 你们 公司 企业 希望 需要 能否 可以 如何 怎么 请问 帮助 协助 解决 问题 办理 服务 相关 目前 以及 进行 有关 申请 一下 一个 没有 不能 导致 影响 情况'.split(
    ' ',
  ),
);

type Item = {
  id: string;
  name: string;
  category: string;
  level: string;
  keywords: string | null;
  description: string | null;
  department_id: string | null;
  department: string | null;
  asked_times: number;
  solved_times: number;
};

/** The words of a text that carry meaning: two characters or more, no filler. */
export function wordsOf(text: string): string[] {
  // the dictionary is built at the first text: a command that suggests nothing neither waits for it nor holds it
  jieba ??= Jieba.withDict(dict);
  return [...new Set(jieba.cutForSearch(text, true).map((word) => word.trim().toLowerCase()))].filter(
    (word) => [...word].length >= 2 && !filler.has(word) && /[\p{L}\p{N}]/u.test(word),
  );
}

/**
 * Menu items for a text, best first. A word counts the more the fewer items it occurs in; the name counts over
 * key words, those over the description. The matched words go along, so that nobody has to believe it.
 */
export async function suggestFor(ask: Ask, text: string, most = 5): Promise<Suggestion[]> {
  const { rows } = await sql<Item>`SELECT i.id, i.name, i.category, i.level, i.keywords, i.description, i.department_id,
      d.name AS department, i.asked_times, i.solved_times
    FROM service_items i LEFT JOIN departments d ON d.zone_id = i.zone_id AND d.id = i.department_id
    WHERE i.zone_id = ${ask.actor.zoneId} AND i.ended_on IS NULL`.execute(ask.tx);
  return rankItems(rows, wordsOf(text), text).slice(0, most);
}

function rankItems(items: readonly Item[], words: readonly string[], text: string): Suggestion[] {
  const rarity = new Map(
    words.map((word) => {
      const holding = items.filter((item) =>
        `${item.name} ${item.keywords ?? ''} ${item.description ?? ''}`.toLowerCase().includes(word),
      ).length;
      return [word, holding === 0 ? 0 : Math.log(1 + items.length / holding)];
    }),
  );
  const scored = items.map((item) => {
    const phrases = (item.keywords ?? '').split(/\s+/).filter((phrase) => [...phrase].length >= 2 && text.includes(phrase));
    const matched = words.filter((word) => weightIn(item, word) > 0);
    const score = matched.reduce((sum, word) => sum + (rarity.get(word) ?? 0) * weightIn(item, word), 0) + phrases.length * 2;
    return { item, score, matched: [...new Set([...phrases, ...matched])] };
  });
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.item.solved_times - a.item.solved_times)
    .map(({ item, score, matched }) => ({
      itemId: item.id,
      name: item.name,
      category: item.category,
      level: item.level,
      departmentId: item.department_id,
      department: item.department,
      askedTimes: item.asked_times,
      solvedTimes: item.solved_times,
      matched,
      score: Math.round(score * 100) / 100,
    }));
}

function weightIn(item: Item, word: string): number {
  if (item.name.toLowerCase().includes(word)) return 3;
  if (item.keywords?.toLowerCase().includes(word)) return 2;
  return item.description?.toLowerCase().includes(word) ? 1 : 0;
}
