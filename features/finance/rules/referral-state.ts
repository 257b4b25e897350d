import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { dateOf, instantAt, startOfDay, type Instant, type IsoDate } from '#kernel/rules/instant.ts';

export type Reviewer = {
  readonly id: string;
  readonly declared: boolean;
  /** why they stand aside; null while they may act */
  readonly recused: 'own' | 'chain' | 'declared' | null;
  readonly scored: boolean;
};

type Milestone = {
  readonly number: number;
  readonly addedAt: Instant;
  readonly dueOn: IsoDate;
  readonly reportedAt: Instant | null;
  readonly met: boolean;
};

export type ReferralState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly fundId: string;
  readonly askedAmount: string | null;
  readonly caseFor: string | null;
  readonly score: number | null;
  readonly reviewers: readonly Reviewer[];
  readonly question: string | null;
  /** null until every reviewer who is not recused has scored */
  readonly meanScore: number | null;
  readonly decision: string | null;
  readonly decidedOn: IsoDate | null;
  readonly investedOn: IsoDate | null;
  readonly invested: string | null;
  readonly sharePercent: number | null;
  readonly milestones: readonly Milestone[];
  readonly exitedOn: IsoDate | null;
  readonly endedAt: Instant | null;
};

const text = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'string' ? event.input[name] : null);
const number = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'number' ? event.input[name] : null);
const listed = (event: CaseEvent, name: string): readonly unknown[] => (Array.isArray(event.input[name]) ? event.input[name] : []);

/** The state that a referral's history amounts to. */
export function foldReferral(id: string, events: readonly CaseEvent[]): ReferralState {
  const first = events[0];
  let state: ReferralState = {
    id,
    status: 'referred',
    statusSince: first?.at ?? 0,
    title: text(first, 'title') ?? '',
    firmId: text(first, 'firmId') ?? '',
    fundId: text(first, 'fundId') ?? '',
    askedAmount: text(first, 'askedAmount'),
    caseFor: text(first, 'caseFor'),
    score: number(first, 'score'),
    reviewers: [],
    question: null,
    meanScore: null,
    decision: null,
    decidedOn: null,
    investedOn: null,
    invested: null,
    sharePercent: null,
    milestones: [],
    exitedOn: null,
    endedAt: null,
  };
  for (const event of events) state = { ...state, ...changeOf(state, event) };
  return state;
}

function changeOf(state: ReferralState, event: CaseEvent): Partial<ReferralState> {
  const to = (status: string) => ({ status, statusSince: event.at });
  const today = dateOf(event.at);
  switch (event.move) {
    case 'screen':
      return { ...(state.status === 'referred' ? to('screening') : {}), reviewers: named(state, event) };
    case 'declare':
    case 'declareNone':
      return { reviewers: changed(state, event.actor.id, { declared: true, ...recusedBy(event) }) };
    case 'recuse':
      return stoodAside(state, event);
    case 'startDueDiligence':
      return to('dueDiligence');
    case 'question':
      return { question: text(event, 'question') };
    case 'answer':
      return { question: null };
    case 'scored':
      return { reviewers: changed(state, text(event, 'reviewerId'), { scored: true }) };
    case 'reveal':
      return { ...to('decision'), meanScore: number(event, 'meanScore') };
    case 'decide': {
      const decision = text(event, 'decision') ?? 'rejected';
      return { ...to(decision), decision, decidedOn: today, endedAt: decision === 'rejected' ? event.at : null };
    }
    case 'close':
      return {
        ...to('invested'),
        invested: text(event, 'invested'),
        sharePercent: number(event, 'sharePercent'),
        investedOn: text(event, 'on'),
      };
    case 'addMilestone': {
      const added = {
        number: state.milestones.length + 1,
        addedAt: event.at,
        dueOn: text(event, 'dueOn') ?? today,
        reportedAt: null,
        met: false,
      };
      return { milestones: [...state.milestones, added] };
    }
    case 'reportMilestone':
      return {
        milestones: state.milestones.map((one) =>
          one.number === number(event, 'number') ? { ...one, reportedAt: event.at, met: event.input['met'] === true } : one,
        ),
      };
    case 'exit':
      return { ...to('exited'), exitedOn: text(event, 'on'), endedAt: event.at };
    case 'withdraw':
      return { ...to('withdrawn'), endedAt: event.at };
    case 'transferFirm':
      return { firmId: text(event, 'firmId') ?? state.firmId };
    default:
      return {};
  }
}

/** Whose word counts no more by the rule, and the mean without them; with nobody left the review begins anew. */
function stoodAside(state: ReferralState, event: CaseEvent): Partial<ReferralState> {
  const recusals = recusalsIn(event);
  const reviewers = state.reviewers.map((one) => ({ ...one, recused: one.recused ?? recusals.get(one.id) ?? null }));
  if (state.status !== 'decision') return { reviewers };
  const isLeft = reviewers.some((one) => one.recused === null);
  return isLeft
    ? { reviewers, meanScore: number(event, 'meanScore') }
    : { reviewers, meanScore: null, status: 'dueDiligence', statusSince: event.at };
}

