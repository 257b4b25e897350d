import { addMonths, dateOf, dayText, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { moneyText } from '#kernel/rules/money.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { creditOn, rateMostBp } from './credit-pack.ts';
import { reversedIn, type Book, type LineState } from './line-state.ts';

type Asked = {
  readonly state: LineState;
  readonly now: Instant;
  readonly packs: readonly RulePack[];
  readonly input?: Readonly<Record<string, unknown>>;
};

const no = (code: string, rule: string, field: string | undefined, zh: string, en: string): Refusal => ({
  code,
  rule,
  message: { zh, en },
  ...(field === undefined ? {} : { field }),
});

/** An amount in 分 as it came in; refused when it is none, zero or negative. */
export function amountOf(input: Readonly<Record<string, unknown>>, name: string): bigint | Refusal {
  const given = input[name];
  const value = typeof given === 'string' && /^-?\d{1,18}$/.test(given) ? BigInt(given) : null;
  if (value === null || value <= 0n)
    return no('AMOUNT_NOT_POSITIVE', 'T-CRD-LEDGER', name, '金额应大于零', 'The amount must be above zero');
  return value;
}

/** CRD-RATE: no dearer than the LPR and the most over it of that day. A rate over the product's own promise is kept as it is, and shown. */
export function rateRefusal(packs: readonly RulePack[], day: IsoDate, input: Readonly<Record<string, unknown>>): Refusal | undefined {
  const most = rateMostBp(creditOn(packs, day));
  if (typeof input['rateBp'] !== 'number' || input['rateBp'] <= most) return undefined;
  return no(
    'RATE_OVER_MOST',
    'CRD-RATE',
    'rateBp',
    `利率超过积分贷上限 ${(most / 100).toFixed(2)}%`,
    `Over the most that 积分贷 may cost: ${(most / 100).toFixed(2)}%`,
  );
}

/** T-CRD-LEDGER: drawn on a day of the line, not in the future, within what is left of it, under a number not used before. */
export function guardDraw({ state, now, packs, input }: Asked): Refusal | undefined {
  if (state.replacedById !== null)
    return no(
      'LINE_REPLACED',
      'T-CRD-LEDGER',
      undefined,
      '该额度已由新的额度替换，请在新额度下放款',
      'A newer line took its place: draw there',
    );
  if (!input) return undefined;
  const amount = amountOf(input, 'amount');
  if (typeof amount !== 'bigint') return amount;
  const on = String(input['on']);
  if (on < state.grantedOn || on > state.validUntil)
    return no(
      'DRAWDOWN_OUTSIDE',
      'T-CRD-LEDGER',
      'on',
      `放款日应在额度有效期内（${dayText(state.grantedOn).zh}至${dayText(state.validUntil).zh}）`,
      `Within the line’s days (${dayText(state.grantedOn).en} to ${dayText(state.validUntil).en})`,
    );
  const future = notInFuture(on, now);
  if (future) return future;
  if (typeof input['dueOn'] !== 'string' || input['dueOn'] <= on)
    return no('DUE_BEFORE_DRAWN', 'T-CRD-LEDGER', 'dueOn', '到期日应在放款日之后', 'It must fall due after it is drawn');
  const latest = state.termMonths === null ? null : addMonths(on, state.termMonths);
  if (latest !== null && input['dueOn'] > latest)
    return no(
      'TERM_OVER_PRODUCT',
      'CRD-TERM',
      'dueOn',
      `超过产品最长期限（${state.termMonths} 个月，至 ${latest}）`,
      `Longer than the product's ${state.termMonths} months (until ${latest})`,
    );
  const left = state.line - (state.isRevolving ? state.balance : state.drawn);
  if (amount > left)
    return no(
      'DRAWDOWN_OVER_LINE',
      'T-CRD-LEDGER',
      'amount',
      `超过额度：还可放款 ${moneyText(left).zh}`,
      `Over the line: ${moneyText(left).en} is left`,
    );
  const contradicted = rateRefusal(packs, on, input) ?? booksContradict(state, { book: 'drawn', amount, on });
  if (contradicted) return contradicted;
  return usedBefore(
    state,
    'drawn',
    input,
    'DRAWDOWN_TWICE',
    '这笔放款已经登记过（同一流水号）',
    'This drawdown is entered already (same reference)',
  );
}

/** T-CRD-LEDGER: no more than is owed, not in the future, the same repayment never twice. */
export function guardRepay({ state, now, input }: Asked): Refusal | undefined {
  if (!input) return undefined;
  const amount = amountOf(input, 'amount');
  if (typeof amount !== 'bigint') return amount;
  const twice = usedBefore(
    state,
    'repaid',
    input,
    'REPAYMENT_TWICE',
    '这笔还款已经登记过（同一流水号）',
    'This repayment is entered already (same reference)',
  );
  if (twice) return twice;
  const on = String(input['on']);
  if (on < state.grantedOn) return no('REPAYMENT_EARLY', 'T-CRD-LEDGER', 'on', '还款日早于授信日', 'Repaid before the line was granted');
  const future = notInFuture(on, now);
  if (future) return future;
  if (amount > state.balance)
    return no(
      'REPAYMENT_OVER_BALANCE',
      'T-CRD-LEDGER',
      'amount',
      `超过余额：尚欠 ${moneyText(state.balance).zh}`,
      `Over the balance: ${moneyText(state.balance).en} is owed`,
    );
  return booksContradict(state, { book: 'repaid', amount, on });
}

/** T-CRD-LEDGER: an entry is corrected once, by its negative, and never so that the books would contradict each other. */
export function guardReverse({ state, now, input }: Asked): Refusal | undefined {
  if (!input) return undefined;
  const wrong = state.entries.find((entry) => entry.seq === input['seq']);
  if (!wrong || wrong.book === 'line' || wrong.kind === 'reversal')
    return no('ENTRY_UNKNOWN', 'T-CRD-LEDGER', 'seq', '没有这笔放款或还款', 'There is no such drawdown or repayment');
  if (state.entries.some((entry) => entry.reverses === wrong.seq))
    return no('REVERSED_TWICE', 'T-CRD-LEDGER', 'seq', '这一笔已经冲正过', 'It was reversed before');
  const on = String(input['on'] ?? wrong.on);
  const future = notInFuture(on, now);
  if (future) return future;
  if (on < wrong.on)
    return no('REVERSAL_EARLY', 'T-CRD-LEDGER', 'on', `冲正日早于该笔日期 ${wrong.on}`, `Earlier than the entry itself (${wrong.on})`);
  if (wrong.book === 'drawn' && state.balance < wrong.amount)
    return no(
      'REVERSAL_UNDER_ZERO',
      'T-CRD-LEDGER',
      'seq',
      '冲正后余额为负：请先冲正相应的还款',
      'The balance would be negative: reverse its repayment first',
    );
  if (wrong.book === 'repaid' && state.isRevolving && state.balance + wrong.amount > state.line)
    return no('REVERSAL_OVER_LINE', 'T-CRD-LEDGER', 'seq', '冲正后余额超过额度', 'The balance would be over the line');
  return booksContradict(state, { book: wrong.book, amount: -wrong.amount, on });
}

/** An extension moves the day later, of a line on which something is owed. */
export function guardExtend({ state, now, packs, input }: Asked): Refusal | undefined {
  if (state.balance === 0n || state.nextDueOn === null)
    return no('NOTHING_OWED', 'T-CRD-LEDGER', undefined, '没有未还余额，无须展期', 'Nothing is owed');
  if (input && String(input['dueOn']) <= state.nextDueOn)
    return no(
      'EXTENSION_EARLIER',
      'T-CRD-LEDGER',
      'dueOn',
      `展期后的到期日应晚于${dayText(state.nextDueOn).zh}`,
      `It must be later than ${dayText(state.nextDueOn).en}`,
    );
  return input && rateRefusal(packs, dateOf(now), input);
}

/** A line entered by mistake is taken back only while nothing hangs on it: nothing drawn, and no newer line in its place. */
export function guardRevoke({ state }: Asked): Refusal | undefined {
  if (state.replacedById !== null)
    return no(
      'LINE_REPLACED',
      'T-CRD-LEDGER',
      undefined,
      '该额度已由新的额度替换，请先作废新的额度',
      'A newer line took its place: revoke that first',
    );
  if (state.drawn === 0n) return undefined;
  return no('DRAWN_ALREADY', 'T-CRD-LEDGER', undefined, '已有放款：请先冲正放款', 'Something is drawn: reverse that first');
}

/** A line is closed when nothing is owed on it, on a day that its ledger has reached and that has come. */
export function guardClose({ state, now, input }: Asked): Refusal | undefined {
  if (state.balance !== 0n)
    return no(
      'STILL_OWED',
      'T-CRD-LEDGER',
      undefined,
      `尚有余额 ${moneyText(state.balance).zh}，不能结清`,
      `${moneyText(state.balance).en} is still owed`,
    );
  if (!input) return undefined;
  const on = String(input['on']);
  const last = state.entries.reduce((day, entry) => (entry.on > day ? entry.on : day), state.grantedOn);
  if (on < last)
    return no('CLOSED_EARLY', 'T-CRD-LEDGER', 'on', `结清日早于最后一笔账目的日期 ${last}`, `Earlier than the last entry (${last})`);
  return notInFuture(on, now);
}

function notInFuture(on: IsoDate, now: Instant): Refusal | undefined {
  return on > dateOf(now) ? no('NOT_YET', 'T-CRD-LEDGER', 'on', '日期不能晚于今天', 'Not a day to come') : undefined;
}

/**
 * With this entry the books must hold on every day since, not only at the end: never more repaid than drawn, never more
 * drawn than granted (owed, on a revolving line). Any past day can be asked for.
 */
function booksContradict(
  state: LineState,
  added: { readonly book: Book; readonly amount: bigint; readonly on: IsoDate },
): Refusal | undefined {
  const granted = state.entries.find((entry) => entry.kind === 'granted')?.amount ?? 0n;
  const all = [...state.entries, added];
  for (const day of new Set(all.map(({ on }) => on))) {
    if (day < added.on) continue;
    const sum = (book: Book) => all.reduce((total, entry) => (entry.book === book && entry.on <= day ? total + entry.amount : total), 0n);
    const [drawn, repaid] = [sum('drawn'), sum('repaid')];
    if (repaid > drawn)
      return no(
        'REPAID_BEFORE_DRAWN',
        'T-CRD-LEDGER',
        'on',
        `截至${dayText(day).zh}，还款将多于放款`,
        `By ${dayText(day).en} more would be repaid than was drawn`,
      );
    if (drawn - (state.isRevolving ? repaid : 0n) > granted)
      return no(
        'OVER_LINE_THAT_DAY',
        'T-CRD-LEDGER',
        'on',
        `截至${dayText(day).zh}，将超过额度`,
        `By ${dayText(day).en} it would be over the line`,
      );
  }
  return undefined;
}

function usedBefore(
  state: LineState,
  book: Book,
  input: Readonly<Record<string, unknown>>,
  code: string,
  zh: string,
  en: string,
): Refusal | undefined {
  const reversed = reversedIn(state.entries);
  const same = state.entries.some((entry) => entry.book === book && entry.reference === input['reference'] && !reversed.has(entry.seq));
  return same ? no(code, 'T-CRD-LEDGER', 'reference', zh, en) : undefined;
}
