import type { Language, Text } from '#kernel/contract/text.ts';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { dateOf } from '#kernel/rules/instant.ts';
import { partsOf, type FigureAsk, type Value } from './figure-text.ts';
import { words as w } from './messages.ts';
import './figures.css';

type Shown = Pick<Value, 'id' | 'value' | 'unit' | 'hidden' | 'limited' | 'asOf' | 'computedAt'>;

/** A number that opens exactly the records it counts: same day, same window, same cells. */
export function FigureNumber(props: { readonly value: Shown; readonly ask: FigureAsk; readonly label: string; readonly aged?: boolean }) {
  const say = useText();
  const { language } = useSpeech();
  const { value, ask } = props;
  if (value.hidden) {
    return (
      <span className="figure-number" title={say(w.hidden)}>
        <span className="figure-digits">{'<5'}</span>
        {props.aged && <FigureAge value={value} />}
      </span>
    );
  }
  const { number, unit } = partsOf(value.value, value.unit, language);
  const digits = (
    <>
      <span className="figure-digits">{number}</span>
      {unit && <span className="figure-unit">{unit}</span>}
    </>
  );
  return (
    <span className="figure-number" {...(!props.aged && { title: ageOf(value, say, language) })}>
      {value.value === null ? (
        <span title={say(w.nothingToCount)}>{digits}</span>
      ) : (
        <PageLink
          to={`/figures/${value.id}/records`}
          query={{ ...ask }}
          className="figure-open"
          label={`${props.label} ${number}${unit}，${say(w.openRecords)}`}
        >
          {digits}
        </PageLink>
      )}
      {props.aged && <FigureAge value={value} />}
    </span>
  );
}

/** How old a number is: the moment it was counted when it is today's, else the day it is of. */
export function FigureAge({ value }: { readonly value: Aged }) {
  const say = useText();
  const { language } = useSpeech();
  return <span className="figure-age">{ageOf(value, say, language)}</span>;
}

type Aged = Pick<Value, 'asOf' | 'computedAt' | 'limited'>;

function ageOf(value: Aged, say: (text: Text) => string, language: Language): string {
  const counted = instantOf(value.computedAt);
  const isToday = dateOf(counted) === value.asOf;
  const when = isToday ? formatMomentShort(counted, Date.now(), language) : formatDate(value.asOf, language);
  return `${say(w.asOf)} ${when}${value.limited ? ` · ${say(w.limited)}` : ''}`;
}
