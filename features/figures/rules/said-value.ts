type Unit = 'share' | 'money' | 'days' | 'hours' | 'years' | { readonly zh: string; readonly en: string };

/**
 * A value as officials write it in Chinese: 13.7亿元, 4200万元, 87.5%, 126人次, 3.2天. Money comes in 分. Rounded
 * to two decimals of its unit; the exact value stands beside it wherever it matters.
 */
export function saidInChinese(value: number | null, unit: Unit): string {
  if (value === null) return '—';
  if (unit === 'share') return `${trim((value * 100).toFixed(2))}%`;
  if (unit === 'days') return `${trim(value.toFixed(1))}天`;
  if (unit === 'hours') return `${trim(value.toFixed(1))}小时`;
  if (unit === 'years') return `${trim(value.toFixed(2))}年`;
  if (unit === 'money') return saidMoney(value);
  return `${Number.isInteger(value) ? value : trim(value.toFixed(2))}${unit.zh}`;
}

function saidMoney(fen: number): string {
  const yuan = fen / 100;
  if (Math.abs(yuan) >= 1e8) return `${trim((yuan / 1e8).toFixed(2))}亿元`;
  if (Math.abs(yuan) >= 1e4) return `${trim((yuan / 1e4).toFixed(2))}万元`;
  return `${trim(yuan.toFixed(2))}元`;
}

const trim = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
