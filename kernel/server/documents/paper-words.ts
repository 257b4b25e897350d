import { dayText } from '#kernel/rules/instant.ts';
import type { DocumentBlock, OfficialDocument, PassportLine } from '#kernel/contract/document.ts';

/** 2026年11月23日, as papers write a day. */
export function dayInWords(day: string): string {
  return dayText(day).zh;
}

/** `〔1〕服务人才企业：126人次（截至2026年11月23日），编号 7F3K-92QD` */
export function passportInWords(line: PassportLine, place: number): string {
  return `〔${place}〕${line.label}：${line.value}（截至${dayInWords(line.asOf)}），编号 ${line.code}`;
}

/** 版记: the lines under the text, from top to bottom; none when there is nobody to name. */
export function imprintOf(paper: OfficialDocument): string[] {
  const { distribution, issuer } = paper;
  if (!distribution) return [];
  const lines = [
    ...(distribution.report ? [`报：${distribution.report}`] : []),
    ...(distribution.send ? [`送：${distribution.send}`] : []),
    ...(distribution.issue ? [`发：${distribution.issue}`] : []),
  ];
  const copies = distribution.copies === undefined ? '' : `（共印${distribution.copies}份）`;
  return [...lines, `${issuer ?? ''}　${dayInWords(paper.date)}印发${copies}`];
}

/** What is said above the QR code. */
export const proofWords = '扫码核验文中数字真实与否';

/** Shares of a table's width: columns as wide as their longest words ask, up to twenty characters, none too narrow for the head it bears. */
export function columnShares(table: Extract<DocumentBlock, { kind: 'table' }>): number[] {
  const rows = [table.head, ...table.rows];
  const columns = Math.max(...rows.map((row) => row.length));
  const lengths = Array.from({ length: columns }, (_, index) =>
    Math.min(20, Math.max(3, ...rows.map((row) => [...(row[index] ?? '')].length))),
  );
  const sum = lengths.reduce((total, length) => total + length, 0);
  const wide = lengths.map((length, index) => Math.max(length / sum, 0.025 + 0.03 * Math.min(4, [...(table.head[index] ?? '')].length)));
  const all = wide.reduce((total, share) => total + share, 0);
  return wide.map((share) => share / all);
}

/** Is a table's cell a number, which stands in the middle of its column? A dash is a number that is not there. */
export function isNumber(text: string): boolean {
  return /^[\d.,%\-—+]+$/.test(text);
}
