import { describe, expect, it } from 'vitest';
import { text } from '#kernel/contract/field.ts';
import { defineRecord } from '#kernel/contract/record.ts';
import { t } from '#kernel/contract/text.ts';
import { guessedMapping, mappingFaults } from './import-columns.ts';

const firm = defineRecord({
  name: 'firm',
  path: 'firms',
  table: 'firms',
  label: t('企业', 'Firm'),
  plural: t('企业', 'Firms'),
  fields: { name: text({ label: t('名称', 'Name'), required: true }), code: text({ label: t('代码', 'Code') }) },
  title: 'name',
  search: [],
  list: { columns: ['name'], filters: [], order: 'name' },
  form: [],
  access: [],
});
const column = (number: number, field: string | null, confidence: number) => ({
  column: number,
  letter: 'A',
  header: '',
  field,
  confidence,
  samples: [],
});

describe('the columns of an import', () => {
  it('give a field to the surer of two columns', () => {
    const sheet = { name: '表', headerRow: 1, rows: 3, columns: [column(1, 'name', 0.6), column(2, 'name', 0.9), column(3, null, 0)] };
    expect(guessedMapping(sheet)).toEqual({ 1: null, 2: 'name', 3: null });
  });

  it('are refused while a required field has none or a field has two', () => {
    expect(mappingFaults(firm, { 1: 'code', 2: 'code' }).map((fault) => fault.zh)).toEqual([
      '“代码”对应了不止一列',
      '还没有对应的必填字段：名称',
    ]);
    expect(mappingFaults(firm, { 1: 'name', 2: null })).toEqual([]);
  });
});
