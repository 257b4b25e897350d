import type { CaseView } from '#kernel/contract/case-endpoints.ts';

type Values = Readonly<Record<string, unknown>>;

/** What a move's form starts with, so that the usual case takes one click; every value can be changed. */
export function firstValues(move: string, { row }: CaseView): Values {
  const proposed: Readonly<Record<string, Values>> = {
    accept: { level: row['level'], ...(row['itemId'] ? { itemId: row['itemId'] } : {}) },
    reply: { kind: 'done' },
    contact: { how: 'phone' },
    callBack: { reached: true },
    decideExtension: { granted: true },
    askFirm: { reason: 'paper', untilOn: inDays(2) },
    askExtension: { days: 3 },
    fileCommonProblem: { title: row['title'] },
  };
  return proposed[move] ?? {};
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}
