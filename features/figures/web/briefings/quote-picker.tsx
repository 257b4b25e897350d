import Input from 'antd/es/input';
import Modal from 'antd/es/modal';
import { useId, useState, type KeyboardEvent } from 'react';
import { messages as m } from '#kernel/web/messages.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { briefingWords as b } from './briefing-messages.ts';
import { fitsWords } from '../figure-search.ts';
import { askOf, textOf, type Info } from '../figure-text.ts';
import { useDictionary, useFigures } from '../use-figures.ts';

const most = 12;

/** Finds a figure as one types, with its number of the day; Enter takes the first, arrows walk, Esc leaves. */
export function QuotePicker(props: {
  readonly day: string;
  readonly onPick: (info: Info, value: number | null) => void;
  readonly onClose: () => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const { infos } = useDictionary();
  const found = [...(infos?.values() ?? [])].filter((info) => fitsWords(info, typed)).slice(0, most);
  const { values } = useFigures(
    found.map(({ id }) => id),
    askOf(undefined, { asOf: props.day }),
  );
  const take = (info: Info | undefined) => info && props.onPick(info, values?.get(info.id)?.value ?? null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((chosen + step + found.length) % Math.max(1, found.length));
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      take(found[chosen]);
    }
  };
  return (
    <Modal open title={say(b.insert)} footer={null} onCancel={props.onClose}>
      <Input
        autoFocus
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found[chosen] ? `${list}-${chosen}` : undefined}
        aria-label={say(b.findFigure)}
        placeholder={say(b.findFigure)}
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} role="listbox" aria-label={say(b.insert)} className="quote-list">
        {found.map((info, index) => {
          const value = values?.get(info.id);
          return (
            <button
              key={info.id}
              id={`${list}-${index}`}
              type="button"
              role="option"
              aria-selected={index === chosen}
              className="quote-option"
              onClick={() => take(info)}
            >
              <span>{say(info.label)}</span>
              <strong>{value ? (value.hidden ? '<5' : textOf(value.value, info.unit, language)) : '…'}</strong>
              <span className="quiet small">{say(info.definition)}</span>
            </button>
          );
        })}
        {infos && found.length === 0 && <p className="quiet">{say(m.nothingFound)}</p>}
      </div>
    </Modal>
  );
}
