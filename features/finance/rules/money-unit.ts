/** How many zeros each unit of money stands for beyond 元. */
const zeros: Readonly<Record<string, number>> = { 元: 0, 千元: 3, 万元: 4, 百万元: 6, 千万元: 7, 亿元: 8 };

/** By how many places an amount moves from one unit into another; undefined when either is no unit of money. */
export function placesBetween(given: string, wanted: string): number | undefined {
  const [from, to] = [zeros[/[元万亿千]$/.test(given) && !given.endsWith('元') ? `${given}元` : given], zeros[wanted]];
  return from === undefined || to === undefined ? undefined : from - to;
}

/** The decimal that a number is written as, its point moved: exact, where a product of doubles is not. */
export function movedBy(value: number, places: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Number(`${digits}e${Number(exponent) + places}`);
}