function recusalsIn(event: CaseEvent): ReadonlyMap<string, 'own' | 'chain'> {
  const listedOnes = listed(event, 'recusals') as readonly { reviewerId: string; why: 'own' | 'chain' }[];
  return new Map(listedOnes.map((one) => [one.reviewerId, one.why]));
}

/** Those named before stay as they are; new ones come, recused at once where the rule says so. */
function named(state: ReferralState, event: CaseEvent): Reviewer[] {
  const known = new Set(state.reviewers.map((one) => one.id));
  const fresh = [...new Set(listed(event, 'reviewerIds').map(String))].filter((id) => !known.has(id));
  const recused = recusalsIn(event);
  return [...state.reviewers, ...fresh.map((id) => ({ id, declared: false, recused: recused.get(id) ?? null, scored: false }))];
}

function recusedBy(event: CaseEvent): Partial<Reviewer> {
  const why = text(event, 'recusedFor');
  return why === 'own' || why === 'chain' || why === 'declared' ? { recused: why } : {};
}

function changed(state: ReferralState, id: string | null, change: Partial<Reviewer>): Reviewer[] {
  return state.reviewers.map((one) => (one.id === id ? { ...one, ...change } : one));
}

/** Those whose word counts: named and not recused. */
export function judging(state: ReferralState): readonly Reviewer[] {
  return state.reviewers.filter((one) => one.recused === null);
}

/** May the scores be opened? Only when everyone whose word counts has scored, and at least one has (EQ-BLIND). */
export function allScored(state: ReferralState): boolean {
  const all = judging(state);
  return all.length > 0 && all.every((one) => one.scored);
}

/** Mean of all single scores (0..100), two decimals, halves up: in whole numbers, so that no half is lost (EQ-BLIND). */
export function meanOf(scores: readonly number[]): number {
  const sum = scores.reduce((total, one) => total + one, 0);
  return Math.floor((sum * 200 + scores.length) / (scores.length * 2)) / 100;
}

/** Each milestone runs to the end of the day it names (EQ-MILESTONE). */
export function referralClocks(state: ReferralState): CaseClock[] {
  return state.milestones.map((one) => {
    const end = one.reportedAt ?? state.endedAt;
    const start = Math.min(startOfDay(dateOf(one.addedAt)), startOfDay(one.dueOn));
    return {
      key: `milestone#${one.number}`,
      label: { zh: `投后里程碑 ${one.number}`, en: `Milestone ${one.number}` },
      holder: { kind: 'provider', id: state.fundId },
      rule: {
        limit: { hours: (instantAt(one.dueOn, '24:00') - start) / 3_600_000 },
        rule: 'EQ-MILESTONE',
        edition: '投后里程碑',
        yellow: { workingDays: 0, share: 0.2 },
      },
      events: [{ kind: 'start', at: start }, ...(end === null ? [] : [{ kind: 'stop' as const, at: end }])],
    };
  });
}

/** What each side is expected to do next. Scoring is done on the case's page, beside its moves. */
export function referralTasks(state: ReferralState): CaseTask[] {
  const since = state.statusSince;
  const fund = { kind: 'provider', id: state.fundId } as const;
  const forFund = (key: string, moves: string[]): CaseTask => ({ key, holder: fund, moves, since });
  if (state.status === 'referred') return [forFund('screen', ['screen'])];
  if (state.status === 'approved') return [forFund('close', ['close'])];
  if (state.status === 'decision')
    return judging(state).map(({ id }) => ({ key: `decide:${id}`, holder: { kind: 'user', id }, moves: ['decide'], since }));
  if (state.status === 'invested') {
    const open = state.milestones.filter((one) => one.reportedAt === null);
    return open.map((one) => ({
      ...forFund(`milestone#${one.number}`, ['reportMilestone']),
      clock: `milestone#${one.number}`,
      since: one.addedAt,
    }));
  }
  if (state.status !== 'screening' && state.status !== 'dueDiligence') return [];
  const declaring = judging(state).filter((one) => !one.declared);
  // who has not declared yet could not begin
  const ready = declaring.length === 0 && judging(state).length > 0;
  return [
    ...declaring.map(({ id }): CaseTask => ({
      key: `declare:${id}`,
      holder: { kind: 'user', id },
      moves: ['declareNone', 'declare'],
      since,
    })),
    ...(state.status === 'screening' && ready ? [forFund('startDueDiligence', ['startDueDiligence'])] : []),
    ...(state.question === null ? [] : [{ key: 'answer', holder: { kind: 'firm' as const, id: state.firmId }, moves: ['answer'], since }]),
    ...(state.status === 'dueDiligence'
      ? judging(state)
          .filter((one) => one.declared && !one.scored)
          .map(({ id }): CaseTask => ({ key: `score:${id}`, holder: { kind: 'user', id }, moves: [], since }))
      : []),
  ];
}
