import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import type { ClockEvent } from '#kernel/rules/clock.ts';
import { dateOf, dayMs, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { creditOn } from './credit-pack.ts';
import type { Eligibility } from './eligibility.ts';
import { fen, text, whole, type Input } from './event-input.ts';

type Asked = { readonly at: Instant; readonly answeredAt: Instant | null };

export type ApplicationState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly productId: string;
  readonly bankId: string;
  readonly amount: bigint;
  readonly termMonths: number;
  readonly useOfFunds: string | null;
  /** as reckoned on the day of the application, kept with it */
  readonly eligibility: { readonly isEligible: boolean; readonly isVetoed: boolean; readonly suggestedLine: bigint | null };
  readonly score: number | null;
  readonly promisedRateBp: number | null;
  readonly promisedDays: number | null;
  /** working days until the bank's first answer, and those in which it said with its preliminary yes that it decides */
  readonly answerDays: number | null;
  readonly namedDays: number | null;
  /** the last time it came before the zone: at first, or again by the firm's wish */
  readonly submittedAt: Instant;
  readonly submittedOn: IsoDate;
  readonly zoneDoneAt: Instant | null;
  readonly recommendedAt: Instant | null;
  readonly answeredAt: Instant | null;
  readonly decidedAt: Instant | null;
  readonly decision: 'approved' | 'declined' | null;
  readonly questions: readonly Asked[];
  readonly line: bigint | null;
  readonly rateBp: number | null;
  readonly bankDays: number | null;
  readonly lineId: string | null;
  readonly endedAt: Instant | null;
};

/** The state that an application's history amounts to (rulebook §5.4). */
export function foldApplication(id: string, events: readonly CaseEvent[]): ApplicationState {
  const [first] = events;
  const input = first?.input ?? {};
  const at = first?.at ?? 0;
  const snapshot = eligibilitySaid(input);
  let state: ApplicationState = {
    id,
    status: 'submitted',
    statusSince: at,
    title: text(input, 'title') ?? '',
    firmId: text(input, 'firmId') ?? '',
    productId: text(input, 'productId') ?? '',
    bankId: text(input, 'bankId') ?? '',
    amount: fen(input, 'amount') ?? 0n,
    termMonths: whole(input, 'termMonths') ?? 0,
    useOfFunds: text(input, 'useOfFunds'),
    eligibility: {
      isEligible: snapshot?.isEligible === true,
      isVetoed: snapshot?.isVetoed === true,
      suggestedLine: fen(input, 'suggestedLine'),
    },
    score: whole(input, 'score'),
    promisedRateBp: whole(input, 'promisedRateBp'),
    promisedDays: whole(input, 'promisedDays'),
    answerDays: null,
    namedDays: null,
    submittedAt: at,
    submittedOn: dateOf(at),
    zoneDoneAt: null,
    recommendedAt: null,
    answeredAt: null,
    decidedAt: null,
    decision: null,
    questions: [],
    line: null,
    rateBp: null,
    bankDays: null,
    lineId: null,
    endedAt: null,
  };
  for (const event of events.slice(1)) state = after(state, event);
  return state;
}

/** The eligibility that an application's first event keeps. */
export function eligibilitySaid(input: Input): Pick<Eligibility, 'isEligible' | 'isVetoed' | 'reasons'> | undefined {
  const said = input['eligibility'];
  return typeof said === 'object' && said !== null ? (said as Pick<Eligibility, 'isEligible' | 'isVetoed' | 'reasons'>) : undefined;
}

function after(state: ApplicationState, { move, at, input }: CaseEvent): ApplicationState {
  const turned = (status: string, more: Partial<ApplicationState>): ApplicationState => ({ ...state, status, statusSince: at, ...more });
  switch (move) {
    case 'recommend':
      return turned('recommended', { zoneDoneAt: at, recommendedAt: at });
    case 'notRecommend':
      return turned('notRecommended', { zoneDoneAt: at });
    case 'askReview':
      return turned('submitted', { submittedAt: at, zoneDoneAt: null });
    case 'sayYes':
      return turned('bankReview', { answeredAt: at, answerDays: whole(input, 'bankDays'), namedDays: whole(input, 'namedDays') });
    case 'ask':
      return { ...state, questions: [...state.questions, { at, answeredAt: null }] };
    case 'answer':
      return { ...state, questions: state.questions.map((one) => (one.answeredAt === null ? { ...one, answeredAt: at } : one)) };
    case 'approve':
      return turned('approved', {
        ...decided(state, at, input),
        decision: 'approved',
        line: fen(input, 'line'),
        rateBp: whole(input, 'rateBp'),
        lineId: text(input, 'lineId'),
      });
    case 'decline':
      return turned('declined', { ...decided(state, at, input), decision: 'declined' });
    case 'withdraw':
    case 'consentEnded':
      return turned('withdrawn', { endedAt: at });
    case 'transferFirm':
      return { ...state, firmId: text(input, 'firmId') ?? state.firmId };
    default:
      return state;
  }
}

