import { expect, test } from 'vitest';
import { decimal, integer } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { fieldText } from './field-text.ts';

test('numbers are written in groups of three with their unit, a year is not', () => {
  const label = t('数', 'Number');
  expect(fieldText(integer({ label, unit: t('家', 'firms') }), 2025, undefined, 'zh')).toBe('2\u2009025 家');
  expect(fieldText(decimal({ label, digits: 2 }), 1234.5, undefined, 'zh')).toBe('1\u2009234.5');
  expect(fieldText(integer({ label, isYear: true }), 2025, undefined, 'zh')).toBe('2025');
});

test('a rate kept in hundredths of a percent is read as a percentage', () => {
  expect(fieldText(integer({ label: t('利率', 'Rate'), isRate: true }), 362, undefined, 'zh')).toBe('3.62%');
});
