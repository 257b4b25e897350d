import { describe, expect, it } from 'vitest';
import { text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import type { FeatureWeb } from './feature.ts';
import { entryAt, menuFor, titleAt } from './menu.ts';

const firm = defineRecord({
  name: 'firm',
  path: 'firms',
  table: 'firms',
  label: t('企业', 'Firm'),
  plural: t('企业名录', 'Firms'),
  fields: { name: text({ label: t('名称', 'Name') }) },
  title: 'name',
  search: [],
  list: { columns: ['name'], filters: [], order: 'name' },
  form: [],
  access: [
    { roles: ['dispatcher'], may: ['read'], rows: 'all', why: t('维护', 'keeps') },
    { roles: ['enterpriseContact'], may: ['read'], rows: { column: 'id', in: 'firms' }, why: t('本企业', 'own') },
  ],
});
const page = () => null;
const feature: FeatureWeb = {
  name: 'registry',
  records: [{ declaration: firm, menu: { job: 'firms', order: 2, labelFor: { enterpriseContact: t('我的企业', 'My firm') } } }],
  pages: [
    { path: '/firms/duplicates', title: t('查重', 'Doubles'), view: page, roles: ['dispatcher'], menu: { job: 'firms', order: 1 } },
    { path: '/firms/merge', title: t('合并', 'Merge'), view: page, roles: ['dispatcher'] },
  ],
};
const jobs = [
  { key: 'party', label: t('党建', 'Party') },
  { key: 'firms', label: t('企业', 'Firms') },
];
const labels = (roles: Parameters<typeof menuFor>[2]) =>
  menuFor(jobs, [feature], roles).map((group) => [group.job.key, group.entries.map((entry) => entry.label.zh)]);

describe('the menu', () => {
  it('shows the jobs under which the reader has a page, and no other', () => {
    expect(labels(['dispatcher'])).toEqual([['firms', ['查重', '企业名录']]]);
    expect(labels(['systemAdmin'])).toEqual([]);
  });

  it('calls a page what the reader calls it', () => {
    expect(labels(['enterpriseContact'])).toEqual([['firms', ['我的企业']]]);
  });

  it('knows under which entry a page lies: the longest address that fits', () => {
    const menu = menuFor(jobs, [feature], ['dispatcher']);
    expect(entryAt(menu, '/firms/duplicates')?.entry.label.zh).toBe('查重');
    expect(entryAt(menu, '/firms/42')?.entry.label.zh).toBe('企业名录');
    expect(entryAt(menu, '/firmsalike')).toBeUndefined();
  });

  it('knows what a page is called that no entry leads to', () => {
    expect(titleAt([feature], '/firms/merge')?.zh).toBe('合并');
    expect(
      titleAt([{ ...feature, pages: [{ path: '/firms/$id/points', title: t('积分', 'Points'), view: page }] }], '/firms/42/points')?.zh,
    ).toBe('积分');
    expect(titleAt([feature], '/firms/42/points')).toBeUndefined();
  });
});
