import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { radarOn } from './radar.ts';
import { text, whole } from './event-input.ts';

export type InquiryState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly bankId: string;
  readonly subjectId: string;
  readonly subject: string;
  readonly amount: string | null;
  readonly dueOn: IsoDate;
  readonly note: string | null;
  readonly askedAt: Instant;
  readonly answeredAt: Instant | null;
  readonly offered: string | null;
  readonly offeredRateBp: number | null;
  readonly namedDays: number | null;
  readonly acceptedAt: Instant | null;
  readonly completedAt: Instant | null;
  readonly rateBp: number | null;
  readonly bankDays: number | null;
  readonly endedAt: Instant | null;
};

/** The state that an inquiry's history amounts to. */
export function foldInquiry(id: string, events: readonly CaseEvent[]): InquiryState {
  const [first] = events;
  const input = first?.input ?? {};
  const at = first?.at ?? 0;
  let state: InquiryState = {
    id,
    status: 'asked',
    statusSince: at,
    title: text(input, 'title') ?? '',
    firmId: text(input, 'firmId') ?? '',
    bankId: text(input, 'bankId') ?? '',
    subjectId: text(input, 'subjectId') ?? '',
    subject: text(input, 'subject') ?? '',
    amount: text(input, 'amount'),
    dueOn: text(input, 'dueOn') ?? dateOf(at),
    note: text(input, 'note'),
    askedAt: at,
    answeredAt: null,
    offered: null,
    offeredRateBp: null,
    namedDays: null,
    acceptedAt: null,
    completedAt: null,
    rateBp: null,
    bankDays: null,
    endedAt: null,
  };
  for (const event of events.slice(1)) state = { ...state, ...changeOf(state, event) };
  return state;
}

function changeOf(state: InquiryState, { move, at, input }: CaseEvent): Partial<InquiryState> {
  const to = (status: string) => ({ status, statusSince: at });
  switch (move) {
    case 'offer':
      return {
        ...to('offered'),
        answeredAt: at,
        offered: text(input, 'amount'),
        offeredRateBp: whole(input, 'rateBp'),
        namedDays: whole(input, 'namedDays'),
      };
    case 'refuse':
      return { ...to('refused'), answeredAt: at, endedAt: at };
    case 'accept':
      return { ...to('accepted'), acceptedAt: at };
    case 'complete':
      return { ...to('completed'), completedAt: at, endedAt: at, rateBp: whole(input, 'rateBp'), bankDays: whole(input, 'bankDays') };
    case 'withdraw':
    case 'close':
      return { ...to('closed'), endedAt: at };
    case 'transferFirm':
      return { firmId: text(input, 'firmId') ?? state.firmId };
    default:
      return {};
  }
}

/** The bank's answer within the usual days, then what it named itself. */
export function inquiryClocks(state: InquiryState, packs: readonly RulePack[]): CaseClock[] {
  const { inquiryDays, edition } = radarOn(packs, dateOf(state.askedAt));
  const clock = (key: string, zh: string, en: string, days: number, from: Instant, done: Instant | null): CaseClock => {
    const stop = done ?? state.endedAt;
    return {
      key,
      label: { zh, en },
      holder: { kind: 'provider', id: state.bankId },
      rule: { limit: { workingDays: days }, rule: 'RADAR-DAYS', edition, yellow: { workingDays: 1, share: 0.2 } },
      events: [{ kind: 'start', at: from }, ...(stop === null ? [] : [{ kind: 'stop' as const, at: stop }])],
    };
  };
  return [
    clock('answer', '银行答复', 'Bank answers', inquiryDays, state.askedAt, state.answeredAt),
    ...(state.acceptedAt === null
      ? []
      : [clock('complete', '办理续贷', 'Bank completes', state.namedDays ?? inquiryDays, state.acceptedAt, state.completedAt)]),
  ];
}

export function inquiryTasks(state: InquiryState): CaseTask[] {
  const since = state.statusSince;
  const bank = { kind: 'provider' as const, id: state.bankId };
  if (state.status === 'asked') return [{ key: 'answer', holder: bank, moves: ['offer', 'refuse'], clock: 'answer', since }];
  if (state.status === 'offered')
    return [{ key: 'accept', holder: { kind: 'firm', id: state.firmId }, moves: ['accept', 'withdraw'], since }];
  if (state.status === 'accepted') return [{ key: 'complete', holder: bank, moves: ['complete'], clock: 'complete', since }];
  return [];
}
