import { describe, expect, test } from 'vitest';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { CaseState } from '#kernel/rules/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import { validateLifeCycle } from '#kernel/rules/life-cycle.ts';
import { serviceRequest } from './cases.ts';
import { promise } from './promise-case.ts';
import { visit } from './visit-case.ts';

type Declared = Pick<CaseDeclaration<Fields, CaseState>, 'name' | 'initial' | 'states' | 'moves' | 'relations'>;
const cases: readonly Declared[] = [serviceRequest, visit, promise];

describe.each(cases.map((one) => [one.name, one] as const))('the life cycle of a %s', (_name, declaration) => {
  test('every state can be reached and left for an end, every move can be made', () => {
    expect(validateLifeCycle(declaration)).toEqual([]);
  });

  test("every move is somebody's: a relation that is declared, or the system", () => {
    for (const [name, { by }] of Object.entries(declaration.moves)) {
      expect(by.length, name).toBeGreaterThan(0);
      for (const relation of by) expect([...Object.keys(declaration.relations), 'system'], name).toContain(relation);
    }
  });

  test('an end is an end: what may still be made of it changes no state', () => {
    const ends = Object.keys(declaration.states).filter((state) => declaration.states[state]?.terminal);
    for (const [name, { from, to }] of Object.entries(declaration.moves)) {
      if (from !== 'open' && from.some((state) => ends.includes(state))) expect(to, name).toEqual([]);
    }
  });
});

test('only the asker\'s own moves can say "solved", "partly" or "explained"', () => {
  for (const move of ['confirmSolved', 'confirmPartly', 'acceptExplanation', 'reportUnsolved']) {
    expect(serviceRequest.moves[move]?.by).toEqual(['asker']);
  }
});
