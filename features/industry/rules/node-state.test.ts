import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultChainPack } from './chain-pack.ts';
import { actionFor, nodeStateOf, type NodeFacts } from './node-state.ts';

const rules = defaultChainPack.params;
const node = (over: Partial<NodeFacts> = {}): NodeFacts => ({
  firms: 3,
  aboveScale: 1,
  hasLeader: false,
  isKeyNode: false,
  localSupply: 0.5,
  importDependence: 0.2,
  ...over,
});
const stateOf = (over: Partial<NodeFacts>) => nodeStateOf(node(over), rules).state;

test('§7.2: a node is missing, single, weak, strong or normal, in this order', () => {
  expect(stateOf({ firms: 0 })).toBe('missing');
  expect(stateOf({ firms: 0, isKeyNode: true })).toBe('missing');
  expect(stateOf({ firms: 1, isKeyNode: true, hasLeader: true })).toBe('singlePoint');
  expect(stateOf({ firms: 1 })).toBe('weak');
  expect(stateOf({ localSupply: 0.299 })).toBe('weak');
  expect(stateOf({ localSupply: 0.3 })).toBe('normal');
  expect(stateOf({ importDependence: 0.7 })).toBe('normal');
  expect(stateOf({ importDependence: 0.701 })).toBe('weak');
  expect(stateOf({ aboveScale: 0 })).toBe('weak');
  expect(stateOf({ hasLeader: true })).toBe('strong');
  expect(stateOf({ hasLeader: true, localSupply: 0.1 })).toBe('weak');
  expect(stateOf({ firms: 5, localSupply: 0.6 })).toBe('strong');
  expect(stateOf({ firms: 4, localSupply: 0.6 })).toBe('normal');
  expect(stateOf({ firms: 5, localSupply: 0.599 })).toBe('normal');
});

test('what nobody stated is not guessed', () => {
  expect(stateOf({ localSupply: null, importDependence: null })).toBe('normal');
  expect(stateOf({ firms: 9, localSupply: null })).toBe('normal');
});

test('every state names its reasons, and a weak node all of them', () => {
  const { reasons } = nodeStateOf(node({ firms: 1, aboveScale: 0, localSupply: 0.1, importDependence: 0.9 }), rules);
  expect(reasons.map((reason) => reason.zh)).toEqual([
    '企业不足 2 家',
    '本地配套率 10%，低于 30%',
    '没有规上企业',
    '进口依赖 90%，高于 70%',
  ]);
  fc.assert(
    fc.property(
      fc.record({
        firms: fc.nat(9),
        aboveScale: fc.nat(3),
        hasLeader: fc.boolean(),
        isKeyNode: fc.boolean(),
        localSupply: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        importDependence: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      }),
      (facts) => nodeStateOf(facts, rules).reasons.length > 0,
    ),
  );
});

test('补链 for what is missing or imported, 强链 for what is weak, single or strong, nothing for the rest', () => {
  const action = (over: Partial<NodeFacts>) => {
    const facts = node(over);
    return actionFor(nodeStateOf(facts, rules).state, facts, rules);
  };
  expect(action({ firms: 0 })).toBe('fill');
  expect(action({ importDependence: 0.8 })).toBe('fill');
  expect(action({ aboveScale: 0 })).toBe('strengthen');
  expect(action({ firms: 1, isKeyNode: true })).toBe('strengthen');
  expect(action({ hasLeader: true })).toBe('strengthen');
  expect(action({})).toBeNull();
});