/** A decision without a word before it is the bank's first answer too. */
function decided(state: ApplicationState, at: Instant, input: Input): Partial<ApplicationState> {
  const bankDays = whole(input, 'bankDays');
  const isFirst = state.answeredAt === null;
  return { decidedAt: at, endedAt: at, bankDays, answeredAt: state.answeredAt ?? at, answerDays: isFirst ? bankDays : state.answerDays };
}

export function openQuestion(state: ApplicationState): Asked | undefined {
  return state.questions.find((one) => one.answeredAt === null);
}

/** While a bank waits for the firm its clock stands still, for so long at most. */
const questionMs = 90 * dayMs;

/** The zone's turn, the bank's first answer, and its decision within the days it named itself; the firm sees all three. */
export function applicationClocks(state: ApplicationState, packs: readonly RulePack[]): CaseClock[] {
  const params = creditOn(packs, state.submittedOn);
  const bank = { kind: 'provider' as const, id: state.bankId };
  const clock = (key: string, zh: string, en: string, holder: CaseClock['holder'], days: number, events: ClockEvent[]): CaseClock => ({
    key,
    label: { zh, en },
    holder,
    rule: { limit: { workingDays: days }, rule: 'CRD-DAYS', edition: params.edition, yellow: { workingDays: 1, share: 0.2 } },
    events,
  });
  const zone = { kind: 'role' as const, id: 'financeOfficer' };
  const clocks = [
    clock('recommend', '园区推荐', 'Zone recommends', zone, params.recommendDays, run(state, state.submittedAt, state.zoneDoneAt)),
  ];
  if (state.recommendedAt !== null)
    clocks.push(
      clock(
        'answer',
        '银行答复',
        'Bank answers',
        bank,
        state.promisedDays ?? params.answerDays,
        run(state, state.recommendedAt, state.answeredAt),
      ),
    );
  if (state.answeredAt !== null && state.answeredAt !== state.decidedAt)
    clocks.push(
      clock(
        'decide',
        '银行审批',
        'Bank decides',
        bank,
        state.namedDays ?? params.answerDays,
        run(state, state.answeredAt, state.decidedAt),
      ),
    );
  return clocks;
}

function run(state: ApplicationState, from: Instant, done: Instant | null): ClockEvent[] {
  const stop = done ?? state.endedAt;
  const pauses = state.questions
    .filter((one) => one.at >= from && (stop === null || one.at < stop))
    .flatMap((one): ClockEvent[] => [
      { kind: 'pause', at: one.at, until: one.at + questionMs, reason: '等企业答复' },
      ...(one.answeredAt === null || (stop !== null && one.answeredAt >= stop) ? [] : [{ kind: 'resume' as const, at: one.answeredAt }]),
    ]);
  return [{ kind: 'start', at: from }, ...pauses, ...(stop === null ? [] : [{ kind: 'stop' as const, at: stop }])];
}

/** Whose turn it is. */
export function applicationTasks(state: ApplicationState): CaseTask[] {
  const since = state.statusSince;
  if (state.status === 'submitted')
    return [
      { key: 'recommend', holder: { kind: 'role', id: 'financeOfficer' }, moves: ['recommend', 'notRecommend'], clock: 'recommend', since },
    ];
  if (state.status !== 'recommended' && state.status !== 'bankReview') return [];
  const question = openQuestion(state);
  if (question) return [{ key: 'question', holder: { kind: 'firm', id: state.firmId }, moves: ['answer'], since: question.at }];
  const bank = { kind: 'provider' as const, id: state.bankId };
  return state.status === 'recommended'
    ? [{ key: 'lead', holder: bank, moves: ['sayYes', 'decline', 'ask'], clock: 'answer', since }]
    : [{ key: 'decide', holder: bank, moves: ['approve', 'decline', 'ask'], clock: 'decide', since }];
}
