import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { dateOf, instantAt, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { fen, text, whole, type Input } from './event-input.ts';

export type Book = 'line' | 'drawn' | 'repaid';

/** One line of the ledger, in 分; `amount` is signed: a correction is the negative of what it reverses. */
export type LedgerEntry = {
  readonly seq: number;
  readonly book: Book;
  readonly kind: 'granted' | 'replaced' | 'drawdown' | 'repayment' | 'reversal';
  readonly amount: bigint;
  readonly on: IsoDate;
  readonly dueOn: IsoDate | null;
  readonly rateBp: number | null;
  readonly reference: string;
  readonly reverses: number | null;
  readonly note: string | null;
};

export type LineState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly productId: string;
  readonly bankId: string;
  readonly replacesId: string | null;
  readonly replacedById: string | null;
  readonly applicationId: string | null;
  /** the bank's contract number */
  readonly reference: string | null;
  readonly isRevolving: boolean;
  readonly rateBp: number | null;
  /** the longest that one drawing may run; null on lines entered before products had a say in it */
  readonly termMonths: number | null;
  readonly grantedOn: IsoDate;
  readonly validUntil: IsoDate;
  readonly entries: readonly LedgerEntry[];
  readonly line: bigint;
  readonly drawn: bigint;
  readonly repaid: bigint;
  readonly balance: bigint;
  /** an extension moves to a later day what was drawn until then: entries up to `through` */
  readonly extensions: readonly { readonly to: IsoDate; readonly through: number }[];
  readonly nextDueOn: IsoDate | null;
  readonly closedOn: IsoDate | null;
};

/** The state that a line's history amounts to; line, drawn and balance are sums over its ledger (rulebook §5.4). */
export function foldLine(id: string, events: readonly CaseEvent[]): LineState {
  const [first] = events;
  const input = first?.input ?? {};
  const grantedOn = text(input, 'grantedOn') ?? '1970-01-01';
  let state = settled({
    id,
    status: 'granted',
    statusSince: first?.at ?? 0,
    title: text(input, 'title') ?? '',
    firmId: text(input, 'firmId') ?? '',
    productId: text(input, 'productId') ?? '',
    bankId: text(input, 'bankId') ?? '',
    replacesId: text(input, 'replacesId'),
    replacedById: null,
    applicationId: text(input, 'applicationId'),
    reference: text(input, 'reference'),
    isRevolving: input['isRevolving'] === true,
    rateBp: whole(input, 'rateBp'),
    termMonths: whole(input, 'termMonths'),
    grantedOn,
    validUntil: text(input, 'validUntil') ?? grantedOn,
    entries: [],
    line: 0n,
    drawn: 0n,
    repaid: 0n,
    balance: 0n,
    extensions: [],
    nextDueOn: null,
    closedOn: null,
  });
  for (const event of events) state = after(state, event);
  return state;
}

function after(state: LineState, event: CaseEvent): LineState {
  const { input } = event;
  const at = event.at;
  switch (event.move) {
    case 'open':
      return entered(state, at, { book: 'line', kind: 'granted', amount: fen(input, 'line') ?? 0n, on: state.grantedOn, input });
    case 'draw':
      return entered(state, at, {
        book: 'drawn',
        kind: 'drawdown',
        amount: fen(input, 'amount') ?? 0n,
        on: text(input, 'on') ?? state.grantedOn,
        input,
      });
    case 'repay':
      return entered(state, at, {
        book: 'repaid',
        kind: 'repayment',
        amount: fen(input, 'amount') ?? 0n,
        on: text(input, 'on') ?? state.grantedOn,
        input,
      });
    case 'reverse': {
      const wrong = state.entries.find((entry) => entry.seq === input['seq']);
      if (!wrong) return state;
      return entered(state, at, {
        book: wrong.book,
        kind: 'reversal',
        amount: -wrong.amount,
        on: text(input, 'on') ?? wrong.on,
        input,
        reverses: wrong.seq,
      });
    }
    case 'replaced':
      return replaced(state, at, input);
    case 'restored':
      return restored(state, at, input);
    case 'revoke':
      return revoked(state, at, input);
    case 'extend': {
      const extensions = [...state.extensions, { to: text(input, 'dueOn') ?? '', through: state.entries.length }];
      return settled({ ...state, extensions, rateBp: whole(input, 'rateBp') ?? state.rateBp, status: 'extended', statusSince: at });
    }
    case 'fallDue':
      return { ...state, status: 'overdue', statusSince: at };
    case 'close':
      return { ...state, status: 'closed', statusSince: at, closedOn: text(input, 'on') };
    case 'transferFirm':
      return { ...state, firmId: text(input, 'firmId') ?? state.firmId };
    default:
      return state;
  }
}

