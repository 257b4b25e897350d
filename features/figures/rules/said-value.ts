type Unit = 'share' | 'money' | 'days' | 'hours' | 'years' | { readonly zh: string; readonly en: string };
type Language = 'zh' | 'en';

/**
 * A value as it is written, number and unit apart: 13.7 亿元, 87.5 %, 126 人次. Money comes in 分. Rounded to two
 * decimals of its unit; the exact value stands beside it wherever it matters.
 */
export function valueParts(value: number | null, unit: Unit, language: Language): { readonly number: string; readonly unit: string } {
  if (value === null) return { number: '—', unit: '' };
  if (unit === 'share') return { number: trim((value * 100).toFixed(2)), unit: '%' };
  if (unit === 'money') return moneyParts(value, language);
  if (typeof unit === 'object') return { number: Number.isInteger(value) ? String(value) : trim(value.toFixed(2)), unit: unit[language] };
  const { digits, zh, en } = spans[unit];
  return { number: trim(value.toFixed(digits)), unit: language === 'zh' ? zh : en };
}

/** The same in one piece, as officials write it in Chinese: 13.7亿元, 4200万元, 87.5%, 126人次, 3.2天. */
export function saidInChinese(value: number | null, unit: Unit): string {
  const parts = valueParts(value, unit, 'zh');
  return `${parts.number}${parts.unit}`;
}

const spans = {
  days: { digits: 1, zh: '天', en: 'days' },
  hours: { digits: 1, zh: '小时', en: 'hours' },
  years: { digits: 2, zh: '年', en: 'years' },
} as const;

function moneyParts(fen: number, language: Language): { number: string; unit: string } {
  const yuan = fen / 100;
  const units =
    language === 'zh'
      ? ([
          [1e8, 2, '亿元'],
          [1e4, 2, '万元'],
        ] as const)
      : ([
          [1e9, 3, 'billion yuan'],
          [1e6, 4, 'million yuan'],
        ] as const);
  const [size, digits, unit] = units.find(([least]) => Math.abs(yuan) >= least) ?? [1, 2, language === 'zh' ? '元' : 'yuan'];
  return { number: trim((yuan / size).toFixed(digits)), unit };
}

const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
