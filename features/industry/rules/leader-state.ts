import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import { addMonths, dateOf, instantAt, type Instant, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { chainRulesOn } from './chain-pack.ts';

/** What is known of one firm's way to being the leader of one chain (链主, CHN-04, CHN-05, CHN-07). */
export type LeaderState = CaseState & {
  readonly title: string;
  readonly firmId: string;
  readonly chainId: string;
  /** the chain's chief today; told anew whenever that changes */
  readonly chiefId: string | null;
  /** 分, as a string */
  readonly revenue: string | null;
  readonly rdShare: number | null;
  readonly marketShare: string | null;
  readonly appliedAt: Instant;
  readonly announcedUntil: IsoDate | null;
  readonly namedOn: IsoDate | null;
  readonly reviewedOn: IsoDate | null;
  readonly isDemonstration: boolean;
  readonly endedBecause: string | null;
  readonly leftOn: IsoDate | null;
};

const text = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'string' ? event.input[name] : null);
const number = (event: CaseEvent | undefined, name: string) => (typeof event?.input[name] === 'number' ? event.input[name] : null);

/** The state that the history amounts to; what a move does not name stays as it was. */
export function foldLeader(id: string, events: readonly CaseEvent[]): LeaderState {
  const first = events[0];
  const begun: LeaderState = {
    id,
    status: 'applied',
    statusSince: first?.at ?? 0,
    title: text(first, 'title') ?? '',
    firmId: text(first, 'firmId') ?? '',
    chainId: text(first, 'chainId') ?? '',
    chiefId: text(first, 'chiefId'),
    revenue: text(first, 'revenue'),
    rdShare: number(first, 'rdShare'),
    marketShare: text(first, 'marketShare'),
    appliedAt: first?.at ?? 0,
    announcedUntil: null,
    namedOn: null,
    reviewedOn: null,
    isDemonstration: false,
    endedBecause: null,
    leftOn: null,
  };
  return events.slice(1).reduce(step, begun);
}

function step(state: LeaderState, event: CaseEvent): LeaderState {
  const day = dateOf(event.at);
  const to = (status: string): LeaderState => ({ ...state, status, statusSince: event.at });
  const end = (status: string): LeaderState => ({ ...to(status), endedBecause: text(event, 'reason'), leftOn: day });
  switch (event.move) {
    case 'review':
      return event.input['passed'] === true ? to('reviewed') : { ...to('declined'), endedBecause: text(event, 'opinion') };
    case 'approve':
      return to('approved');
    case 'announce':
      return { ...to('announced'), announcedUntil: text(event, 'until') };
    case 'object':
      return to('applied');
    case 'name':
      return { ...to('named'), namedOn: day, reviewedOn: day };
    case 'reviewYearly':
      return event.input['keep'] === true ? { ...state, reviewedOn: day } : { ...end('removed'), endedBecause: text(event, 'opinion') };
    case 'award':
      return { ...state, isDemonstration: true };
    case 'decline':
      return end('declined');
    case 'withdraw':
      return end('withdrawn');
    case 'remove':
      return end('removed');
    case 'changeChief':
      return { ...state, chiefId: text(event, 'chiefId') };
    case 'transferFirm':
      return { ...state, firmId: text(event, 'firmId') ?? state.firmId };
    default:
      return state;
  }
}

/** The day by which the yearly review is due (CHN-05); null before naming. */
export function reviewDueOn(state: LeaderState, packs: readonly RulePack[]): IsoDate | null {
  if (state.status !== 'named' || state.reviewedOn === null) return null;
  return addMonths(state.reviewedOn, chainRulesOn(packs, state.reviewedOn).params.leaderReviewMonths);
}

/** A leader's review runs to the end of its due day. */
export function leaderClocks(state: LeaderState, packs: readonly RulePack[]): CaseClock[] {
  const due = reviewDueOn(state, packs);
  if (due === null || state.reviewedOn === null) return [];
  const began = instantAt(state.reviewedOn, '00:00');
  return [
    {
      key: `review#${state.reviewedOn}`,
      label: { zh: '链主复核', en: 'Yearly review' },
      holder: { kind: 'role', id: 'partyWorkOfficer' },
      rule: {
        limit: { hours: (instantAt(due, '23:59') - began) / 3_600_000 },
        rule: 'CHN-05',
        edition: chainRulesOn(packs, state.reviewedOn).edition,
        yellow: { workingDays: 0, share: 0.08 },
      },
      events: [{ kind: 'start', at: began }],
    },
  ];
}

/** Who is expected to act next. */
export function leaderTasks(state: LeaderState): CaseTask[] {
  const officer = { kind: 'role', id: 'partyWorkOfficer' } as const;
  const task = (key: string, holder: CaseTask['holder'], moves: readonly string[]): CaseTask[] => [
    { key, holder, moves, since: state.statusSince },
  ];
  switch (state.status) {
    case 'applied':
      return task('review', officer, ['review']);
    case 'reviewed':
      return state.chiefId === null ? [] : task('approve', { kind: 'user', id: state.chiefId }, ['approve', 'decline']);
    case 'approved':
      return task('announce', officer, ['announce']);
    case 'announced':
      return task('name', officer, ['name', 'object']);
    case 'named':
      return state.reviewedOn === null
        ? []
        : [{ key: 'yearly', holder: officer, moves: ['reviewYearly'], clock: `review#${state.reviewedOn}`, since: state.statusSince }];
    default:
      return [];
  }
}