/**
 * From that day on the newer line counts and this one does not: what this one would still count for on a later day is reversed on that
 * day, be it that it was replaced, or taken back, later than the newer line now says.
 */
function replaced(state: LineState, at: number, input: Input): LineState {
  const on = text(input, 'on') ?? state.grantedOn;
  const book = state.entries.filter((entry) => entry.book === 'line');
  let next = state;
  for (const [day, entries] of Map.groupBy(
    book.filter((entry) => entry.on > on),
    (entry) => entry.on,
  ))
    next = counted(next, at, { kind: 'reversal', amount: -sumOf(entries), on: day, input: {}, reverses: entries.at(-1)?.seq ?? 0 });
  next = counted(next, at, { kind: 'replaced', amount: -sumOf(book.filter((entry) => entry.on <= on)), on, input });
  return next.status === 'revoked' ? next : turned({ ...next, replacedById: text(input, 'byId') }, at);
}

/** The line that took its place was a slip of the pen: from that day on this one stands again. */
function restored(state: LineState, at: number, input: Input): LineState {
  const granted = state.entries.find((entry) => entry.kind === 'granted');
  const taken = state.entries.findLast((entry) => entry.kind === 'replaced');
  if (!granted || !taken) return state;
  const on = text(input, 'on') ?? dateOf(at);
  const next = counted(state, at, { kind: 'reversal', amount: granted.amount - state.line, on, input: {}, reverses: taken.seq });
  return turned({ ...next, replacedById: null }, at);
}

const sumOf = (entries: readonly LedgerEntry[]) => entries.reduce((sum, { amount }) => sum + amount, 0n);

/** An entry of the line's own book, where there is anything to enter; it names the entry it reverses if none has before. */
function counted(state: LineState, at: number, { reverses, ...entry }: Omit<Entered, 'book'>): LineState {
  if (entry.amount === 0n) return state;
  const named = reverses === undefined || reversedIn(state.entries).has(reverses) ? {} : { reverses };
  return entered(state, at, { ...entry, ...named, book: 'line' });
}

/** What was granted is taken back by its negative, on the day of the correction: earlier days stay as they were told. */
function revoked(state: LineState, at: number, input: Input): LineState {
  const granted = state.entries.find((entry) => entry.kind === 'granted');
  if (!granted) return state;
  const next = entered(state, at, {
    book: 'line',
    kind: 'reversal',
    amount: -granted.amount,
    on: dateOf(at),
    input,
    reverses: granted.seq,
  });
  return { ...next, status: 'revoked', statusSince: at };
}

type Entered = Pick<LedgerEntry, 'book' | 'kind' | 'amount' | 'on'> & { readonly input: Input; readonly reverses?: number };

function entered(state: LineState, at: number, { input, reverses, ...entry }: Entered): LineState {
  const seq = state.entries.length + 1;
  const line: LedgerEntry = {
    ...entry,
    seq,
    dueOn: entry.kind === 'drawdown' ? text(input, 'dueOn') : null,
    rateBp: whole(input, 'rateBp'),
    reference: text(input, 'reference') ?? '',
    reverses: reverses ?? null,
    note: text(input, 'reason') ?? text(input, 'note'),
  };
  return turned(settled({ ...state, entries: [...state.entries, line] }), at);
}

