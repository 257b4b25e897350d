import type { DayPoint, FigureDeclaration, Measure, Quantity, Where } from '#kernel/contract/figure.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Text } from '#kernel/contract/text.ts';
import type { House } from '../house.ts';
import { declarationNamed } from './day.ts';

const systemWords: Readonly<Record<string, Text>> = {
  id: { zh: '编号', en: 'id' },
  createdAt: { zh: '登记时间', en: 'entered' },
  at: { zh: '发生时间', en: 'moment' },
  status: { zh: '状态', en: 'status' },
  dueAt: { zh: '时限', en: 'due' },
  statusSince: { zh: '状态起始', en: 'in this status since' },
  everOverdue: { zh: '曾超时', en: 'ever overdue' },
};

const both = (zh: string, en: string): Text => ({ zh, en });

/** The definition said in words, made from the definition itself: it cannot say anything else than what is counted. */
export function formulaOf(house: House, figure: FigureDeclaration): Text {
  const record = declarationNamed(house, figure.source.record);
  const where = figure.where ? inWords(house, record, figure.where) : undefined;
  const rows = sourceInWords(house, figure, record);
  const of = where ? both(`${rows.zh}，其中：${where.zh}`, `${rows.en}, where ${where.en}`) : rows;
  return measureInWords(house, record, figure.measure, of);
}

function sourceInWords(house: House, { source }: FigureDeclaration, record: RecordDeclaration): Text {
  if (source.kind === 'state') return both(`当日有效的“${record.label.zh}”`, `${record.plural.en} on the day`);
  if (source.kind === 'dated') {
    const on = word(record, source.on);
    return both(`${on.zh}在统计期内的“${record.label.zh}”`, `${record.plural.en} with “${on.en}” in the window`);
  }
  const moves = source.moves.map((move) => house.cases.get(source.record)?.declaration.moves[move]?.label ?? both(move, move));
  return both(
    `统计期内“${record.label.zh}”的“${moves.map((move) => move.zh).join('、')}”`,
    `“${moves.map((move) => move.en).join(', ')}” of ${record.plural.en} in the window`,
  );
}

function measureInWords(house: House, record: RecordDeclaration, measure: Measure, of: Text): Text {
  const name = (field: string) => word(record, field);
  switch (measure.kind) {
    case 'count':
      return both(`条数：${of.zh}`, `count of ${of.en}`);
    case 'distinct':
      return both(`不同的“${name(measure.field).zh}”个数：${of.zh}`, `different values of “${name(measure.field).en}” among ${of.en}`);
    case 'sum':
      return both(`“${name(measure.field).zh}”之和：${of.zh}`, `sum of “${name(measure.field).en}” over ${of.en}`);
    case 'share': {
      const part = inWords(house, record, measure.of);
      return both(`分母：${of.zh}；分子：其中 ${part.zh}`, `below the line: ${of.en}; above it: those where ${part.en}`);
    }
    case 'percentile':
      return both(
        `从“${name(measure.from).zh}”到“${name(measure.to).zh}”的时长，排在 ${measure.at * 100}% 处：${of.zh}`,
        `the time from “${name(measure.from).en}” to “${name(measure.to).en}” at ${measure.at * 100} % of ${of.en}`,
      );
    case 'streak': {
      const period = { year: both('年', 'years'), quarter: both('季', 'quarters'), month: both('月', 'months') }[measure.of];
      const rising = measure.rising
        ? both(`且“${name(measure.rising).zh}”逐期更靠前`, ` with “${name(measure.rising).en}” better each time`)
        : both('', '');
      return both(`到最近一次为止连续的${period.zh}数${rising.zh}：${of.zh}`, `${period.en} in a row up to the last${rising.en}: ${of.en}`);
    }
    case 'latest':
      return both(
        `“${name(measure.by).zh}”最近一条的“${name(measure.field).zh}”：${of.zh}`,
        `“${name(measure.field).en}” of the one with the latest “${name(measure.by).en}” among ${of.en}`,
      );
  }
}

function word(record: RecordDeclaration, field: string): Text {
  return record.fields[field]?.label ?? systemWords[field] ?? both(field, field);
}

