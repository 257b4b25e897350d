import type { FigureDeclaration, Where, WindowName } from '#kernel/contract/figure.ts';
import { dateOf, parseIsoDate, type IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Ask } from '../house.ts';
import { invalid } from '../http/refused.ts';
import { inCell, noKey, endOf } from './paths.ts';
import { declarationNamed } from './day.ts';
import { kindOf } from './rows.ts';

/** What may be said beside a figure's name, as it stands in an address. */
export type Asked = { readonly asOf?: string | undefined; readonly window?: string | undefined; readonly filter?: string | undefined };

/** A question understood: the day, the window where time is one, the cells it is cut down to. */
export type Question = {
  readonly figure: FigureDeclaration;
  readonly day: IsoDate;
  /** null of a figure whose time is the day; an open start is null too */
  readonly from: IsoDate | null;
  readonly to: IsoDate | null;
  readonly cut: readonly { readonly dimension: string; readonly key: string }[];
};

/** The question about a figure; every part that cannot be answered is named. */
export function questionOf(ask: Ask, figure: FigureDeclaration, asked: Asked): Question {
  const refusals: Refusal[] = [];
  const refuse = (field: string, zh: string, en: string) =>
    refusals.push({ code: 'QUESTION', field: `query.${field}`, message: { zh, en } });
  const day = asked.asOf ?? dateOf(ask.now);
  if (parseIsoDate(day) === undefined) refuse('asOf', `“${day}”不是日期`, `“${day}” is no date`);
  const window = windowOf(figure, day, asked.window);
  if (window.from !== null && window.to !== null && window.to < window.from) {
    refuse(
      'window',
      `统计期 ${window.from} 至 ${window.to} 止日早于起日`,
      `The window ends on ${window.to}, before it starts on ${window.from}`,
    );
  }
  const cut = (asked.filter ?? '').split(',').flatMap((part) => {
    if (part === '') return [];
    const [dimension = '', key = ''] = part.split(':');
    const fault = faultOfCell(ask, figure, dimension, key);
    if (fault) refuse('filter', fault.zh, fault.en);
    return [{ dimension, key }];
  });
  if (refusals.length > 0) throw invalid(refusals);
  return { figure, day: window.to ?? day, from: window.from, to: window.to, cut };
}

function windowOf(figure: FigureDeclaration, day: IsoDate, asked: string | undefined): { from: IsoDate | null; to: IsoDate | null } {
  const { source } = figure;
  if (source.kind === 'state') return { from: null, to: null };
  const window = asked ?? source.window ?? 'all';
  const [from, to] = window.split('..');
  if (to !== undefined && from !== undefined) return { from, to };
  return { from: firstOf(window as WindowName, day), to: day };
}

/** The first day of a named window that ends on a day; null of all. */
export function firstOf(window: WindowName, day: IsoDate): IsoDate | null {
  if (window === 'all') return null;
  if (window === 'year') return `${day.slice(0, 4)}-01-01`;
  const month = Number(day.slice(5, 7));
  const first = window === 'month' ? month : Math.floor((month - 1) / 3) * 3 + 1;
  return `${day.slice(0, 4)}-${String(first).padStart(2, '0')}-01`;
}

function faultOfCell(ask: Ask, figure: FigureDeclaration, dimension: string, key: string): { zh: string; en: string } | undefined {
  const declared = Object.hasOwn(figure.dimensions ?? {}, dimension) ? figure.dimensions?.[dimension] : undefined;
  const names = Object.keys(figure.dimensions ?? {}).join('、') || '—';
  if (!declared) {
    return {
      zh: `“${figure.label.zh}”没有“${dimension}”这个维度，可用的有：${names}`,
      en: `“${figure.label.en}” has no dimension “${dimension}”; it has: ${names}`,
    };
  }
  if (key === noKey) return undefined;
  const end = endOf(ask.house, declarationNamed(ask.house, figure.source.record), declared.path);
  const kind = kindOf(end.declaration, end.field);
  const fits = end.per
    ? new RegExp(end.per === 'month' ? '^\\d{4}-(0[1-9]|1[0-2])$' : '^\\d{4}$').test(key)
    : kind === 'reference' || kind === 'references' || kind === 'id'
      ? /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key)
      : kind !== 'flag' || key === 'true' || key === 'false';
  if (fits) return undefined;
  return { zh: `${declared.label.zh}“${key}”不是有效的取值`, en: `“${key}” is no value of ${declared.label.en}` };
}

/** Everything that a row must satisfy to be counted: the figure's own condition and the cells asked for. */
export function conditionOf({ figure, cut }: Question): Where {
  const cells = cut.flatMap(({ dimension, key }) => {
    const declared = figure.dimensions?.[dimension];
    return declared ? [inCell(declared.path, key)] : [];
  });
  return { all: [...(figure.where ? [figure.where] : []), ...cells] };
}
