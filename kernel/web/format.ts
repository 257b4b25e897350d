import type { Language, Text } from '#kernel/contract/text.ts';
import {
  dateOf,
  dayMs,
  daysBetween,
  dayText,
  fromIso,
  minuteMs,
  monthNames,
  weekdayOf,
  type Instant,
  type IsoDate,
} from '#kernel/rules/instant.ts';

const weekdays: readonly Text[] = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
];

/** 2024年6月3日 / 3 Jun 2024 */
export function formatDate(date: IsoDate, language: Language): string {
  return dayText(date)[language];
}

/** 2024年6月 / Jun 2024 */
export function formatMonth(month: string, language: Language): string {
  const [year, number] = [month.slice(0, 4), Number(month.slice(5, 7))];
  return language === 'zh' ? `${year}年${number}月` : `${monthNames[number - 1]} ${year}`;
}

/** 6月3日 周一 / Mon 3 Jun: for a page on which the year is plain */
export function formatDay(date: IsoDate, language: Language): string {
  const [, month, day] = partsOf(date);
  const weekday = weekdays[weekdayOf(date) - 1]?.[language] ?? '';
  return language === 'zh' ? `${month}月${day}日 ${weekday}` : `${weekday} ${day} ${monthNames[month - 1]}`;
}

/** 17:30 in the zone's time */
export function formatTime(instant: Instant): string {
  const minutes = Math.floor(((((instant + 8 * 60 * minuteMs) % dayMs) + dayMs) % dayMs) / minuteMs);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** 2024年6月3日 17:30 / 3 Jun 2024 17:30, in the zone's time */
export function formatMoment(instant: Instant, language: Language): string {
  return `${formatDate(dateOf(instant), language)} ${formatTime(instant)}`;
}

/** A moment as near readers need it: the time today, day and time this year, the full date otherwise. */
export function formatMomentShort(instant: Instant, now: Instant, language: Language): string {
  const [day, today] = [dateOf(instant), dateOf(now)];
  if (day === today) return `${language === 'zh' ? '今天' : 'today'} ${formatTime(instant)}`;
  if (day.slice(0, 4) !== today.slice(0, 4)) return formatMoment(instant, language);
  const [, month, date] = partsOf(day);
  return language === 'zh' ? `${month}月${date}日 ${formatTime(instant)}` : `${date} ${monthNames[month - 1]} ${formatTime(instant)}`;
}

/** A deadline, as near readers need it when `now` is given: one at midnight belongs to the day that it ends, 1月30日 24:00. */
export function formatDue(due: Instant, language: Language, now?: Instant): string {
  const said = (at: Instant) => (now === undefined ? formatMoment(at, language) : formatMomentShort(at, now, language));
  return formatTime(due) === '00:00' ? said(due - minuteMs).replace('23:59', '24:00') : said(due);
}

/** Whole minutes as 3 小时 20 分 / 3 h 20 min. */
export function formatMinutes(minutes: number, language: Language): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const parts = [
    ...(hours > 0 ? [language === 'zh' ? `${hours} 小时` : `${hours} h`] : []),
    ...(rest > 0 || hours === 0 ? [language === 'zh' ? `${rest} 分钟` : `${rest} min`] : []),
  ];
  return parts.join(' ');
}

/** Minutes of a clock that runs round the clock: 62 天 5 小时 14 分钟 / 62 d 5 h 14 min. */
export function formatMinutesByDay(minutes: number, language: Language): string {
  const days = Math.floor(minutes / (24 * 60));
  if (days === 0) return formatMinutes(minutes, language);
  const rest = minutes % (24 * 60);
  return `${days} ${language === 'zh' ? '天' : 'd'}${rest > 0 ? ` ${formatMinutes(rest, language)}` : ''}`;
}