function inWords(house: House, record: RecordDeclaration, where: Where): Text {
  if ('all' in where) return joined(house, record, where.all, both('，且', ' and '));
  if ('any' in where) return joined(house, record, where.any, both('，或', ' or '));
  if ('not' in where) {
    const inner = inWords(house, record, where.not);
    return both(`并非（${inner.zh}）`, `not (${inner.en})`);
  }
  if ('of' in where) {
    const field = record.fields[where.of];
    const related = field?.kind === 'reference' ? declarationNamed(house, field.record) : record;
    const inner = inWords(house, related, where.where);
    return both(`${word(record, where.of).zh}（${inner.zh}）`, `its ${word(record, where.of).en.toLowerCase()} (${inner.en})`);
  }
  if ('has' in where || 'last' in where) {
    const related = declarationNamed(house, 'has' in where ? where.has : where.last);
    const inner = where.where ? inWords(house, related, where.where) : undefined;
    if ('last' in where)
      return both(`最近一条“${related.label.zh}”（${inner?.zh}）`, `its last ${related.label.en.toLowerCase()} (${inner?.en})`);
    const many =
      where.atLeast === undefined
        ? both('有', 'has ')
        : both(`有至少 ${quantity(where.atLeast)} 条`, `has at least ${quantity(where.atLeast)} `);
    return both(
      `${many.zh}“${related.label.zh}”${inner ? `（${inner.zh}）` : ''}`,
      `${many.en}${related.label.en.toLowerCase()}${inner ? ` (${inner.en})` : ''}`,
    );
  }
  return fieldInWords(record, where);
}

function joined(house: House, record: RecordDeclaration, parts: readonly Where[], by: Text): Text {
  const said = parts.map((part) => inWords(house, record, part));
  return both(said.map((part) => part.zh).join(by.zh), said.map((part) => part.en).join(by.en));
}

function fieldInWords(record: RecordDeclaration, where: Extract<Where, { field: string }>): Text {
  const name = word(record, where.field);
  if ('is' in where) {
    const values = where.is.map((value) => valueInWords(record, where.field, value));
    return both(
      `${name.zh}为${values.map((one) => one.zh).join('、')}`,
      `${name.en.toLowerCase()} is ${values.map((one) => one.en).join(' or ')}`,
    );
  }
  if ('filled' in where) {
    return where.filled
      ? both(`已填${name.zh}`, `${name.en.toLowerCase()} is stated`)
      : both(`未填${name.zh}`, `${name.en.toLowerCase()} is not stated`);
  }
  if ('from' in where || 'to' in where) {
    const from = where.from === undefined ? undefined : point(where.from);
    const to = where.to === undefined ? undefined : point(where.to);
    return both(
      `${name.zh}${from ? `不早于${from.zh}` : ''}${from && to ? '、' : ''}${to ? `不晚于${to.zh}` : ''}`,
      `${name.en.toLowerCase()} ${[from ? `from ${from.en}` : '', to ? `to ${to.en}` : ''].filter(Boolean).join(' ')}`,
    );
  }
  const { atLeast, atMost } = where as { readonly atLeast?: Quantity; readonly atMost?: Quantity };
  const parts = [atLeast === undefined ? [] : [`≥ ${quantity(atLeast)}`], atMost === undefined ? [] : [`≤ ${quantity(atMost)}`]]
    .flat()
    .join('，');
  return both(`${name.zh} ${parts}`, `${name.en.toLowerCase()} ${parts}`);
}

function valueInWords(record: RecordDeclaration, field: string, value: string | boolean): Text {
  if (typeof value === 'boolean') return value ? both('是', 'yes') : both('否', 'no');
  const declared = record.fields[field];
  if (declared?.kind === 'choice' || declared?.kind === 'choices') return declared.options[value] ?? both(value, value);
  const states = (record as { states?: Readonly<Record<string, { label: Text }>> }).states;
  return (field === 'status' ? states?.[value]?.label : undefined) ?? both(`“${value}”`, `“${value}”`);
}

function quantity(value: Quantity): string {
  return typeof value === 'number' ? String(value) : `{${value.param}}`;
}

function point(value: DayPoint): Text {
  if (typeof value === 'string') return both(value, value);
  if (typeof value.days !== 'number') return both(`当日前 {${value.days.param}} 天`, `{${value.days.param}} days before the day`);
  if (value.days === 0) return both('当日', 'the day');
  return value.days < 0
    ? both(`当日前 ${-value.days} 天`, `${-value.days} days before the day`)
    : both(`当日后 ${value.days} 天`, `${value.days} days after the day`);
}
