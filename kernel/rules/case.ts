import type { ClockEvent, ClockRule } from './clock.ts';
import type { Instant } from './instant.ts';

type Text = { readonly zh: string; readonly en: string };

/** One accepted move, for ever: the history of these is the truth about a case. */
export type CaseEvent = {
  readonly seq: number;
  /** 'open' for the first */
  readonly move: string;
  readonly at: Instant;
  readonly actor: { readonly id: string; readonly name: string; readonly roles: readonly string[] };
  readonly input: Readonly<Record<string, unknown>>;
};

/** What every folded case knows of itself; a feature adds its own. */
export type CaseState = { readonly id: string; readonly status: string; readonly statusSince: Instant };

/** Who is expected to act: everyone of a role, or one named party. */
export type Holder = {
  readonly kind: 'role' | 'user' | 'firm' | 'department' | 'provider' | 'organisation';
  readonly id: string;
};

/** One running or stopped clock of a case; `key` is unique in the case, e.g. `close#2`, `assist:<department>`. */
export type CaseClock = {
  readonly key: string;
  readonly label: Text;
  readonly holder: Holder;
  readonly rule: ClockRule;
  readonly events: readonly ClockEvent[];
};

/** Something a holder is expected to do: a line of that holder's inbox, finishable by one of `moves`. */
export type CaseTask = {
  readonly key: string;
  readonly holder: Holder;
  readonly moves: readonly string[];
  /** the clock that runs against it */
  readonly clock?: string;
  readonly since: Instant;
};
