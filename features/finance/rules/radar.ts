import { daysBetween, type IsoDate } from '#kernel/rules/instant.ts';
import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';

/** How early the radar speaks, and how soon a bank that is asked answers (`finance.radar`); days, widest first. */
export type RadarParams = { readonly bands: readonly [number, number, number]; readonly inquiryDays: number };

export const defaultRadarPack: RulePack<RadarParams> = {
  code: 'finance.radar',
  edition: '平台默认',
  effectiveFrom: '2000-01-01',
  source: '到期前 90、60、30 天提示，银行 5 个工作日答复：平台默认，待本区核定',
  confidence: 'D',
  params: { bands: [90, 60, 30], inquiryDays: 5 },
};

export function radarOn(packs: readonly RulePack[], day: IsoDate): RadarParams & { readonly edition: string } {
  const own = packInForce(packs, defaultRadarPack.code, day) as RulePack<Partial<RadarParams>> | undefined;
  return { ...defaultRadarPack.params, ...own?.params, edition: own?.edition ?? defaultRadarPack.edition };
}

export type Band = 'overdue' | 'within30' | 'within60' | 'within90';

/** Something of one firm that falls due; an amount in 分 when it is money to be paid. */
export type Due = { readonly id: string; readonly amount: bigint | null; readonly dueOn: IsoDate };
/** Money that the firm expects, in 分, not yet paid. */
export type Incoming = { readonly amount: bigint; readonly dueOn: IsoDate };

/** What must be paid by a day, what comes in until then, and when what is short is covered. */
export type CashGap = {
  readonly owed: bigint;
  readonly incoming: bigint;
  readonly short: bigint;
  /** the first later day on which what came in covers what was owed; null when it never does */
  readonly coveredOn: IsoDate | null;
};

/** In which band a due day lies; exactly as many days as a band's bound belong to it. Null: later than the radar looks. */
export function bandOf(day: IsoDate, dueOn: IsoDate, { bands }: RadarParams): Band | null {
  const left = daysBetween(day, dueOn);
  if (left < 0) return 'overdue';
  const [widest, middle, nearest] = bands;
  if (left <= nearest) return 'within30';
  if (left <= middle) return 'within60';
  return left <= widest ? 'within90' : null;
}

/**
 * The cash gap on the day that something falls due: all that falls due until then, what is overdue too, against what is
 * expected from today until then. Money expected before today has not come, and is not counted on.
 */
export function gapAt(day: IsoDate, dueOn: IsoDate, dues: readonly Due[], incoming: readonly Incoming[]): CashGap {
  const owed = dues.reduce((sum, due) => (due.amount !== null && due.dueOn <= dueOn ? sum + due.amount : sum), 0n);
  const expected = incoming.filter((one) => one.dueOn >= day).toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
  let come = 0n;
  let coveredOn: IsoDate | null = null;
  for (const one of expected) {
    if (one.dueOn > dueOn && coveredOn === null && come < owed && come + one.amount >= owed) coveredOn = one.dueOn;
    come += one.amount;
  }
  const until = expected.reduce((sum, one) => (one.dueOn <= dueOn ? sum + one.amount : sum), 0n);
  return { owed, incoming: until, short: owed > until ? owed - until : 0n, coveredOn };
}