/** How far a moment is from now on the calendar: 还有 2 天 / 超 3 小时. Calendar time, not working time. */
export function formatDistance(instant: Instant, now: Instant): Text {
  const late = instant < now;
  const ms = Math.abs(instant - now);
  // a moment ahead at midnight ends the day before
  const days = Math.abs(daysBetween(dateOf(now), dateOf(late ? instant : instant - 1)));
  const [zh, en] =
    ms < 60 * minuteMs
      ? [`${Math.max(1, Math.round(ms / minuteMs))} 分钟`, `${Math.max(1, Math.round(ms / minuteMs))} min`]
      : ms < dayMs
        ? [`${Math.floor(ms / (60 * minuteMs))} 小时`, `${Math.floor(ms / (60 * minuteMs))} h`]
        : [`${days} 天`, days === 1 ? '1 day' : `${days} days`];
  return late ? { zh: `已超 ${zh}`, en: `${en} over` } : { zh: `还有 ${zh}`, en: `${en} left` };
}

/** 1 234 567.5 with thin spaces, as official tables write it */
export function formatNumber(value: number, digits?: number): string {
  const fixed = digits === undefined ? String(value) : value.toFixed(digits);
  const [whole = '', fraction] = fixed.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Units of money by size, what one is worth in 分, and the decimals that tell the same hundredth in both languages. */
const moneyUnits: Readonly<Record<Language, readonly { readonly worth: bigint; readonly digits: number; readonly name: string }[]>> = {
  zh: [
    { worth: 10_000_000_000n, digits: 2, name: '亿元' },
    { worth: 1_000_000n, digits: 2, name: '万元' },
    { worth: 100n, digits: 2, name: '元' },
  ],
  en: [
    { worth: 100_000_000_000n, digits: 3, name: 'billion yuan' },
    { worth: 100_000_000n, digits: 4, name: 'million yuan' },
    { worth: 100n, digits: 2, name: 'yuan' },
  ],
};

/** 分 as 元, 万元 or 亿元, in English as yuan, million or billion, by size; rounded to the hundredth of 万元 or 亿元. */
export function formatMoney(fen: string, language: Language): string {
  if (!/^-?\d+$/.test(fen)) return fen;
  const value = BigInt(fen);
  const size = value < 0n ? -value : value;
  const units = moneyUnits[language];
  const unit = units.find(({ worth }) => size >= worth) ?? units.at(-1);
  if (!unit) return fen;
  const scale = 10n ** BigInt(unit.digits);
  const parts = (size * scale + unit.worth / 2n) / unit.worth;
  const decimals = String(parts % scale)
    .padStart(unit.digits, '0')
    .replace(/^0+$/, '')
    .replace(/^(\d\d)(\d*?)0*$/, '.$1$2');
  return `${value < 0n ? '−' : ''}${formatNumber(Number(parts / scale))}${decimals} ${unit.name}`;
}

/** What was typed in 元 or 万元 as 分, exact; undefined when it is no amount. */
export function parseMoney(typed: string, unit: 'yuan' | 'wan'): string | undefined {
  const match = /^(-?)(\d{1,15})(?:\.(\d{1,6}))?$/.exec(typed.replaceAll(/[,，\s\u2009]/g, ''));
  if (!match) return undefined;
  const places = unit === 'yuan' ? 2 : 6;
  const fraction = match[3] ?? '';
  if (fraction.length > places) return undefined;
  const fen = BigInt(`${match[2]}${fraction.padEnd(places, '0')}`);
  return `${match[1] && fen > 0n ? '-' : ''}${fen}`;
}

/** 分 as a plain decimal of the unit, for an input field. */
export function moneyText(fen: string, unit: 'yuan' | 'wan'): string {
  const places = unit === 'yuan' ? 2 : 6;
  const negative = fen.startsWith('-');
  const digits = fen.replace('-', '').padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return `${negative ? '-' : ''}${digits.slice(0, -places)}${fraction ? `.${fraction}` : ''}`;
}

/** An ISO moment of the wire as milliseconds; NaN for what is none. */
export function instantOf(iso: string): Instant {
  return fromIso(iso) ?? Date.parse(iso);
}

function partsOf(date: IsoDate): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}
