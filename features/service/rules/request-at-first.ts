import type { Instant } from '#kernel/rules/instant.ts';
import type { RequestState } from './request-state.ts';

/** A request while its history is read. */
export type RequestDraft = { -readonly [K in keyof RequestState]: RequestState[K] };

/** A request before anything has happened to it. */
export function requestAtFirst(id: string, at: Instant): RequestDraft {
  return {
    id,
    status: 'draft',
    statusSince: at,
    firmId: '',
    parkId: null,
    askerId: '',
    title: '',
    text: '',
    channel: 'portal',
    itemId: null,
    category: null,
    level: 'simple',
    openedAt: at,
    submittedAt: null,
    acceptedAt: null,
    firstDispatchedAt: null,
    leadId: null,
    dispatchedAt: null,
    contactedAt: null,
    splitAt: null,
    contacts: [],
    assists: [],
    objections: [],
    whistles: [],
    waits: [],
    pendingExtension: null,
    spans: [],
    progressAt: null,
    reply: null,
    verdictEndedAt: null,
    sampled: false,
    callBacks: [],
    result: null,
    rating: null,
    raisedAt: null,
    supervisedAt: null,
    instructedAt: null,
    chiefToldAt: null,
    parentId: null,
    childIds: [],
    closedChildren: [],
    mergedIntoId: null,
    commonProblemId: null,
    closedAt: null,
    handlerIds: [],
    unitIds: [],
  };
}
