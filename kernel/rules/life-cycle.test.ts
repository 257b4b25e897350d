import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validateLifeCycle, type LifeCycle } from './life-cycle.ts';

const request: LifeCycle = {
  initial: 'submitted',
  states: { submitted: {}, working: {}, waiting: {}, closed: { terminal: true } },
  moves: {
    accept: { from: ['submitted'], to: ['working'] },
    wait: { from: ['working'], to: ['waiting'] },
    resume: { from: ['waiting'], to: ['working'] },
    close: { from: 'open', to: ['closed'] },
    note: { from: 'any', to: [] },
    reopen: { from: ['closed'], to: ['working'] },
  },
};
const faults = (table: LifeCycle) => validateLifeCycle(table).map(({ code, details }) => [code, ...Object.values(details ?? {})]);

it('A sound table has no faults', () => {
  expect(validateLifeCycle(request)).toEqual([]);
});

it('An unknown state is named with the move that uses it', () => {
  expect(faults({ ...request, initial: 'sent' })).toEqual([['LIFE_CYCLE_UNKNOWN_STATE', 'initial', 'sent']]);
  const misspelt = {
    ...request,
    moves: { ...request.moves, wait: { from: ['workng'], to: ['toString'] } },
  };
  expect(faults(misspelt)).toEqual([
    ['LIFE_CYCLE_UNKNOWN_STATE', 'wait', 'workng'],
    ['LIFE_CYCLE_UNKNOWN_STATE', 'wait', 'toString'],
  ]);
  expect(validateLifeCycle(misspelt)[0]?.message.zh).toContain('步骤“wait”用到的状态“workng”没有声明');
});

it('A state that no move leads to is found', () => {
  const { wait: _, ...moves } = request.moves;
  expect(faults({ ...request, moves })).toEqual([['LIFE_CYCLE_UNREACHABLE', 'waiting']]);
});

it('A dead end that is not marked as an end is found, and the message says both ways out', () => {
  const table: LifeCycle = {
    ...request,
    states: { ...request.states, stuck: {} },
    moves: {
      ...request.moves,
      close: { from: ['working'], to: ['closed', 'stuck'] },
    },
  };
  expect(faults(table)).toEqual([['LIFE_CYCLE_DEAD_END', 'stuck']]);
  expect(validateLifeCycle(table)[0]?.message.en).toContain('mark it terminal: true');
});

it('Going round for ever without an end is found', () => {
  const table: LifeCycle = {
    ...request,
    moves: {
      ...request.moves,
      close: { from: ['submitted'], to: ['closed'] },
      reopen: { from: ['closed'], to: [] },
    },
  };
  expect(faults(table)).toEqual([
    ['LIFE_CYCLE_ENDLESS', 'working'],
    ['LIFE_CYCLE_ENDLESS', 'waiting'],
  ]);
});

it('A move from any open state does not lead out of an end', () => {
  const table: LifeCycle = {
    initial: 'a',
    states: { a: { terminal: true }, b: {} },
    moves: { go: { from: 'open', to: ['b', 'a'] } },
  };
  expect(faults(table)).toEqual([['LIFE_CYCLE_UNREACHABLE', 'b']]);
});

it('A move from nowhere is found', () => {
  expect(faults({ ...request, moves: { ...request.moves, wake: { from: [], to: ['working'] } } })).toEqual([
    ['LIFE_CYCLE_MOVE_NEVER', 'wake'],
  ]);
});

it('Whenever a table passes, a walk of random moves can always still come to an end', () => {
  const names = ['a', 'b', 'c', 'd'];
  const some = fc.subarray(names);
  const tables: fc.Arbitrary<LifeCycle> = fc.record({
    initial: fc.constant('a'),
    states: fc
      .tuple(...names.map(() => fc.boolean()))
      .map((ends) => Object.fromEntries(names.map((name, index) => [name, { terminal: ends[index] === true }]))),
    moves: fc.dictionary(fc.constantFrom('p', 'q', 'r', 's'), fc.record({ from: some, to: some })),
  });
  const onward = (table: LifeCycle, state: string) =>
    Object.values(table.moves).flatMap(({ from, to }) => (from.includes(state) ? to : []));
  const within = (table: LifeCycle, seeds: readonly string[], steps: number): Set<string> =>
    steps === 0 ? new Set(seeds) : within(table, [...seeds, ...seeds.flatMap((state) => onward(table, state))], steps - 1);
  fc.assert(
    fc.property(tables, (table) => {
      const reached = [...within(table, ['a'], 4)];
      const canEnd = names.every((name) => [...within(table, [name], 4)].some((state) => table.states[state]?.terminal));
      const made = Object.values(table.moves).every(({ from }) => from.length > 0);
      expect(validateLifeCycle(table).length === 0).toBe(reached.length === 4 && canEnd && made);
    }),
    { numRuns: 2000 },
  );
});
