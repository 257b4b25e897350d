import DatePicker from 'antd/es/date-picker';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { dateOf, instantAt, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import { formatTime, instantOf } from './format.ts';
import { messages as m } from './messages.ts';
import { useSpeech, useText } from './text.tsx';

type Props = {
  readonly id?: string;
  readonly autoFocus?: boolean;
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
};

/** A legal date; also takes 2024.6.3, 2024年6月3日 and 20240603 as typed. */
export function DateInput({ value, onChange, ...rest }: Props) {
  const say = useText();
  useCalendarLanguage();
  return (
    <DatePicker
      {...rest}
      style={{ width: '100%' }}
      placeholder={say(m.chooseDate)}
      format={['YYYY-MM-DD', 'YYYY.M.D', 'YYYY/M/D', 'YYYY年M月D日', 'YYYYMMDD']}
      value={value ? dayjs(value) : null}
      onChange={(day) => onChange(day ? day.format('YYYY-MM-DD') : null)}
    />
  );
}

/** A moment, shown and typed in the zone's time wherever the browser is. */
export function MomentInput({ value, onChange, ...rest }: Props) {
  const say = useText();
  useCalendarLanguage();
  const instant = value ? instantOf(value) : undefined;
  return (
    <DatePicker
      {...rest}
      style={{ width: '100%' }}
      placeholder={say(m.chooseDate)}
      showTime={{ format: 'HH:mm', minuteStep: 5 }}
      format="YYYY-MM-DD HH:mm"
      value={instant === undefined ? null : dayjs(`${dateOf(instant)} ${formatTime(instant)}`)}
      onChange={(day) => onChange(day ? toIso(instantAt(day.format('YYYY-MM-DD'), day.format('HH:mm'))) : null)}
    />
  );
}

/** From a day to a day, either of them open. */
export function DateRangeInput(props: {
  readonly label: string;
  readonly value: readonly [IsoDate | undefined, IsoDate | undefined];
  readonly onChange: (value: readonly [IsoDate | undefined, IsoDate | undefined]) => void;
}) {
  const say = useText();
  useCalendarLanguage();
  const [from, to] = props.value;
  return (
    <DatePicker.RangePicker
      style={{ width: '100%' }}
      aria-label={props.label}
      allowEmpty={[true, true]}
      placeholder={[say(m.from), say(m.until)]}
      value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
      onChange={(days) => props.onChange([days?.[0]?.format('YYYY-MM-DD'), days?.[1]?.format('YYYY-MM-DD')])}
    />
  );
}

/** Names of months and weekdays in the panel; the picker takes them from dayjs's own setting. */
function useCalendarLanguage(): void {
  const { language } = useSpeech();
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en');
}
