import { Node } from '@tiptap/core';
import { NodeViewWrapper, ReactNodeViewRenderer, type ReactNodeViewProps } from '@tiptap/react';
import { createContext, use } from 'react';
import type { Text } from '#kernel/contract/text.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { quoteHolds, quoteText } from '../../rules/quote.ts';
import { questionKey, type Quote } from './briefing-doc.ts';
import { briefingWords as b } from './briefing-messages.ts';
import { textOf, type Unit } from '../figure-text.ts';

/** What is known today of a question: absent while it is on its way. */
export type Live = { readonly label: Text | null; readonly unit: Unit | null; readonly value: number | null; readonly fault: Text | null };

type Quotes = {
  readonly live: ReadonlyMap<string, Live>;
  readonly edit: (quote: Quote, change: (quote: Quote | null) => void) => void;
};

export const QuotesContext = createContext<Quotes>({ live: new Map(), edit: () => undefined });

/** Is what the text says still what the records say? */
export function isStale(quote: Quote, live: Live | undefined): boolean {
  if (!live) return false;
  if (live.fault || live.unit === null) return true;
  return live.value !== quote.seen || !quoteHolds(quote.wording, live.value, quote.seen, live.unit);
}

/** The quote as it stands today; a fuzzy wording that is no longer true becomes the plain number. */
export function acceptedQuote(quote: Quote, live: ReadonlyMap<string, Live>): Quote {
  const now = live.get(questionKey(quote));
  if (!now || now.fault || now.value === null || now.unit === null || !isStale(quote, now)) return quote;
  const holds = quote.wording.kind !== 'exact' && quoteHolds(quote.wording, now.value, quote.seen, now.unit);
  return { ...quote, seen: now.value, wording: holds ? quote.wording : { kind: 'exact' } };
}

/** A live number inside the text, an atom for the editor: it is written by its wording, and a click opens it. */
export const QuoteNode = Node.create({
  name: 'figureQuote',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({
    quote: {
      default: null,
      parseHTML: (element: HTMLElement) => JSON.parse(element.getAttribute('data-quote') ?? 'null') as unknown,
      renderHTML: ({ quote }: Record<string, unknown>) => ({ 'data-quote': JSON.stringify(quote) }),
    },
  }),
  parseHTML: () => [{ tag: 'span[data-quote]' }],
  renderHTML: ({ HTMLAttributes }) => ['span', HTMLAttributes],
  addNodeView: () => ReactNodeViewRenderer(QuoteView),
});

function QuoteView({ node, updateAttributes, deleteNode }: ReactNodeViewProps) {
  const say = useText();
  const { language } = useSpeech();
  const { live, edit } = use(QuotesContext);
  const quote = node.attrs['quote'] as Quote;
  const now = live.get(questionKey(quote));
  const unit = now?.unit ?? null;
  const stale = isStale(quote, now);
  const text = !now ? '…' : now.fault || unit === null ? '？' : quoteText(quote.wording, quote.seen ?? now.value, unit);
  const title = !now
    ? ''
    : now.fault
      ? say(now.fault)
      : stale && unit !== null
        ? say(b.was(textOf(now.value, unit, language), textOf(quote.seen, unit, language)))
        : `${now.label ? say(now.label) : ''} ${unit === null ? '' : textOf(now.value, unit, language)}`;
  return (
    <NodeViewWrapper as="span" className="quote-frame">
      <button
        type="button"
        className={stale ? 'quote quote-stale' : 'quote'}
        title={title}
        onClick={() => edit(quote, (next) => (next ? updateAttributes({ quote: next }) : deleteNode()))}
      >
        {text}
      </button>
    </NodeViewWrapper>
  );
}
