import type { Field } from '#kernel/contract/field.ts';
import type { Language } from '#kernel/contract/text.ts';
import { formatRate } from '#kernel/rules/money.ts';
import { formatDate, formatMoment, formatMoney, formatNumber, instantOf } from './format.ts';
import { messages as m } from './messages.ts';

/** A field's value as people read it, without markup; empty for no value. */
export function fieldText(field: Field, value: unknown, titles: string | readonly string[] | undefined, language: Language): string {
  if (value === null || value === undefined || value === '') return '';
  switch (field.kind) {
    case 'date':
      return formatDate(String(value), language);
    case 'moment':
      return formatMoment(instantOf(String(value)), language);
    case 'money':
      return formatMoney(String(value), language);
    case 'integer':
    case 'decimal': {
      if (field.kind === 'integer' && field.isRate) return formatRate(Number(value));
      const isPlain = typeof value !== 'number' || (field.kind === 'integer' && field.isYear);
      const number = isPlain ? String(value) : formatNumber(value);
      return field.unit ? `${number} ${field.unit[language]}` : number;
    }
    case 'flag':
      return (value === true ? m.yes : m.no)[language];
    case 'choice':
      return field.options[String(value)]?.[language] ?? String(value);
    case 'choices':
      return joined(
        [value].flat().map((one) => field.options[String(one)]?.[language] ?? String(one)),
        language,
      );
    case 'reference':
    case 'references':
      return joined([titles ?? '—'].flat(), language);
    case 'text':
    case 'longText':
    case 'secret':
      return String(value);
  }
}

function joined(parts: readonly string[], language: Language): string {
  return parts.join(language === 'zh' ? '、' : ', ');
}
