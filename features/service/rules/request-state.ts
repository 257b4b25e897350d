import type { CaseState } from '#kernel/rules/case.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import type { RequestLevel } from './sla.ts';

export type RequestResult = 'resolved' | 'partly' | 'explained' | 'unresolved' | 'unconfirmed';

/** One stretch of the handling: the first, and one for each reopening. Earlier ones keep their time. */
export type HandlingSpan = {
  readonly openedAt: Instant;
  readonly closedAt: Instant | null;
  readonly redo: boolean;
  readonly extensions: readonly { readonly at: Instant; readonly days: number }[];
};

/** All that a request's history amounts to. */
export type RequestState = CaseState & {
  readonly firmId: string;
  /** copied from the firm when the request is opened, so that lists by park need no join */
  readonly parkId: string | null;
  readonly askerId: string;
  readonly title: string;
  readonly text: string;
  readonly channel: string;
  readonly itemId: string | null;
  readonly category: string | null;
  readonly level: RequestLevel;
  readonly openedAt: Instant;
  readonly submittedAt: Instant | null;
  readonly acceptedAt: Instant | null;
  readonly firstDispatchedAt: Instant | null;
  readonly splitAt: Instant | null;
  readonly leadId: string | null;
  readonly dispatchedAt: Instant | null;
  readonly contactedAt: Instant | null;
  readonly contacts: readonly { readonly dispatchedAt: Instant; readonly unitId: string; readonly at: Instant | null }[];
  readonly assists: readonly { readonly unitId: string; readonly askedAt: Instant; readonly repliedAt: Instant | null }[];
  readonly objections: readonly {
    readonly at: Instant;
    readonly unitId: string;
    readonly reason: string;
    readonly decidedAt: Instant | null;
  }[];
  readonly whistles: readonly { readonly at: Instant; readonly unitId: string; readonly reportedAt: Instant | null }[];
  readonly waits: readonly { readonly at: Instant; readonly until: Instant; readonly reason: string; readonly endedAt: Instant | null }[];
  readonly pendingExtension: { readonly at: Instant; readonly days: number; readonly reason: string } | null;
  readonly spans: readonly HandlingSpan[];
  readonly progressAt: Instant | null;
  readonly reply: { readonly at: Instant; readonly kind: string; readonly text: string } | null;
  /** when the firm's days for its verdict ended: by its word, by silence or by a call-back */
  readonly verdictEndedAt: Instant | null;
  readonly sampled: boolean;
  readonly callBacks: readonly { readonly at: Instant; readonly reached: boolean }[];
  readonly result: RequestResult | null;
  readonly rating: string | null;
  /** reopened: one level up has it in sight from then on */
  readonly raisedAt: Instant | null;
  /** its running late was put on record */
  readonly supervisedAt: Instant | null;
  readonly instructedAt: Instant | null;
  readonly chiefToldAt: Instant | null;
  readonly parentId: string | null;
  readonly childIds: readonly string[];
  readonly closedChildren: readonly { readonly id: string; readonly result: string }[];
  readonly mergedIntoId: string | null;
  readonly commonProblemId: string | null;
  readonly closedAt: Instant | null;
  /** everyone who handled it: none of them may make the call-back */
  readonly handlerIds: readonly string[];
  /** every department ever concerned: it keeps sight of what it took part in */
  readonly unitIds: readonly string[];
};
