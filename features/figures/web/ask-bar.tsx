import Select from 'antd/es/select';
import { useState } from 'react';
import { DateInput, DateRangeInput } from '#kernel/web/date-input.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { windowNames } from '#kernel/contract/figure.ts';
import { figureValue } from '../contract.ts';
import { askOf, filterWith, partsOfFilter, textOf, type FigureAsk, type Info } from './figure-text.ts';
import { words as w } from './messages.ts';
import './figures.css';

type Change = (change: FigureAsk) => void;

/** The day and the window of a question; the address keeps them. */
export function TimeInputs(props: {
  readonly ask: FigureAsk;
  readonly windowed: boolean;
  readonly ownWindow: string;
  readonly onChange: Change;
}) {
  const say = useText();
  const { ask, onChange } = props;
  const range = ask.window?.includes('..') ?? false;
  const [from, to] = range ? (ask.window ?? '').split('..') : [];
  return (
    <>
      {!range && (
        <label className="ask-day">
          {say(w.asOf)}
          <DateInput value={ask.asOf ?? null} onChange={(day) => onChange({ asOf: day ?? '' })} />
        </label>
      )}
      {props.windowed && (
        <label className="ask-window">
          {say(w.window)}
          <Select
            aria-label={say(w.window)}
            value={range ? 'range' : (ask.window ?? '')}
            onChange={(window: string) => onChange(window === 'range' ? { asOf: '', window: rangeNow() } : { window })}
            options={[
              { value: '', label: props.ownWindow },
              ...windowNames.map((value) => ({ value, label: say(w.windows[value]) })),
              { value: 'range', label: say(w.windows.range) },
            ]}
          />
        </label>
      )}
      {range && (
        <label className="ask-range">
          {say(w.windows.range)}
          <DateRangeInput
            label={say(w.windows.range)}
            value={[from, to]}
            onChange={([first, last]) => first && last && onChange({ window: `${first}..${last}` })}
          />
        </label>
      )}
    </>
  );
}

/** One picker a dimension; its choices are the cells that exist, with their numbers. */
export function CellInputs(props: { readonly info: Info; readonly ask: FigureAsk; readonly onChange: Change }) {
  const say = useText();
  const [narrow] = useState(() => matchMedia('(max-width: 760px)').matches);
  if (props.info.dimensions.length === 0) return null;
  return (
    <details className="cell-inputs" open={!narrow || props.ask.filter !== undefined}>
      <summary>{say(w.cut)}</summary>
      {props.info.dimensions.map(({ key }) => (
        <CellInput key={key} {...props} dimension={key} />
      ))}
    </details>
  );
}

/** Picks one cell of a dimension among those that exist, with their numbers. */
export function CellInput({
  info,
  ask,
  dimension,
  onChange,
}: {
  readonly info: Info;
  readonly ask: FigureAsk;
  readonly dimension: string;
  readonly onChange: Change;
}) {
  const say = useText();
  const { language } = useSpeech();
  const picked = partsOfFilter(ask.filter).get(dimension);
  const [opened, setOpened] = useState(false);
  const others = filterWith(ask.filter, dimension, null);
  const question = askOf(info, { ...ask, filter: others });
  const read = useRead(
    ['figures', 'cells', info.id, question, dimension],
    figureValue,
    { params: { id: info.id }, query: { ...question, by: dimension } },
    { enabled: opened || picked !== undefined },
  );
  const label = info.dimensions.find(({ key }) => key === dimension)?.label ?? w.cell;
  return (
    <label className="ask-cell">
      {say(label)}
      <Select
        aria-label={say(label)}
        allowClear
        popupMatchSelectWidth={false}
        showSearch={{ optionFilterProp: 'title' }}
        loading={read.isFetching}
        placeholder={language === 'zh' ? '全部' : 'All'}
        {...(picked !== undefined && { value: picked })}
        onOpenChange={(open) => open && setOpened(true)}
        onChange={(key: string | undefined) => onChange({ filter: filterWith(ask.filter, dimension, key ?? null) })}
        options={(read.data?.cells ?? []).map((cell) => ({
          value: cell.key ?? 'none',
          title: say(cell.label),
          label: `${say(cell.label)} · ${cell.hidden ? '<5' : textOf(cell.value, info.unit, language)}`,
        }))}
      />
    </label>
  );
}

function rangeNow(): string {
  const today = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  return `${today.slice(0, 4)}-01-01..${today}`;
}
