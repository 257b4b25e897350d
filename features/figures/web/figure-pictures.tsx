import Segmented from 'antd/es/segmented';
import { useState } from 'react';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { figureTrend, figureValue } from '../contract.ts';
import { FigureChart } from './figure-chart.tsx';
import { askOf, filterWith, type FigureAsk, type Info } from './figure-text.ts';
import { words as w } from './messages.ts';

type Props = { readonly info: Info; readonly ask: FigureAsk; readonly title: string; readonly dark?: boolean };

/** The figure at the end of each month or year up to the day, windows counting that month or year alone; each point opens its records. */
export function TrendPicture({ info, ask, title, dark, step = 'month' }: Props & { readonly step?: 'month' | 'year' }) {
  const say = useText();
  const question = askOf(info, { ...ask, window: step });
  const points = step === 'month' ? 12 : 5;
  const read = useRead(
    ['figures', 'trend', info.id, question, step],
    figureTrend,
    { params: { id: info.id }, query: { ...question, step, points } },
    { keepPrevious: true, hasClocks: true },
  );
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  return (
    <FigureChart
      kind="line"
      title={title}
      head={say(w.day)}
      unit={info.unit}
      {...(dark && { dark })}
      points={read.data.points.map(({ asOf, value, hidden }) => ({
        key: asOf,
        label: step === 'month' ? asOf.slice(2, 7) : asOf.slice(0, 4),
        value,
        hidden,
        to: `/figures/${info.id}/records`,
        query: { ...(question.filter && { filter: question.filter }), ...(question.window && { window: question.window }), asOf },
      }))}
    />
  );
}

/** The figure cut by one dimension, largest first; each cell opens its records. */
export function SplitPicture({ info, ask, by, title, dark, most = 15 }: Props & { readonly by: string; readonly most?: number }) {
  const say = useText();
  const { language } = useSpeech();
  const [all, setAll] = useState(false);
  const question = askOf(info, ask);
  const read = useRead(
    ['figures', 'cells', info.id, question, by],
    figureValue,
    { params: { id: info.id }, query: { ...question, by } },
    { keepPrevious: true, hasClocks: true },
  );
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data) return <Waiting />;
  const inTime = by === 'month' || by === 'year';
  const cells = [...(read.data.cells ?? [])];
  if (!inTime) cells.sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  const shown = all ? cells : cells.slice(0, most);
  return (
    <>
      <FigureChart
        kind="bar"
        title={title}
        head={say(info.dimensions.find(({ key }) => key === by)?.label ?? w.cell)}
        unit={info.unit}
        {...(dark && { dark })}
        points={shown.map((cell) => ({
          key: cell.key ?? 'none',
          label: cell.label[language],
          value: cell.value,
          hidden: cell.hidden,
          to: `/figures/${info.id}/records`,
          query: { ...question, filter: filterWith(question.filter, by, cell.key ?? 'none') },
        }))}
      />
      {cells.length > most && !dark && (
        <button type="button" className="link-button more-cells" onClick={() => setAll(!all)}>
          {all ? '▴' : `▾ ${cells.length}`}
        </button>
      )}
    </>
  );
}

/** Trend and split of one figure, side by side, with how they are cut chosen above them. */
export function FigurePictures({ info, ask }: Pick<Props, 'info' | 'ask'>) {
  const say = useText();
  const [step, setStep] = useState<'month' | 'year'>('month');
  const [picked, setPicked] = useState<string>();
  const by = info.dimensions.find(({ key }) => key === picked)?.key ?? info.dimensions[0]?.key;
  return (
    <div className="figure-pictures">
      <section className="card" aria-label={say(w.trend)}>
        <Segmented
          size="small"
          aria-label={say(w.trend)}
          value={step}
          onChange={setStep}
          options={[
            { value: 'month', label: say(w.byMonth) },
            { value: 'year', label: say(w.byYear) },
          ]}
        />
        <TrendPicture info={info} ask={ask} step={step} title={say(w.trend)} />
      </section>
      {by !== undefined && (
        <section className="card" aria-label={say(w.by)}>
          <Segmented
            size="small"
            aria-label={say(w.by)}
            value={by}
            onChange={setPicked}
            options={info.dimensions.map(({ key, label }) => ({ value: key, label: say(label) }))}
          />
          <SplitPicture info={info} ask={ask} by={by} title={say(w.by)} />
          <p className="quiet small">{say(w.byOverlap)}</p>
        </section>
      )}
    </div>
  );
}
