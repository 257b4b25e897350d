import { EmptyState } from '#kernel/web/empty-state.tsx';
import { PageLink, useGo, usePage, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { CellInputs, TimeInputs } from './ask-bar.tsx';
import { FigureChange } from './figure-change.tsx';
import { FigureNumber } from './figure-number.tsx';
import { FigurePictures } from './figure-pictures.tsx';
import { FigureQuotes } from './figure-quotes.tsx';
import { FreezeForm } from './freeze-form.tsx';
import { askIn, askOf, textOf, type FigureAsk } from './figure-text.ts';
import { words as w } from './messages.ts';
import { useDictionary, useFigures } from './use-figures.ts';

/** One figure: its number as of a day, what it means, how it went, who quotes it. The address is the question. */
export function FigurePage() {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const id = usePathParameter('id');
  const { query } = usePage();
  const { infos, error } = useDictionary();
  const info = infos?.get(id);
  const ask = askOf(info, askIn(query));
  const read = useFigures(info ? [id] : [], ask, true);
  const value = read.values?.get(id);
  const set = (change: FigureAsk) =>
    go(`/figures/${id}`, Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, one]) => one)), { replace: true });
  if (error) return <ProblemNotice error={error} />;
  if (!infos) return <Waiting />;
  if (!info) return <EmptyState title={say(w.noFigures)} hint={id} />;
  return (
    <>
      <PageHead title={say(info.label)} aside={`${say(info.owner)} · ${say(w.edition)} ${info.edition}`}>
        <PageLink to="/figures">{say(w.dictionary)} ›</PageLink>
      </PageHead>
      <div className="tool-bar">
        <TimeInputs ask={ask} windowed={info.time === 'window'} ownWindow={info.window ? say(w.windows[info.window]) : ''} onChange={set} />
        <CellInputs info={info} ask={ask} onChange={set} />
      </div>
      {read.error && <ProblemNotice error={read.error} />}
      <div className="with-side">
        <div className="figure-main">
          <section className="card figure-card" aria-label={say(w.value)}>
            {value ? (
              <div className={read.isPlaceholderData ? 'stale' : ''}>
                <p className="figure-big">
                  <FigureNumber value={value} ask={ask} label={say(info.label)} aged />
                </p>
                {value.denominator !== null && value.numerator !== null && (
                  <p className="quiet">
                    {textOf(value.numerator, { zh: '', en: '' }, language)} / {textOf(value.denominator, { zh: '', en: '' }, language)}
                  </p>
                )}
                <FigureChange value={value} />
                {!value.hidden && value.value !== null && (
                  <PageLink to={`/figures/${id}/records`} query={{ ...ask }} className="button-link">
                    {say(w.openRecords)} ›
                  </PageLink>
                )}
              </div>
            ) : (
              !read.error && <Waiting />
            )}
            <dl className="facts">
              <dt>{say(w.definition)}</dt>
              <dd>{say(info.definition)}</dd>
              <dt>{say(w.formula)}</dt>
              <dd>{say(info.formula)}</dd>
              {info.gap && (
                <>
                  <dt>{say(w.mend)}</dt>
                  <dd>
                    <PageLink to={info.gap.path}>{say(info.gap.mend)} ›</PageLink>
                  </dd>
                </>
              )}
              {info.rules.length > 0 && (
                <>
                  <dt>{say(w.answersRules)}</dt>
                  <dd className="code">{info.rules.join('、')}</dd>
                </>
              )}
            </dl>
          </section>
          <FigurePictures info={info} ask={ask} />
        </div>
        <aside className="side">
          <FreezeForm info={info} ask={ask} />
          <FigureQuotes id={id} />
        </aside>
      </div>
    </>
  );
}
