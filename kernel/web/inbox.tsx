import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { caseEndpoints, inboxEndpoint, type InboxItem } from '#kernel/contract/case-endpoints.ts';
import { call } from './api.ts';
import { CaseMoves } from './case-moves.tsx';
import { summaryOf } from './case-summary.ts';
import type { CaseWeb } from './feature.ts';
import { EmptyState } from './empty-state.tsx';
import { FieldValue } from './field-value.tsx';
import { formatDistance, formatMomentShort, instantOf } from './format.ts';
import { findCase, useHouse } from './house.tsx';
import { Icon } from './icons.tsx';
import type { LampState } from './lamp.ts';
import { LampMark } from './lamp-mark.tsx';
import { PageLink } from './link.tsx';
import { caseMessages as c } from './messages-case.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { inboxKey, keyOf, useRead } from './queries.ts';
import { StatusTag } from './status-tag.tsx';
import { useSpeech, useText } from './text.tsx';
import { useToast } from './toast.tsx';
import { Waiting } from './waiting.tsx';

/** So many items are read at once; what is below follows as the upper ones are finished. */
const inSight = 30;

/**
 * What needs this reader, ordered by consequence; each item is finished in place. The first stands open, and when
 * it is done the next one does.
 */
export function Inbox(props: { readonly cases?: readonly string[]; readonly title?: string; readonly empty?: string }) {
  const say = useText();
  const inbox = useRead([...inboxKey, inSight], inboxEndpoint, { query: { limit: inSight } }, { hasClocks: true });
  const all = inbox.data?.items;
  const items = useMemo(
    () => (all ?? []).filter((item) => props.cases === undefined || props.cases.includes(item.case)),
    [all, props.cases],
  );
  const [open, setOpen] = useState<string | null>();
  const first = items[0] ? idOf(items[0]) : undefined;
  const shown = open === undefined || (open !== null && !items.some((item) => idOf(item) === open)) ? first : (open ?? undefined);
  const watched = useRef<InboxItem | undefined>(undefined);
  const tell = useTellWhoDid();
  const tellOf = useEffectEvent((item: InboxItem) => void tell(item));
  useEffect(() => {
    const before = watched.current;
    if (before && !items.some((item) => idOf(item) === idOf(before))) tellOf(before);
    watched.current = items.find((item) => idOf(item) === shown);
    if (open && !items.some((item) => idOf(item) === open)) setOpen(undefined);
  }, [items, open, shown]);
  const total = props.cases ? items.length : (inbox.data?.total ?? 0);
  return (
    <section className="inbox" aria-labelledby="inbox-title">
      <div className="section-head">
        <h2 id="inbox-title">{props.title ?? say(c.inbox)}</h2>
        {inbox.data && (
          <span className="count" role="status">
            {say(c.inboxTotal(total))}
          </span>
        )}
      </div>
      {inbox.error && <ProblemNotice error={inbox.error} onRetry={() => void inbox.refetch()} />}
      {inbox.isPending && <Waiting />}
      {inbox.data && items.length === 0 && <EmptyState title={say(c.inboxEmpty)} hint={props.empty ?? say(c.inboxEmptyHint)} />}
      <ul className="inbox-list">
        {items.map((item) => (
          <Item
            key={idOf(item)}
            item={item}
            open={shown === idOf(item)}
            onToggle={() => setOpen(shown === idOf(item) ? null : idOf(item))}
            onDone={() => setOpen(undefined)}
          />
        ))}
      </ul>
      {total > items.length && <p className="quiet">{say(c.inboxMore(total - items.length))}</p>}
    </section>
  );
}

function Item(props: { readonly item: InboxItem; readonly open: boolean; readonly onToggle: () => void; readonly onDone: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const web = findCase(useHouse(), props.item.case);
  if (!web) return null;
  const { item, open } = props;
  const { declaration } = web;
  const now = Date.now();
  const lamp: LampState = item.lamp === 'red' ? 'red' : item.paused ? 'paused' : (item.lamp ?? 'none');
  const panel = `inbox-${item.id}-${item.task}`.replaceAll(/[^\w-]/g, '-');
  const due = item.dueAt ? instantOf(item.dueAt) : undefined;
  return (
    <li className={`inbox-item edge-${lamp}${open ? ' open' : ''}`}>
      <button type="button" className="inbox-head" aria-expanded={open} aria-controls={panel} onClick={props.onToggle}>
        <span className={open ? 'turn open' : 'turn'}>
          <Icon name="right" size={16} />
        </span>
        <span className="inbox-title">{item.title}</span>
        <span className="inbox-facts">
          <StatusTag declaration={declaration} status={item.status} />
          {lamp !== 'none' && <LampMark state={lamp} />}
          <span className="quiet">
            {due === undefined ? say(c.since(formatMomentShort(instantOf(item.since), now, language))) : say(formatDistance(due, now))}
          </span>
        </span>
      </button>
      {open && (
        <div className="inbox-body" id={panel}>
          <ItemBody web={web} item={item} onDone={props.onDone} />
        </div>
      )}
    </li>
  );
}

function ItemBody({ web, item, onDone }: { readonly web: CaseWeb; readonly item: InboxItem; readonly onDone: () => void }) {
  const say = useText();
  const { declaration } = web;
  const read = useRead(keyOf(declaration, item.id), caseEndpoints(declaration).read, { params: { id: item.id } });
  if (read.error && !read.data) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const view = read.data;
  const told = summaryOf(web).filter((name) => hasValue(view.row[name]) && view.row[name] !== item.title);
  return (
    <div className="inbox-work">
      <dl className="facts">
        {told.map((name) => (
          <div key={name} className={declaration.fields[name]?.kind === 'longText' ? 'wide' : ''}>
            <dt>{say(declaration.fields[name]?.label ?? { zh: name, en: name })}</dt>
            <dd>
              <FieldValue declaration={declaration} name={name} row={view.row} />
            </dd>
          </div>
        ))}
      </dl>
      <PageLink to={`/${declaration.path}/${item.id}`} className="open-full">
        {say(c.openCase)} ›
      </PageLink>
      <CaseMoves web={web} view={view} among={item.moves} opened onDone={onDone} onReload={() => void read.refetch()} />
    </div>
  );
}

/** Says by whom an item was finished that was open here: two people may work from one inbox. */
function useTellWhoDid(): (item: InboxItem) => Promise<void> {
  const say = useText();
  const toast = useToast();
  const house = useHouse();
  return async (item) => {
    const declaration = findCase(house, item.case)?.declaration;
    const view = declaration && (await call(caseEndpoints(declaration).read, { params: { id: item.id } }).catch(() => undefined));
    const last = view?.timeline.at(-1);
    if (last?.actor === house.me.actor.name) return;
    toast(say(c.takenOver(item.title, last?.actor ?? '', last ? say(last.says) : '')));
  };
}

function idOf(item: InboxItem): string {
  return `${item.id}/${item.task}`;
}

function hasValue(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}
