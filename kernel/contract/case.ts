import type { WorkCalendar } from '#kernel/rules/calendar.ts';
import type { CaseClock, CaseEvent, CaseState, CaseTask } from '#kernel/rules/case.ts';
import type { ClockAccount } from '#kernel/rules/clock.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { Actor } from './access.ts';
import type { Fields } from './field.ts';
import type { RecordDeclaration } from './record.ts';
import type { Role } from './role.ts';
import type { Text } from './text.ts';

/** What a guard may look at. `input` is undefined while the page only asks whether to offer the move. */
export type Situation<S extends CaseState> = {
  readonly state: S;
  readonly actor: Actor;
  readonly now: Instant;
  readonly calendar: WorkCalendar;
  /** every edition of the feature's rule packs; take the one in force by `packInForce` */
  readonly packs: readonly RulePack[];
  readonly input?: Readonly<Record<string, unknown>>;
};

/** All of a move, all but who made it, or nothing. */
export type Telling = 'whole' | 'unnamed' | 'hidden';

export type Move<S extends CaseState> = {
  readonly label: Text;
  /** said beside the button: what happens next and what it costs */
  readonly hint?: Text;
  /** statuses from which it may be made; 'open' = every one that is not terminal */
  readonly from: readonly string[] | 'open';
  /** statuses to which it may lead; empty = it changes none */
  readonly to: readonly string[];
  /** relations of which the mover must hold one; 'system' = the sweep alone */
  readonly by: readonly string[];
  readonly input: Fields;
  /** the rule that forbids it now, or undefined; called with and without input */
  guard?(situation: Situation<S>): Refusal | undefined;
  /** how the page draws it: the expected next step, an aside, or one that ends or refuses something */
  readonly weight?: 'primary' | 'normal' | 'danger';
};

/**
 * What is being done: states, moves, who may make each, what must be true first, which clocks run, who is
 * expected to act. A case has a record's list, filters, search and access too: its row is the projection of
 * its events, written in the same transaction.
 */
export type CaseDeclaration<F extends Fields = Fields, S extends CaseState = CaseState> = RecordDeclaration<F> & {
  readonly initial: string;
  readonly states: Readonly<
    Record<string, { readonly label: Text; readonly terminal?: true; readonly tone: 'waiting' | 'active' | 'good' | 'bad' }>
  >;
  /** relations of a person to a case: "asker", "lead unit" … */
  readonly relations: Readonly<Record<string, { readonly label: Text; holds(actor: Actor, state: S): boolean }>>;
  /** who may open one, and with which fields */
  readonly open: {
    readonly label: Text;
    readonly by: readonly Role[];
    readonly input: Fields;
    guard?(situation: Omit<Situation<S>, 'state'>): Refusal | undefined;
  };
  readonly moves: Readonly<Record<string, Move<S>>>;
  /** the state that a history amounts to; pure, total over every history the moves allow */
  readonly fold: (id: string, events: readonly CaseEvent[]) => S;
  clocks(state: S, packs: readonly RulePack[]): readonly CaseClock[];
  tasks(state: S): readonly CaseTask[];
  /** what the system itself does when a clock has turned: the sweep asks at every change of colour, then daily */
  onClock?(
    state: S,
    clock: CaseClock,
    account: ClockAccount,
    grounds: Pick<Situation<S>, 'calendar' | 'packs' | 'now'>,
  ): { readonly move: string; readonly input: Readonly<Record<string, unknown>> } | undefined;
  /** departments, providers and people ever concerned, by id: what `through: 'case_parties'` in a policy looks at */
  parties(state: S): readonly string[];
  /** field values of the projection row */
  project(state: S): Readonly<Record<string, unknown>>;
  /** how much of a move its past tells this reader: blind reviewing hides who; everything when absent. '' stands for no move */
  readonly tells?: (move: string, reader: Actor) => Telling;
  /** sentence for the timeline; the label of the move when absent */
  readonly describe?: (event: CaseEvent) => Text;
};

export function defineCase<const F extends Fields, S extends CaseState>(
  declaration: CaseDeclaration<F, S>,
): CaseDeclaration<Fields, S> & { readonly fields: F } {
  return declaration;
}

/** A line of a case's past as far as it may be told to this reader: whole, without who, or not at all. */
export function toldOf<E extends { readonly actor: string }>(
  declaration: Pick<CaseDeclaration, 'tells'>,
  reader: Actor,
  move: string,
  line: E,
): E[] {
  const how = declaration.tells?.(move, reader) ?? 'whole';
  if (how === 'hidden') return [];
  return [how === 'unnamed' ? { ...line, actor: '—' } : line];
}

const outOfTurn = (move: Text, status: Text): Refusal => ({
  code: 'MOVE_OUT_OF_TURN',
  message: {
    zh: `现在是“${status.zh}”，不能“${move.zh}”`,
    en: `The case is now “${status.en}”; “${move.en}” is not possible`,
  },
});

const notYours = (move: Text, by: readonly Text[]): Refusal => ({
  code: 'MOVE_NOT_YOURS',
  message: {
    zh: `“${move.zh}”只能由${by.map((relation) => relation.zh).join('、') || '系统自动'}办理`,
    en: `“${move.en}” can be made only by: ${by.map((relation) => relation.en).join(', ') || 'the system itself'}`,
  },
});

/**
 * May this person make this move now, and if not, which rule says so? The one function behind the server's
 * refusal and the page's button.
 */
export function refusalOfMove<S extends CaseState>(
  declaration: CaseDeclaration<Fields, S>,
  name: string,
  situation: Situation<S>,
  mover: 'person' | 'system' = 'person',
): Refusal | undefined {
  const move = Object.hasOwn(declaration.moves, name) ? declaration.moves[name] : undefined;
  if (!move) {
    return { code: 'MOVE_UNKNOWN', message: { zh: `没有“${name}”这一步`, en: `There is no move “${name}”` } };
  }
  const { status } = situation.state;
  const state = declaration.states[status];
  const fits = move.from === 'open' ? !state?.terminal : move.from.includes(status);
  const holds =
    mover === 'system'
      ? move.by.includes('system')
      : move.by.some((relation) => declaration.relations[relation]?.holds(situation.actor, situation.state));
  if (!holds) {
    const relations = move.by.flatMap((relation) => declaration.relations[relation]?.label ?? []);
    return notYours(move.label, relations);
  }
  if (!fits) return outOfTurn(move.label, state?.label ?? { zh: status, en: status });
  return move.guard?.(situation);
}
