import type { Refusal } from './result.ts';

/** The states and moves of something that lives; a case declaration fits it as it is. */
export type LifeCycle = {
  readonly states: Readonly<Record<string, { readonly terminal?: boolean }>>;
  readonly initial: string;
  readonly moves: Readonly<Record<string, LifeCycleMove>>;
};

export type LifeCycleMove = {
  /** 'any': every state; 'open': every one that is not terminal */
  readonly from: readonly string[] | 'any' | 'open';
  /** where it may lead; empty when it changes no state */
  readonly to: readonly string[];
};

/**
 * What is wrong with a table of states and moves; empty when nothing is. Every name is known, every state can
 * be reached from the first, every move can be made, and from every state an end can be reached, an end being
 * a state marked `terminal`. (A terminal state may be left by a move that names it: reopening.)
 */
export function validateLifeCycle(table: LifeCycle): Refusal[] {
  const unknown = unknownNames(table);
  if (unknown.length > 0) return unknown;
  const states = Object.keys(table.states);
  const steps = stepsOf(table);
  const reached = closure([table.initial], (state) => steps.filter(({ from }) => from === state).map(({ to }) => to));
  const terminal = states.filter((state) => table.states[state]?.terminal);
  const ending = closure(terminal, (state) => steps.filter(({ to }) => to === state).map(({ from }) => from));
  return [
    ...states.filter((state) => !reached.has(state)).map(unreachable),
    ...states
      .filter((state) => !ending.has(state))
      .map((state) => (steps.some(({ from, to }) => from === state && to !== state) ? endless(state) : deadEnd(state))),
    ...Object.entries(table.moves)
      .filter(([, { from }]) => from.length === 0)
      .map(([move]) => neverMade(move)),
  ];
}

function unknownNames(table: LifeCycle): Refusal[] {
  const known = (state: string) => Object.hasOwn(table.states, state);
  const faults = known(table.initial) ? [] : [unknownState('initial', table.initial)];
  for (const [move, { from, to }] of Object.entries(table.moves)) {
    const named = typeof from === 'string' ? to : [...from, ...to];
    for (const state of new Set(named)) if (!known(state)) faults.push(unknownState(move, state));
  }
  return faults;
}

function stepsOf(table: LifeCycle): { from: string; to: string }[] {
  const states = Object.keys(table.states);
  const open = states.filter((state) => !table.states[state]?.terminal);
  return Object.values(table.moves).flatMap(({ from, to }) => {
    const sources = from === 'any' ? states : from === 'open' ? open : from;
    return sources.flatMap((source) => to.map((target) => ({ from: source, to: target })));
  });
}

function closure(seeds: readonly string[], neighbours: (state: string) => readonly string[]): Set<string> {
  const found = new Set(seeds);
  for (const state of found) for (const next of neighbours(state)) found.add(next);
  return found;
}

function unknownState(move: string, state: string): Refusal {
  return fault(
    'LIFE_CYCLE_UNKNOWN_STATE',
    { move, state },
    move === 'initial'
      ? `起始状态“${state}”没有声明，请在 states 中加上它或改正名称`
      : `步骤“${move}”用到的状态“${state}”没有声明，请在 states 中加上它或改正名称`,
    move === 'initial'
      ? `The initial state “${state}” is not declared: add it to states or correct its name`
      : `Move “${move}” names the state “${state}”, which is not declared: add it to states or correct its name`,
  );
}

function unreachable(state: string): Refusal {
  return fault(
    'LIFE_CYCLE_UNREACHABLE',
    { state },
    `没有任何步骤能从起始状态走到“${state}”：请加一个 to 含“${state}”的步骤，或删去该状态`,
    `No sequence of moves leads to “${state}”: add a move with “${state}” in its to, or remove the state`,
  );
}

function deadEnd(state: string): Refusal {
  return fault(
    'LIFE_CYCLE_DEAD_END',
    { state },
    `“${state}”没有出路：请加一个从它出发的步骤，若它本就是终点，请标 terminal: true`,
    `Nothing leads out of “${state}”: add a move from it or, if it is meant as an end, mark it terminal: true`,
  );
}

function endless(state: string): Refusal {
  return fault(
    'LIFE_CYCLE_ENDLESS',
    { state },
    `从“${state}”出发永远走不到终点（terminal: true 的状态）：请补上通向终点的步骤`,
    `From “${state}” no end can be reached (a state marked terminal: true): add the move that leads there`,
  );
}

function neverMade(move: string): Refusal {
  return fault(
    'LIFE_CYCLE_MOVE_NEVER',
    { move },
    `步骤“${move}”的 from 为空，永远无法执行：请写明从哪些状态可以走，或删去它`,
    `Move “${move}” has an empty from and can never be made: name the states it starts from, or remove it`,
  );
}

function fault(code: string, details: Record<string, string>, zh: string, en: string): Refusal {
  return { code, message: { zh, en }, details };
}
