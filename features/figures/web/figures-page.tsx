import Input from 'antd/es/input';
import { PageLink, useGo, usePage } from '#kernel/web/link.tsx';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { messages as m } from '#kernel/web/messages.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { TimeInputs } from './ask-bar.tsx';
import { FigureNumber } from './figure-number.tsx';
import { fitsWords } from './figure-search.ts';
import { askIn, askOf, type FigureAsk } from './figure-text.ts';
import { words as w } from './messages.ts';
import { useDictionary, useFigures } from './use-figures.ts';

/** Every figure that the reader may see, by who answers for it, with the value of the day asked for. */
export function FiguresPage() {
  const say = useText();
  const go = useGo();
  const { query } = usePage();
  const { infos, error } = useDictionary();
  const ask = askIn(query);
  const all = infos ? [...infos.values()] : [];
  const found = all.filter((info) => fitsWords(info, query['q'] ?? ''));
  const values = useFigures(
    all.map(({ id }) => id),
    ask,
  );
  const set = (change: FigureAsk | { readonly q: string }) =>
    go('/figures', Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, value]) => value)), { replace: true });
  return (
    <>
      <PageHead title={say(w.dictionary)} aside={infos && <span role="status">{say(w.dictionaryAside(found.length))}</span>} />
      <div className="tool-bar">
        <label className="find">
          {say(m.search)}
          <Input
            type="search"
            allowClear
            placeholder={say(w.find)}
            value={query['q'] ?? ''}
            onChange={(event) => set({ q: event.target.value })}
          />
        </label>
        <TimeInputs ask={ask} windowed ownWindow={say(w.ownWindow)} onChange={set} />
      </div>
      {(error ?? values.error) && <ProblemNotice error={(error ?? values.error) as Error} />}
      {!infos && !error && <Waiting />}
      {infos && found.length === 0 && <EmptyState title={say(m.nothingFound)} />}
      <div className="dictionary">
        {[...Map.groupBy(found, (info) => info.owner.zh)].map(([owner, some]) => (
          <section key={owner} className="card">
            <h2>{say(some[0]?.owner ?? w.owner)}</h2>
            <ul className="lines">
              {some.map((info) => {
                const value = values.values?.get(info.id);
                return (
                  <li key={info.id} className="dictionary-line">
                    <PageLink to={`/figures/${info.id}`} query={{ ...askOf(info, ask) }} className="dictionary-name">
                      {say(info.label)}
                    </PageLink>
                    <span className="quiet small dictionary-words">{say(info.definition)}</span>
                    <span className="dictionary-value">
                      {value ? <FigureNumber value={value} ask={askOf(info, ask)} label={say(info.label)} aged /> : '…'}
                    </span>
                  </li>
                );
              })}
            </ul>
          </section>
        ))}
      </div>
    </>
  );
}
