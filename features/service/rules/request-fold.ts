import type { CaseEvent } from '#kernel/rules/case.ts';
import { fromIso, instantAt, type Instant } from '#kernel/rules/instant.ts';
import { requestLevels, type RequestLevel } from './sla.ts';
import { inputOf, type EventInput } from './event-input.ts';
import { requestAtFirst, type RequestDraft } from './request-at-first.ts';
import type { RequestResult, RequestState } from './request-state.ts';

type Apply = (state: RequestDraft, event: CaseEvent, input: EventInput) => void;

/** The state that a request's history amounts to. An event that is not a request's changes nothing. */
export function foldRequest(id: string, events: readonly CaseEvent[]): RequestState {
  const state = requestAtFirst(id, events[0]?.at ?? 0);
  for (const event of events) {
    const before = state.status;
    const apply = Object.hasOwn(moves, event.move) ? moves[event.move] : undefined;
    apply?.(state, event, inputOf(event));
    if (state.status !== before) state.statusSince = event.at;
    if (before === 'replied' && state.status !== before) state.verdictEndedAt = event.at;
    if (handlingMoves.has(event.move)) state.handlerIds = [...new Set([...state.handlerIds, event.actor.id])];
  }
  return state;
}

const handlingMoves = new Set([
  'accept',
  'dispatch',
  'sign',
  'contact',
  'askFirm',
  'resume',
  'assistReply',
  'object',
  'decideObjection',
  'askExtension',
  'progress',
  'reply',
]);

const moves: Readonly<Record<string, Apply>> = {
  open(state, event, input) {
    state.firmId = input.text('firmId') ?? '';
    state.parkId = input.text('parkId');
    state.askerId = event.actor.id;
    state.title = input.text('title') ?? '';
    state.text = input.text('text') ?? '';
    state.channel = input.text('channel') ?? 'portal';
    state.itemId = input.text('itemId');
    state.category = input.text('category');
    state.parentId = input.text('parentId');
    state.level = levelOf(input.text('level')) ?? state.level;
    if (input.flag('asDraft')) return;
    submit(state, event.at);
  },
  submit: (state, event) => submit(state, event.at),
  withdraw(state, event) {
    state.status = 'withdrawn';
    finish(state, event.at);
  },
  accept(state, event, input) {
    state.status = 'accepted';
    state.acceptedAt = event.at;
    state.level = levelOf(input.text('level')) ?? state.level;
    state.itemId = input.text('itemId') ?? state.itemId;
    state.category = input.text('category') ?? state.category;
    if (input.text('leadId')) dispatch(state, event.at, input);
  },
  refuse(state, event) {
    state.status = 'refused';
    finish(state, event.at);
  },
  dispatch: (state, event, input) => dispatch(state, event.at, input),
  sign(state) {
    state.status = 'signed';
  },
  contact(state, event) {
    contact(state, event.at);
    state.status = 'inProgress';
  },
  progress(state, event) {
    state.progressAt = event.at;
  },
  object(state, event, input) {
    state.status = 'objected';
    state.objections = [
      ...state.objections,
      { at: event.at, unitId: state.leadId ?? '', reason: input.text('reason') ?? '', decidedAt: null },
    ];
  },
  decideObjection(state, event, input) {
    state.objections = state.objections.map((one) => (one.decidedAt === null ? { ...one, decidedAt: event.at } : one));
    dispatch(state, event.at, input);
  },
  assistReply(state, event, input) {
    const unitId = input.text('unitId');
    state.assists = state.assists.map((one) => (one.unitId === unitId && one.repliedAt === null ? { ...one, repliedAt: event.at } : one));
  },
  whistle(state, event, input) {
    const called = input.list('unitIds');
    state.whistles = [...state.whistles, ...called.map((unitId) => ({ at: event.at, unitId, reportedAt: null }))];
    state.unitIds = [...new Set([...state.unitIds, ...called])];
  },
  reportIn(state, event, input) {
    const unitId = input.text('unitId');
    state.whistles = state.whistles.map((one) =>
      one.unitId === unitId && one.reportedAt === null ? { ...one, reportedAt: event.at } : one,
    );
  },
  askFirm(state, event, input) {
    state.status = 'waitingEnterprise';
    const until = fromIso(input.text('until') ?? '') ?? instantAt(input.text('untilOn') ?? '', '23:59');
    state.waits = [...state.waits, { at: event.at, until, reason: input.text('reason') ?? 'other', endedAt: null }];
  },
  supply: (state, event) => resume(state, event.at),
  resume: (state, event) => resume(state, event.at),
  waitEnded: (state, event) => resume(state, event.at),
  askExtension(state, event, input) {
    state.pendingExtension = { at: event.at, days: input.count('days'), reason: input.text('reason') ?? '' };
  },
  decideExtension(state, event, input) {
    const pending = state.pendingExtension;
    state.pendingExtension = null;
    if (!pending || !input.flag('granted')) return;
    state.spans = state.spans.map((span, index) =>
      index === state.spans.length - 1 ? { ...span, extensions: [...span.extensions, { at: event.at, days: pending.days }] } : span,
    );
  },
  reply(state, event, input) {
    contact(state, event.at);
    state.status = 'replied';
    state.pendingExtension = null;
    state.verdictEndedAt = null;
    state.reply = { at: event.at, kind: input.text('kind') ?? 'done', text: input.text('text') ?? '' };
    closeSpan(state, event.at);
  },
  confirmSolved: (state, event, input) => verdict(state, event.at, 'resolved', input),
  confirmPartly: (state, event, input) => verdict(state, event.at, 'partly', input),
  acceptExplanation: (state, event, input) => verdict(state, event.at, 'explained', input),
  reportUnsolved(state, event, input) {
    if (input.flag('lastChance')) {
      verdict(state, event.at, 'unresolved', input);
      return;
    }
    state.status = 'reopened';
    state.reply = null;
    // the redo is handled one level up from the start, and its own lateness is supervised and told anew (rulebook §8.2)
    state.raisedAt = event.at;
    state.supervisedAt = null;
    state.chiefToldAt = null;
    state.instructedAt = null;
    state.rating = input.text('rating');
    state.spans = [...state.spans, { openedAt: event.at, closedAt: null, redo: true, extensions: [] }];
  },
  fallSilent(state) {
    state.status = 'silent';
  },
  callBack(state, event, input) {
    const reached = input.flag('reached');
    state.callBacks = [...state.callBacks, { at: event.at, reached }];
    if (reached && state.status === 'confirmed') finishConfirmed(state, event.at);
    else if (reached && state.status !== 'closed') state.status = 'calledBack';
  },
  closeUnanswered(state, event) {
    state.result ??= 'unconfirmed';
    state.status = 'closed';
    finish(state, event.at);
  },
  supervise(state, event) {
    state.supervisedAt = event.at;
    state.instructedAt = null;
  },
  instruct(state, event) {
    state.instructedAt = event.at;
  },
  tellChief(state, event) {
    state.chiefToldAt = event.at;
  },
  merge(state, event, input) {
    state.mergedIntoId = input.text('intoId');
    state.status = 'merged';
    finish(state, event.at);
  },
  split(state, event, input) {
    state.status = 'splitUp';
    state.splitAt = event.at;
    state.childIds = input.list('childIds');
  },
  childClosed(state, event, input) {
    state.closedChildren = [...state.closedChildren, { id: input.text('childId') ?? '', result: input.text('result') ?? '' }];
    if (state.closedChildren.length < state.childIds.length) return;
    state.result = worstOf(state.closedChildren.map((child) => child.result));
    state.status = 'closed';
    finish(state, event.at);
  },
  transferFirm(state, _event, input) {
    state.firmId = input.text('firmId') ?? state.firmId;
  },
  fileCommonProblem(state, _event, input) {
    state.commonProblemId = input.text('commonProblemId');
  },
};

