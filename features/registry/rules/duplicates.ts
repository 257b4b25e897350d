/** What is compared of a firm. The phone comes as its blind index: equality is all that is asked. */
export type Comparable = {
  readonly id: string;
  readonly name: string;
  readonly uscc: string | null;
  readonly phoneIndex: string | null;
  readonly address: string | null;
};

export type LikenessReason =
  | 'sameCode'
  | 'sameUnitCode'
  | 'nearCode'
  | 'sameName'
  | 'sameCore'
  | 'nearName'
  | 'samePhone'
  | 'sameAddress'
  | 'otherCode';

/** How likely two rows are one firm, 0 to 100, and what speaks for it. */
export type Likeness = { readonly score: number; readonly reasons: readonly LikenessReason[] };

export type Pair = Likeness & { readonly aId: string; readonly bId: string };

/**
 * Weights of the platform (no authority behind them): one strong sign or two weak ones reach the threshold,
 * two valid but quite different codes speak against it. A near code says little, since one slip never passes
 * the check character and firms founded on one day have neighbouring codes; it only does not speak against.
 */
const weights: Readonly<Record<LikenessReason, number>> = {
  sameCode: 100,
  sameUnitCode: 90,
  nearCode: 15,
  sameName: 80,
  sameCore: 60,
  nearName: 30,
  samePhone: 25,
  sameAddress: 15,
  otherCode: -30,
};

/** From this score on a pair is worth a person's look. */
export const likelyFrom = 50;

/** A block larger than this is a common word or a shared switchboard, not a firm entered twice. */
const largestBlock = 60;

const legalForms = /(?:股份有限公司|有限责任公司|有限公司|股份公司|集团|控股|总公司|公司|合伙企业|有限合伙|普通合伙|厂|股份)$/u;
const provinces =
  '北京|上海|天津|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国';
const cities = '昆山|苏州|南京|无锡|常州|南通|徐州|扬州|贵阳|遵义|深圳|广州|杭州|宁波|合肥|武汉|成都|西安';
const placeHead = new RegExp(`^(?:(?:${provinces}|${cities})(?:省|市|自治区|特别行政区)?|\\p{Script=Han}{2,3}(?:省|市|区|县))`, 'u');

/** The part of a firm's name that is its own: without place, brackets and legal form. */
export function coreName(name: string): string {
  let core = plainName(name.normalize('NFKC').replaceAll(/\((?!.*分公司)[^()]*\)/g, ''));
  for (const cut of [legalForms, legalForms, placeHead, placeHead]) {
    const shorter = core.replace(cut, '');
    if ([...shorter].length >= 2) core = shorter;
  }
  return core;
}

/**
 * Keys under which rows meet that may be one firm, so that 100,000 need not be compared with each other:
 * the core of the name and its head, the phone, and each two thirds of the organisation code, of which one
 * wrong character leaves a pair intact.
 */
export function blockKeysOf(firm: Comparable): readonly string[] {
  const core = coreName(firm.name);
  const unit = firm.uscc?.slice(8, 17) ?? '';
  const [one, two, three] = [unit.slice(0, 3), unit.slice(3, 6), unit.slice(6)];
  return [
    `name ${core}`,
    ...([...core].length >= 4 ? [`head ${[...core].slice(0, 3).join('')}`] : []),
    ...(firm.phoneIndex ? [`phone ${firm.phoneIndex}`] : []),
    ...(unit ? [`unit ${one}${two}-`, `unit ${one}-${three}`, `unit -${two}${three}`] : []),
  ];
}

/** Compares two rows; symmetric. */
export function likenessOf(a: Comparable, b: Comparable): Likeness {
  const reasons: LikenessReason[] = [...codeReasons(a.uscc, b.uscc), ...nameReasons(a.name, b.name)];
  if (a.phoneIndex && a.phoneIndex === b.phoneIndex) reasons.push('samePhone');
  if (a.address && b.address && plainName(a.address) === plainName(b.address)) reasons.push('sameAddress');
  const sum = reasons.reduce((total, reason) => total + weights[reason], 0);
  return { score: Math.max(0, Math.min(100, sum)), reasons };
}

/** The likely pairs among rows that share a block, best first; each pair once, `aId < bId`. */
export function likelyPairs(blocks: Iterable<readonly Comparable[]>): readonly Pair[] {
  const pairs = new Map<string, Pair>();
  for (const block of blocks) {
    if (block.length > largestBlock) continue;
    for (const [index, first] of block.entries()) {
      for (const second of block.slice(index + 1)) {
        if (first.id === second.id) continue;
        const [a, b] = first.id < second.id ? [first, second] : [second, first];
        const key = `${a.id} ${b.id}`;
        if (pairs.has(key)) continue;
        const likeness = likenessOf(a, b);
        if (likeness.score >= likelyFrom) pairs.set(key, { aId: a.id, bId: b.id, ...likeness });
      }
    }
  }
  return [...pairs.values()].sort((a, b) => b.score - a.score || (a.aId < b.aId ? -1 : 1) || (a.bId < b.bId ? -1 : 1));
}

function codeReasons(a: string | null, b: string | null): readonly LikenessReason[] {
  if (!a || !b) return [];
  if (a === b) return ['sameCode'];
  if (a.slice(8, 17) === b.slice(8, 17)) return ['sameUnitCode'];
  // a slip that got past the check character shows as two differences
  return differences(a, b) <= 2 ? ['nearCode'] : ['otherCode'];
}

function nameReasons(a: string, b: string): readonly LikenessReason[] {
  if (plainName(a) === plainName(b)) return ['sameName'];
  const [first, second] = [coreName(a), coreName(b)];
  if (first === second) return ['sameCore'];
  return isNear([...first], [...second]) ? ['nearName'] : [];
}

function plainName(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '');
}

function differences(a: string, b: string): number {
  if (a.length !== b.length) return Math.max(a.length, b.length);
  return [...a].filter((character, index) => character !== b[index]).length;
}

/** One begins with the other, or they are one insertion, omission or exchange of a character apart. */
function isNear(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4) return false;
  let same = 0;
  while (same < short.length && short[same] === long[same]) same += 1;
  if (same === short.length) return true;
  if (long.length - short.length > 1) return false;
  const rest = long.slice(same + 1).join('');
  return rest === short.slice(long.length === short.length ? same + 1 : same).join('');
}