function turned(state: LineState, at: number): LineState {
  const status = statusAfter(state, dateOf(at));
  return status === state.status ? state : { ...state, status, statusSince: at, closedOn: null };
}

function statusAfter(state: LineState, today: IsoDate): string {
  if (state.status === 'revoked' || (state.status === 'closed' && state.balance === 0n)) return state.status;
  const isOverdue = state.status === 'overdue' && (state.nextDueOn ?? '') < today;
  if (state.balance > 0n) return isOverdue || state.status === 'extended' ? state.status : 'drawn';
  if (state.replacedById !== null) return 'replaced';
  return state.drawn > 0n ? 'repaid' : 'granted';
}

/** Sums of the books, and the day on which the earliest drawing not yet repaid falls due; repayments go to the earliest first. */
function settled(state: LineState): LineState {
  const sum = (book: Book) => state.entries.reduce((total, entry) => (entry.book === book ? total + entry.amount : total), 0n);
  const [line, drawn, repaid] = [sum('line'), sum('drawn'), sum('repaid')];
  return { ...state, line, drawn, repaid, balance: drawn - repaid, nextDueOn: nextDue(state, drawn, repaid) };
}

/** Each repayment goes to what was drawn by its day, the earliest due first; what is open longest says when the line falls due. */
function nextDue(state: LineState, drawn: bigint, repaid: bigint): IsoDate | null {
  if (drawn <= repaid) return null;
  const reversed = reversedIn(state.entries);
  const entries = state.entries
    .filter((entry) => (entry.kind === 'drawdown' || entry.kind === 'repayment') && !reversed.has(entry.seq))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : a.seq - b.seq));
  let open: { readonly dueOn: IsoDate; readonly amount: bigint }[] = [];
  let ahead = 0n;
  for (const entry of entries) {
    if (entry.kind === 'drawdown') open = [...open, { dueOn: dueOf(state, entry), amount: entry.amount }];
    else ahead += entry.amount;
    open.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0));
    open = open.flatMap((one) => {
      const paid = ahead < one.amount ? ahead : one.amount;
      ahead -= paid;
      return paid === one.amount ? [] : [{ ...one, amount: one.amount - paid }];
    });
  }
  return open[0]?.dueOn ?? null;
}

function dueOf(state: LineState, entry: LedgerEntry): IsoDate {
  return state.extensions.reduce((due, { to, through }) => (entry.seq <= through && to > due ? to : due), entry.dueOn ?? state.validUntil);
}

/** Numbers of the entries that a later one has reversed. */
export function reversedIn(entries: readonly LedgerEntry[]): ReadonlySet<number> {
  return new Set(entries.flatMap((entry) => (entry.reverses === null ? [] : [entry.reverses])));
}

/** Runs to the end of the next due day; its turning red makes the line overdue. */
export function lineClocks(state: LineState): CaseClock[] {
  if (state.nextDueOn === null || state.status === 'closed') return [];
  const start = Math.min(startOfDay(state.grantedOn), startOfDay(state.nextDueOn));
  const hours = Math.max(1, (instantAt(state.nextDueOn, '24:00') - start) / 3_600_000);
  return [
    {
      key: `due:${state.nextDueOn}`,
      label: { zh: '还款到期', en: 'Repayment due' },
      holder: { kind: 'firm', id: state.firmId },
      rule: { limit: { hours }, rule: 'T-CRD-DUE', edition: '借款合同', yellow: { workingDays: 22, share: 0.25 } },
      events: [{ kind: 'start', at: start }],
    },
  ];
}

/** The bank reports what is drawn and repaid; the firm need do nothing here. */
export function lineTasks(state: LineState): CaseTask[] {
  if (state.status !== 'overdue') return [];
  return [{ key: 'overdue', holder: { kind: 'provider', id: state.bankId }, moves: ['repay', 'extend'], since: state.statusSince }];
}
