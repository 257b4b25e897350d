import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Role } from './role.ts';
import type { Text } from './text.ts';

/** Who is asking: one signed-in user, with everything the policies may look at. */
export type Actor = {
  readonly userId: string;
  readonly name: string;
  readonly zoneId: string;
  /** the day on which these roles and scopes hold, and consents are in force */
  readonly today: IsoDate;
  readonly roles: readonly Role[];
  /** Ids that narrow the actor's roles; a policy's row scope names one of these lists. */
  readonly scope: ActorScope;
};

export type ActorScope = {
  readonly users: readonly string[];
  readonly firms: readonly string[];
  readonly departments: readonly string[];
  readonly providers: readonly string[];
  readonly organisations: readonly string[];
  /** Firms whose specialist the actor is today. */
  readonly linkedFirms: readonly string[];
};

export type Action =
  | 'read'
  | 'create'
  | 'update'
  | 'end'
  | 'export'
  | 'import'
  | 'merge'
  /** see a masked field in clear; every look is recorded */
  | 'reveal';

/** Rows of which a column (or a column of a child table) names one of the actor's ids, or holds a given truth. */
export type RowScope =
  | { readonly column: string; readonly in: keyof ActorScope }
  | { readonly column: string; readonly is: boolean }
  | {
      readonly through: string;
      readonly on: string;
      readonly column: string;
      readonly in: keyof ActorScope;
    }
  | ConsentScope;

/**
 * Rows of a firm that lets one of the actor's ids see them, by a row of `consents` in force today: asked in SQL on every
 * read, so a withdrawn consent ends with the next one. Such readers get no sums, and each look goes on record.
 */
export type ConsentScope = {
  /** what the consent must cover */
  readonly consent: string;
  /** what the consent must be for: one given for something else opens nothing */
  readonly purposes: readonly string[];
  /** the column that names the firm */
  readonly firm: string;
  readonly in: keyof ActorScope;
  /** only to the receiver that this column names */
  readonly receiver?: string;
  /** only by a consent given no later than the moment in this column: a later one does not bring back what an earlier withdrawal closed */
  readonly givenBy?: string;
};

/**
 * One sentence of a policy: these roles may do this to these rows, because. A record or case with no
 * fitting sentence is invisible (fail closed); several sentences add up.
 */
export type AccessRule = {
  readonly roles: readonly Role[];
  readonly may: readonly Action[];
  readonly rows: 'all' | RowScope;
  readonly why: Text;
};

/** Is it by a firm's consent alone that these rows may be seen? */
export function isByConsent(rows: AccessRule['rows']): rows is ConsentScope {
  return typeof rows === 'object' && 'consent' in rows;
}

/** The sentences that give this actor this action; none means no. */
export function accessRulesFor(policy: readonly AccessRule[], actor: Pick<Actor, 'roles'>, action: Action): readonly AccessRule[] {
  return policy.filter((rule) => rule.may.includes(action) && rule.roles.some((role) => actor.roles.includes(role)));
}
