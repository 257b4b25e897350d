import Button from 'antd/es/button';
import Drawer from 'antd/es/drawer';
import Input from 'antd/es/input';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { useState } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { windowNames } from '#kernel/contract/figure.ts';
import type { Text } from '#kernel/contract/text.ts';
import { findDeclaration, useHouse } from '#kernel/web/house.tsx';
import { useText } from '#kernel/web/text.tsx';
import { formSubjects, moneyUnits, type formView } from '../../form-contract.ts';
import { CellInputs } from '../ask-bar.tsx';
import { fitsWords } from '../figure-search.ts';
import { formWords as f } from './form-messages.ts';
import { words as w } from '../messages.ts';
import { useDictionary } from '../use-figures.ts';

type Cell = AnswerOf<typeof formView>['cells'][number];
type Mapping = NonNullable<Cell['mapping']>;

/** Decides what one blank is filled from: a suggestion, any figure, a person, a fixed text, or nothing. */
export function BlankDrawer(props: {
  readonly cell: Cell;
  readonly mapping: Mapping | undefined;
  readonly onChange: (mapping: Mapping | null) => void;
  /** changes how the chosen figure is asked, the drawer staying open */
  readonly onAdjust: (mapping: Mapping) => void;
  readonly onClose: () => void;
}) {
  const say = useText();
  const { cell, mapping, onChange } = props;
  const [typed, setTyped] = useState('');
  const [text, setText] = useState(mapping?.kind === 'text' ? mapping.text : '');
  const { infos } = useDictionary();
  const found = typed.trim() === '' ? [] : [...(infos?.values() ?? [])].filter((info) => fitsWords(info, typed)).slice(0, 10);
  const fields = useFields(typed);
  const chosen = mapping?.kind === 'figure' ? infos?.get(mapping.figureId) : undefined;
  const filter = cell.suggestions.flatMap((one) => (one.mapping.kind === 'figure' && one.mapping.filter ? [one.mapping.filter] : []))[0];
  return (
    <Drawer open title={`${cell.labels.join(' · ')}${cell.unit ? `（${cell.unit}）` : ''}`} onClose={props.onClose} size={420}>
      {mapping?.kind === 'figure' && chosen?.unit === 'money' && (
        <p>
          {say(f.moneyUnit)}{' '}
          <Segmented
            size="small"
            aria-label={say(f.moneyUnit)}
            options={[...moneyUnits]}
            value={mapping.unit ?? '万元'}
            onChange={(unit) => props.onAdjust({ ...mapping, unit })}
          />
        </p>
      )}
      {mapping?.kind === 'figure' && chosen?.time === 'window' && (
        <p>
          {say(f.window)}{' '}
          <Select
            size="small"
            aria-label={say(f.window)}
            style={{ minWidth: 160 }}
            value={mapping.window ?? ''}
            options={[{ value: '', label: say(f.ownWindow) }, ...windowNames.map((value) => ({ value, label: say(w.windows[value]) }))]}
            onChange={(window: string) => {
              const { window: _, ...rest } = mapping;
              props.onAdjust(window ? { ...rest, window } : rest);
            }}
          />
        </p>
      )}
      {mapping?.kind === 'figure' && chosen && (
        <div className="tool-bar">
          <CellInputs
            info={chosen}
            ask={{ ...(mapping.filter && { filter: mapping.filter }) }}
            onChange={(change) => {
              const { filter: _, ...rest } = mapping;
              props.onAdjust(change.filter ? { ...rest, filter: change.filter } : rest);
            }}
          />
        </div>
      )}
      <h3>{say(f.suggestions)}</h3>
      <div className="quote-list">
        {cell.suggestions.map((one) => (
          <button key={JSON.stringify(one.mapping)} type="button" className="quote-option" onClick={() => onChange(one.mapping)}>
            <span>{say(one.label)}</span>
            <strong>{say(f.likeness(one.score))}</strong>
            {one.definition && <span className="quiet small">{say(one.definition)}</span>}
          </button>
        ))}
        {cell.suggestions.length === 0 && <p className="quiet">—</p>}
      </div>
      <h3>{say(f.findFigure)}</h3>
      <Input
        aria-label={say(f.findFigure)}
        placeholder={say(f.findFigure)}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <div className="quote-list">
        {found.map((info) => {
          const cut = filter && info.dimensions.some(({ key }) => filter.startsWith(`${key}:`)) ? { filter } : {};
          return (
            <button
              key={info.id}
              type="button"
              className="quote-option"
              onClick={() => onChange({ kind: 'figure', figureId: info.id, ...cut })}
            >
              <span>{say(info.label)}</span>
              <span className="quiet small">{say(info.definition)}</span>
            </button>
          );
        })}
        {fields.map(({ mapping: field, label }) => (
          <button key={`${field.record}.${field.field}`} type="button" className="quote-option" onClick={() => onChange(field)}>
            <span>{say(label)}</span>
          </button>
        ))}
      </div>
      <h3>{say(f.fixedText)}</h3>
      <div className="freeze-line freeze-form">
        <Input aria-label={say(f.fixedText)} value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
        <Button disabled={text.trim() === ''} onClick={() => onChange({ kind: 'text', text: text.trim() })}>
          {say(f.useText)}
        </Button>
      </div>
      <div className="line-acts">
        <Button onClick={() => onChange({ kind: 'answer' })}>{say(f.askPerson)}</Button>
        <Button onClick={() => onChange({ kind: 'leave' })}>{say(f.leave)}</Button>
        {mapping && (
          <Button danger onClick={() => onChange(null)}>
            {say(f.clear)}
          </Button>
        )}
      </div>
    </Drawer>
  );
}

/** Fields of the records a form may be about, by what was typed. */
function useFields(typed: string): readonly { readonly mapping: Extract<Mapping, { kind: 'field' }>; readonly label: Text }[] {
  const house = useHouse();
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return [];
  return formSubjects
    .flatMap((record) => {
      const declaration = findDeclaration(house, record);
      return Object.entries(declaration?.fields ?? {}).flatMap(([field, { kind, label }]) => {
        if (!declaration || kind === 'secret') return [];
        const name = { zh: `${declaration.label.zh}·${label.zh}`, en: `${declaration.label.en}: ${label.en}` };
        const fits = `${name.zh} ${name.en}`.toLowerCase().includes(wanted);
        return fits ? [{ mapping: { kind: 'field' as const, record, field }, label: name }] : [];
      });
    })
    .slice(0, 10);
}
