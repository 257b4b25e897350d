import { describe, expect, it } from 'vitest';
import { choice, date, text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { parsePageQuery, writePageQuery } from './page-query.ts';
import { changed, countFilters, limitOf, nextOrder, queryOf, viewQuery } from './url-state.ts';

const firm = defineRecord({
  name: 'firm',
  path: 'firms',
  table: 'firms',
  label: t('企业', 'Firm'),
  plural: t('企业', 'Firms'),
  fields: {
    name: text({ label: t('名称', 'Name'), required: true }),
    scale: choice({ label: t('规模', 'Scale'), options: { large: t('大型', 'Large'), small: t('小型', 'Small') } }),
    foundedOn: date({ label: t('成立日期', 'Founded on') }),
  },
  title: 'name',
  search: ['name'],
  list: { columns: ['name', 'scale', 'foundedOn'], filters: ['scale', 'foundedOn'], order: 'name' },
  form: [{ title: t('基本', 'Basics'), fields: ['name', 'scale', 'foundedOn'] }],
  access: [],
});

describe('the address of a list', () => {
  it('holds search, filters, order and page, and gives them to the API as they are', () => {
    const state = { q: '清越', scale: 'large,small', 'foundedOn.from': '2024-06-03', after: 'abc', page: '2', limit: '20' };
    expect(queryOf(firm, state)).toEqual({
      q: '清越',
      scale: 'large,small',
      'foundedOn.from': '2024-06-03',
      after: 'abc',
      limit: 20,
    });
  });

  it('does not pass on parameters that the list does not have, which the API would refuse', () => {
    expect(queryOf(firm, { colour: 'red' })).toEqual({ limit: 50 });
  });

  it('returns to the first page when a condition changes, and forgets an emptied one', () => {
    expect(changed({ q: 'a', after: 'abc', page: '3' }, { q: undefined, scale: 'large' })).toEqual({ scale: 'large' });
  });

  it('takes only the offered page sizes', () => {
    expect(limitOf({ limit: '100' })).toBe(100);
    expect(limitOf({ limit: '99999' })).toBe(50);
  });

  it('counts a range of dates as one condition', () => {
    expect(countFilters(firm, { 'foundedOn.from': '2024-01-01', 'foundedOn.to': '2024-12-31', q: 'x' })).toBe(1);
  });

  it('turns the order round on the second click of a column', () => {
    expect(nextOrder(firm, {}, 'name')).toBe('-name');
    expect(nextOrder(firm, { order: '-name' }, 'name')).toBe('name');
    expect(nextOrder(firm, {}, 'foundedOn')).toBe('foundedOn');
  });

  it('is saved as a view without the place in the list', () => {
    expect(viewQuery({ scale: 'large', after: 'abc', page: '4', q: '链' })).toBe('q=%E9%93%BE&scale=large');
  });

  it('survives being written and read again, numbers and commas as text', () => {
    const query = { q: '91320500', status: 'open,closed' };
    expect(writePageQuery(query)).toBe('?q=91320500&status=open,closed');
    expect(parsePageQuery(writePageQuery(query))).toEqual(query);
  });
});
