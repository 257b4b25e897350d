import type { Text } from '#kernel/contract/text.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { differenceOf } from './figure-text.ts';
import { words as w } from './messages.ts';
import type { Compared } from './use-figures.ts';

/** What it was a month and a year before: the sign and the size of the change, never good or bad. */
export function FigureChange({ value }: { readonly value: Compared }) {
  return (
    <span className="figure-change">
      <Change value={value} before={value.monthBefore} label={w.monthBefore} />
      <Change value={value} before={value.yearBefore} label={w.yearBefore} />
    </span>
  );
}

function Change({ value, before, label }: { readonly value: Compared; readonly before: number | null; readonly label: Text }) {
  const say = useText();
  const { language } = useSpeech();
  const difference = differenceOf(value.value, before, value.unit, language);
  return (
    <span>
      {say(label)} {difference === null ? '—' : value.value === before ? say(w.same) : difference}
    </span>
  );
}
