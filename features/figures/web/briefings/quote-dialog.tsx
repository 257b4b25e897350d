import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import Radio from 'antd/es/radio';
import { useState } from 'react';
import { messages as m } from '#kernel/web/messages.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { quoteHolds, quoteInEnglish, quoteOptions } from '../../rules/quote.ts';
import { CellInputs, TimeInputs } from '../ask-bar.tsx';
import { questionKey, type Quote } from './briefing-doc.ts';
import { briefingWords as b } from './briefing-messages.ts';
import { askOf, textOf, type FigureAsk, type Unit } from '../figure-text.ts';
import { words as w } from '../messages.ts';
import { useDictionary, useFigures } from '../use-figures.ts';

/** One number of the text: its day, window and cells, the wordings that are true of it, and its records. */
export function QuoteDialog(props: {
  readonly quote: Quote;
  readonly day: string;
  readonly onChange: (quote: Quote | null) => void;
  readonly onClose: () => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const [quote, setQuote] = useState(props.quote);
  const { infos } = useDictionary();
  const info = infos?.get(quote.figureId);
  const ask = askOf(info, {
    asOf: quote.asOf ?? props.day,
    ...(quote.window && { window: quote.window }),
    ...(quote.filter && { filter: quote.filter }),
  });
  const read = useFigures(info ? [quote.figureId] : [], ask);
  const value = read.values?.get(quote.figureId);
  const options = value && info && !read.isPlaceholderData ? quoteOptions(value.value, info.unit) : [];
  /** a wording that is no longer true gives way to the plain number */
  const holding = (now: number | null, unit: Unit): Quote['wording'] =>
    quoteHolds(quote.wording, now, now, unit) ? quote.wording : { kind: 'exact' };
  const sameQuestion = questionKey(quote) === questionKey(props.quote);
  const labelOf = (wording: Quote['wording'], text: string, rule: string) =>
    language === 'en' && value && value.value !== null && info
      ? `${text}: ${quoteInEnglish(wording, value.value, info.unit)} (${rule})`
      : `${text}（${rule}）`;
  const set = ({ asOf, window, filter }: FigureAsk) => {
    const { asOf: _, window: __, filter: ___, ...rest } = quote;
    const [day, span, cells] = [asOf ?? quote.asOf, window ?? quote.window, filter ?? quote.filter];
    setQuote({
      ...rest,
      wording: { kind: 'exact' },
      ...(day && { asOf: day }),
      ...(span && { window: span }),
      ...(cells && { filter: cells }),
    });
  };
  const accept = () => {
    if (!value || !info) return;
    props.onChange({ ...quote, wording: holding(value.value, info.unit), seen: value.value });
    props.onClose();
  };
  return (
    <Modal
      open
      title={info ? say(info.label) : quote.figureId}
      onCancel={props.onClose}
      footer={[
        <Button
          key="remove"
          danger
          onClick={() => {
            props.onChange(null);
            props.onClose();
          }}
        >
          {say(b.remove)}
        </Button>,
        <Button key="cancel" onClick={props.onClose}>
          {say(m.cancel)}
        </Button>,
        <Button key="done" type="primary" disabled={!value || value.value === null} onClick={accept}>
          {say(value && value.value !== props.quote.seen ? b.accept : b.done)}
        </Button>,
      ]}
    >
      {!info && infos && <p>{say(b.cannotSay)}</p>}
      {info && (
        <>
          <p className="quiet">{say(info.definition)}</p>
          <div className="tool-bar">
            <TimeInputs
              ask={ask}
              windowed={info.time === 'window'}
              ownWindow={info.window ? say(w.windows[info.window]) : ''}
              onChange={set}
            />
            <CellInputs info={info} ask={ask} onChange={set} />
          </div>
          {read.error && <ProblemNotice error={read.error} />}
          {!value && !read.error && <Waiting />}
          {value && (
            <>
              <p>
                {say(b.exact)} <strong>{textOf(value.value, info.unit, language)}</strong>{' '}
                <PageLink to={`/figures/${info.id}/records`} query={{ ...ask }}>
                  {say(w.openRecords)} ›
                </PageLink>
              </p>
              {sameQuestion && value.value !== quote.seen && (
                <p className="stale-line">
                  {say(b.was(textOf(value.value, info.unit, language), textOf(quote.seen, info.unit, language)))}
                  {!quoteHolds(quote.wording, value.value, quote.seen, info.unit) &&
                    quote.wording.kind !== 'exact' &&
                    ` · ${say(b.untrue)}`}
                </p>
              )}
              <Radio.Group
                aria-label={say(b.wording)}
                value={JSON.stringify(holding(value.value, info.unit))}
                onChange={(event) => setQuote({ ...quote, wording: JSON.parse(String(event.target.value)) as Quote['wording'] })}
                options={options.map(({ wording, text, rule }) => ({
                  value: JSON.stringify(wording),
                  label: labelOf(wording, text, rule),
                }))}
              />
            </>
          )}
        </>
      )}
    </Modal>
  );
}
