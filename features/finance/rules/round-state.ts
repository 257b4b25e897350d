import { accountOf } from '#kernel/rules/clock.ts';
import type { CountMode, WorkCalendar } from '#kernel/rules/calendar.ts';
import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { dateOf, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import { packInForce, type RulePack } from '#kernel/rules/rule-pack.ts';

/** How long points stand open for objection, and how soon an objection is decided (`points.rounds`). */
export type RoundParams = {
  readonly publicityDays: number;
  /** a public notice counts its first day (rulebook §0) */
  readonly publicityCountMode: CountMode;
  readonly objectionDays: number;
};

export const defaultRoundPack: RulePack<RoundParams> = {
  code: 'points.rounds',
  edition: '平台默认',
  effectiveFrom: '2000-01-01',
  source: '公示期与异议办理时限的平台默认，待本区核定',
  confidence: 'D',
  params: { publicityDays: 5, publicityCountMode: 'includeStart', objectionDays: 5 },
};

export function roundParamsOn(packs: readonly RulePack[], day: IsoDate): RoundParams & { readonly edition: string } {
  const own = packInForce(packs, defaultRoundPack.code, day) as RulePack<Partial<RoundParams>> | undefined;
  return { ...defaultRoundPack.params, ...own?.params, edition: own?.edition ?? defaultRoundPack.edition };
}

export type RoundState = CaseState & {
  readonly title: string;
  readonly year: number;
  /** of the scheme that the whole round is reckoned by */
  readonly edition: string;
  readonly scoredAt: Instant | null;
  readonly attempts: number;
  readonly firms: number;
  readonly publishedAt: Instant | null;
  readonly publicityEndedAt: Instant | null;
  readonly frozenAt: Instant | null;
  readonly corrections: number;
};

/** The state that a round's history amounts to. */
export function foldRound(id: string, events: readonly CaseEvent[]): RoundState {
  const [first] = events;
  let state: RoundState = {
    id,
    status: 'gathering',
    statusSince: first?.at ?? 0,
    title: typeof first?.input['title'] === 'string' ? first.input['title'] : '',
    year: typeof first?.input['year'] === 'number' ? first.input['year'] : 0,
    edition: typeof first?.input['edition'] === 'string' ? first.input['edition'] : '',
    scoredAt: null,
    attempts: 0,
    firms: 0,
    publishedAt: null,
    publicityEndedAt: null,
    frozenAt: null,
    corrections: 0,
  };
  for (const event of events) state = { ...state, ...changeOf(state, event) };
  return state;
}

function changeOf(state: RoundState, { move, at, input }: CaseEvent): Partial<RoundState> {
  const to = (status: string) => ({ status, statusSince: at });
  switch (move) {
    case 'score':
      return { scoredAt: at, attempts: state.attempts + 1, firms: typeof input['firms'] === 'number' ? input['firms'] : state.firms };
    case 'publish':
      return { ...to('publicity'), publishedAt: at };
    case 'endPublicity':
      return { ...to('reviewed'), publicityEndedAt: endOf(input, at) };
    case 'freeze':
      return { ...to('frozen'), frozenAt: at, publicityEndedAt: state.publicityEndedAt ?? endOf(input, at) };
    case 'correct':
      return { corrections: state.corrections + 1 };
    case 'cancel':
      return { ...to('cancelled'), publicityEndedAt: state.publicityEndedAt ?? endOf(input, at) };
    default:
      return {};
  }
}

/** Publicity ended when its clock said, however late somebody looked. */
function endOf(input: CaseEvent['input'], at: Instant): Instant {
  return typeof input['endedAt'] === 'number' ? input['endedAt'] : at;
}

/** The days on which firms may object; it ends by itself, and nobody is late when it does. */
export function roundClocks(state: RoundState, packs: readonly RulePack[]): CaseClock[] {
  if (state.publishedAt === null) return [];
  const { publicityDays, publicityCountMode: countMode, edition } = roundParamsOn(packs, dateOf(state.publishedAt));
  return [
    {
      key: 'publicity',
      label: { zh: '公示期', en: 'Publicity' },
      holder: { kind: 'role', id: 'financeOfficer' },
      rule: { limit: { workingDays: publicityDays }, countMode, rule: 'PTS-PUBLICITY', edition, yellow: { workingDays: 1, share: 0.2 } },
      events: [
        { kind: 'start', at: state.publishedAt },
        ...(state.publicityEndedAt === null ? [] : [{ kind: 'stop' as const, at: state.publicityEndedAt }]),
      ],
    },
  ];
}

/** Until when firms may object; null before the points are public. */
export function publicityEnds(state: RoundState, packs: readonly RulePack[], calendar: WorkCalendar): Instant | null {
  const [clock] = roundClocks(state, packs);
  return clock ? accountOf(clock.rule, clock.events, calendar, clock.events[0]?.at ?? 0).dueAt : null;
}

export function roundTasks(state: RoundState): CaseTask[] {
  if (state.status !== 'reviewed') return [];
  return [{ key: 'freeze', holder: { kind: 'role', id: 'financeOfficer' }, moves: ['freeze'], since: state.statusSince }];
}
