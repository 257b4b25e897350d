import { useQuery } from '@tanstack/react-query';
import Modal from 'antd/es/modal';
import { useDeferredValue, useEffect, useId, useState, type KeyboardEvent } from 'react';
import { searchEndpoint } from '#kernel/contract/search-endpoints.ts';
import { call } from './api.ts';
import { useHouse } from './house.tsx';
import { Icon } from './icons.tsx';
import { useGo } from './link.tsx';
import { messages as m } from './messages.ts';
import { offersFor, type Offer } from './search-offers.ts';
import { useSpeech, useText } from './text.tsx';

/** One box for everything: finds records and offers to do things; Ctrl/⌘+K from anywhere. */
export function SearchBox() {
  const say = useText();
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      setOpen(true);
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  return (
    <>
      <button type="button" className="search-trigger" title={say(m.search)} onClick={() => setOpen(true)}>
        <Icon name="search" />
        <span className="unseen">{say(m.search)}</span>
        <span className="search-words">{say(m.searchPlaceholder)}</span>
        <kbd>Ctrl K</kbd>
      </button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        closable={false}
        destroyOnHidden
        width={620}
        style={{ top: 72 }}
        styles={{ body: { padding: 0 }, container: { padding: 0 } }}
        title={<span className="unseen">{say(m.search)}</span>}
      >
        <SearchPanel onDone={() => setOpen(false)} />
      </Modal>
    </>
  );
}

function SearchPanel({ onDone }: { readonly onDone: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const go = useGo();
  const house = useHouse();
  const list = useId();
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const q = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['search', q],
    queryFn: ({ signal }) => call(searchEndpoint, { query: { q, limit: 6 }, signal }),
    enabled: q !== '',
    placeholderData: (previous) => previous,
  });
  const groups = offersFor(house, q, q === '' ? [] : (found.data?.groups ?? []), language);
  const offers = groups.flatMap((group) => group.offers);
  const take = (offer: Offer | undefined) => {
    if (!offer) return;
    go(offer.path, offer.query);
    onDone();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setChosen((now) => (now + step + offers.length) % Math.max(1, offers.length));
    }
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) take(offers[chosen]);
  };
  return (
    <div className="search-panel">
      <div className="search-input">
        <Icon name="search" />
        <input
          autoFocus
          role="combobox"
          aria-expanded={offers.length > 0}
          aria-controls={list}
          aria-activedescendant={offers[chosen] ? `${list}-${chosen}` : undefined}
          aria-label={say(m.search)}
          placeholder={say(m.searchPlaceholder)}
          value={typed}
          maxLength={100}
          onChange={(event) => {
            setTyped(event.target.value);
            setChosen(0);
          }}
          onKeyDown={onKeyDown}
        />
        <button type="button" className="plain-button" aria-label={say(m.close)} onClick={onDone}>
          <Icon name="close" />
        </button>
      </div>
      <div id={list} role="listbox" aria-label={say(m.search)} className="search-hits">
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <div className="search-group" aria-hidden="true">
              {group.label}
            </div>
            {group.offers.map((offer) => {
              const index = offers.indexOf(offer);
              return (
                <button
                  type="button"
                  tabIndex={-1}
                  key={offer.key}
                  id={`${list}-${index}`}
                  role="option"
                  aria-selected={index === chosen}
                  className="search-hit"
                  onMouseMove={() => setChosen(index)}
                  onClick={() => take(offer)}
                >
                  <span>{offer.title}</span>
                  {offer.aside && <span className="quiet">{offer.aside}</span>}
                </button>
              );
            })}
          </div>
        ))}
      </div>
      {offers.length === 0 && (
        <p className="search-nothing" role="status">
          {say(q === '' ? m.searchHint : found.isFetching ? m.loading : m.searchNothing)}
        </p>
      )}
    </div>
  );
}
