import { Suspense, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import type { Text } from '#kernel/contract/text.ts';
import { useGo, usePage } from './link.tsx';
import { useText } from './text.tsx';
import { Waiting } from './waiting.tsx';

/** Tabs of a page; which one is open stands in the address. Arrow keys move between them. */
export function PageTabs(props: { readonly tabs: readonly { readonly key: string; readonly label: Text; readonly content: ReactNode }[] }) {
  const say = useText();
  const go = useGo();
  const { path, query } = usePage();
  const id = useId();
  const bar = useRef<HTMLDivElement>(null);
  const { tabs } = props;
  const open = tabs.find((tab) => tab.key === query['tab']) ?? tabs[0];
  const show = (key: string) => {
    const { tab: _, ...rest } = query;
    go(path, key === tabs[0]?.key ? rest : { ...rest, tab: key }, { replace: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !open) return;
    const next = (tabs.indexOf(open) + step + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (!tab) return;
    show(tab.key);
    bar.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <div className="page-tabs">
      <div className="tab-bar" role="tablist" ref={bar}>
        {tabs.map((tab) => (
          <button
            key={tab.key}
            type="button"
            role="tab"
            id={`${id}-${tab.key}`}
            aria-selected={tab === open}
            aria-controls={`${id}-panel`}
            tabIndex={tab === open ? 0 : -1}
            onClick={() => show(tab.key)}
            onKeyDown={onKeyDown}
          >
            {say(tab.label)}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${open?.key ?? ''}`}>
        <Suspense fallback={<Waiting />}>{open?.content}</Suspense>
      </div>
    </div>
  );
}
