import { describe, expect, it } from 'vitest';
import { choices, integer, reference, secret, text } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { formValues, ownValues, valuesOfAddress } from './form-values.ts';

const label = t('字段', 'Field');
const fields = {
  name: text({ label, required: true }),
  staff: integer({ label }),
  tags: choices({ label, options: {} }),
  phone: secret({ label, mask: 'phone' }),
};
const names = Object.keys(fields);

describe('what a form sends', () => {
  it('leaves empty controls out of a create', () => {
    expect(formValues(fields, names, { name: ' 清越 ', staff: null, tags: [], phone: '' }, {}, 'create')).toEqual({ name: '清越' });
  });

  it('names only what differs in a change, an emptied field as null', () => {
    const before = { name: '清越', staff: 12, tags: ['a'] };
    expect(formValues(fields, names, { name: '清越', staff: null, tags: ['a', 'b'] }, before, 'change')).toEqual({
      staff: null,
      tags: ['a', 'b'],
    });
  });

  it('keeps a masked secret unless something new was typed', () => {
    expect(formValues(fields, names, { phone: '' }, {}, 'change')).toEqual({});
    expect(formValues(fields, names, { phone: '13800138000' }, {}, 'change')).toEqual({ phone: '13800138000' });
  });

  it('keeps zero and no apart from nothing', () => {
    expect(formValues(fields, names, { staff: 0 }, {}, 'create')).toEqual({ staff: 0 });
  });
});

describe('what a form begins with', () => {
  const asked = {
    firmId: reference({ label, record: 'firm' }),
    bankId: reference({ label, record: 'provider' }),
    staff: integer({ label }),
  };
  const scope = { users: [], firms: ['f1'], departments: [], providers: [], organisations: [], linkedFirms: [] };

  it('the one firm or bank that the reader acts for, and none of several', () => {
    expect(ownValues(asked, scope)).toEqual({ firmId: 'f1' });
    expect(ownValues(asked, { ...scope, firms: ['f1', 'f2'], providers: ['b1'] })).toEqual({ bankId: 'b1' });
  });

  it('what the address brings, numbers as numbers', () => {
    expect(valuesOfAddress(asked, { firmId: 'f2', staff: '12' })).toEqual({ firmId: 'f2', staff: 12 });
  });
});
