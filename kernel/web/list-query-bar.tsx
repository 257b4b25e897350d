import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from 'react';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { Icon } from './icons.tsx';
import { ListFilters } from './list-filters.tsx';
import { recordMessages as r } from './messages-record.ts';
import { useText } from './text.tsx';
import { changed, countFilters, type ListState } from './url-state.ts';

/** Typing finds after a short rest; more would ask the server for every letter. */
const restMs = 250;

/** Search and filters above a list. The first filters stand in sight on a wide screen, all of them in a drawer. */
export function ListQueryBar(props: {
  readonly declaration: RecordDeclaration;
  readonly state: ListState;
  readonly onChange: (state: ListState) => void;
  readonly children: ReactNode;
}) {
  const say = useText();
  const { declaration, state, onChange } = props;
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState(state['q'] ?? '');
  const asked = state['q'] ?? '';
  const own = useRef(asked);
  const find = useEffectEvent((text: string) => {
    if (text === asked) return;
    own.current = text;
    onChange(changed(state, { q: text }));
  });
  useEffect(() => {
    const timer = setTimeout(() => find(typed), restMs);
    return () => clearTimeout(timer);
  }, [typed]);
  useEffect(() => {
    // an address that somebody else changed (a saved view, the back button); our own must not undo later typing
    if (asked !== own.current) setTyped(asked);
    own.current = asked;
  }, [asked]);
  const count = countFilters(declaration, state);
  return (
    <div className="query-bar" role="search" aria-label={say(declaration.label)}>
      <div className="query-line">
        {declaration.search.length > 0 && (
          <Input
            className="query-search"
            aria-label={say(r.findIn(declaration.label))}
            placeholder={say(r.findIn(declaration.label))}
            prefix={<Icon name="search" size={16} />}
            allowClear
            maxLength={100}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <Button icon={<Icon name="filter" size={16} />} aria-expanded={open} onClick={() => setOpen(!open)}>
          {say(r.moreFilters(count))}
        </Button>
        {count > 0 && (
          <Button type="text" onClick={() => onChange(state['q'] ? { q: state['q'] } : {})}>
            {say(r.clearAll)}
          </Button>
        )}
        <span className="query-spring" />
        {props.children}
      </div>
      {open && <ListFilters declaration={declaration} state={state} onChange={onChange} />}
    </div>
  );
}
