import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valuesToRestore, valuesToTake, type Side } from './merge.ts';

const fields = ['name', 'formerNames', 'uscc', 'address', 'employees'] as const;

test('the surviving firm keeps what it has and takes what it lacks', () => {
  const from = { name: '昆山甲有限公司', uscc: '91320583MA1TG7YJ4C', employees: 20, address: '元丰路 1 号' };
  const into = { name: '甲有限公司', uscc: null, employees: 30, address: null };
  expect(valuesToTake(fields, from, into, {})).toEqual({
    uscc: '91320583MA1TG7YJ4C',
    address: '元丰路 1 号',
    formerNames: '昆山甲有限公司',
  });
});

test('a choice overrides both, and the name that is given up becomes a former name', () => {
  const from = { name: '新名', employees: 20 };
  const into = { name: '旧名', employees: 30, formerNames: '更旧的名' };
  expect(valuesToTake(fields, from, into, { name: 'from', employees: 'from' })).toEqual({
    name: '新名',
    employees: 20,
    formerNames: '更旧的名、旧名',
  });
});

test('a blank that was chosen stays blank', () => {
  expect(valuesToTake(fields, { name: '甲', address: '一号' }, { name: '甲', address: null }, { address: 'into' })).toEqual({});
});

test('a field changed since the merge is left alone by the undoing', () => {
  const restored = valuesToRestore({ employees: 1, address: null }, { employees: 2, address: '一号' }, { employees: 3, address: '一号' });
  expect(restored).toEqual({ values: { address: null }, left: ['employees'] });
});

test('merge, then undo, is as if nothing had been', () => {
  const value = fc.record({
    name: fc.string({ minLength: 1, maxLength: 8 }),
    formerNames: fc.option(fc.stringMatching(/^[甲乙丙]{1,3}(、[丁戊]{1,3})?$/u)),
    uscc: fc.option(fc.string()),
    address: fc.option(fc.string()),
    employees: fc.option(fc.nat()),
  });
  const choose = fc.dictionary(fc.constantFrom(...fields), fc.constantFrom<Side>('from', 'into'));
  fc.assert(
    fc.property(value, value, choose, (from, into, chosen) => {
      const taken = valuesToTake(fields, from, into, chosen);
      const after = { ...into, ...taken };
      const { values, left } = valuesToRestore(into, taken, after);
      expect({ ...after, ...values }).toEqual(into);
      expect(left).toEqual([]);
    }),
  );
});