function submit(state: RequestDraft, at: Instant): void {
  state.status = 'submitted';
  state.submittedAt = at;
}

function dispatch(state: RequestDraft, at: Instant, input: EventInput): void {
  const leadId = input.text('leadId');
  if (!leadId) return;
  state.status = 'dispatched';
  state.leadId = leadId;
  state.dispatchedAt = at;
  state.firstDispatchedAt ??= at;
  state.contactedAt = null;
  state.contacts = [...state.contacts, { dispatchedAt: at, unitId: leadId, at: null }];
  const known = new Set(state.assists.map((one) => one.unitId));
  const assisting = input.list('assistIds').filter((unitId) => unitId !== leadId && !known.has(unitId));
  state.assists = [
    ...state.assists.filter((one) => one.unitId !== leadId),
    ...assisting.map((unitId) => ({ unitId, askedAt: at, repliedAt: null })),
  ];
  state.unitIds = [...new Set([...state.unitIds, leadId, ...assisting])];
  if (state.spans.length === 0) state.spans = [{ openedAt: at, closedAt: null, redo: false, extensions: [] }];
}

function contact(state: RequestDraft, at: Instant): void {
  state.contactedAt ??= at;
  state.contacts = state.contacts.map((one, index) => (index === state.contacts.length - 1 && one.at === null ? { ...one, at } : one));
}

function resume(state: RequestDraft, at: Instant): void {
  state.status = 'inProgress';
  state.waits = state.waits.map((wait) => (wait.endedAt === null ? { ...wait, endedAt: at } : wait));
}

function verdict(state: RequestDraft, at: Instant, result: RequestResult, input: EventInput): void {
  state.result = result;
  state.rating = input.text('rating');
  state.sampled = input.flag('sampled');
  const called = state.callBacks.some((call) => call.reached);
  if (state.sampled && !called) state.status = 'confirmed';
  else finishConfirmed(state, at);
}

function finishConfirmed(state: RequestDraft, at: Instant): void {
  state.status = 'closed';
  finish(state, at);
}

function finish(state: RequestDraft, at: Instant): void {
  state.closedAt = at;
  closeSpan(state, at);
}

function closeSpan(state: RequestDraft, at: Instant): void {
  state.spans = state.spans.map((span) => (span.closedAt === null ? { ...span, closedAt: at } : span));
}

const worstFirst: readonly RequestResult[] = ['unresolved', 'unconfirmed', 'explained', 'partly', 'resolved'];

/** A part taken back no longer counts; one refused or merged away was never called solved by the firm. */
function worstOf(results: readonly string[]): RequestResult {
  const counted = results.map((result) => (result === 'refused' ? 'unresolved' : result === 'merged' ? 'unconfirmed' : result));
  return worstFirst.find((result) => counted.includes(result)) ?? 'unconfirmed';
}

function levelOf(value: string | null): RequestLevel | undefined {
  return requestLevels.find((level) => level === value);
}
