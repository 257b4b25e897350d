import { lazy, Suspense, useState } from 'react';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { textOf, type Unit } from './figure-text.ts';
import { words as w } from './messages.ts';

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

/** A point of a picture: what it is called, its number, and where its records open. */
export type ChartPoint = {
  readonly key: string;
  readonly label: string;
  readonly value: number | null;
  readonly hidden: boolean;
  readonly to: string;
  readonly query: Readonly<Record<string, string>>;
};

/** A picture with its table twin: the same numbers, and each opens its records in both. */
export function FigureChart(props: {
  readonly kind: 'line' | 'bar';
  readonly title: string;
  readonly head: string;
  readonly unit: Unit;
  readonly points: readonly ChartPoint[];
  readonly dark?: boolean;
}) {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const [asTable, setAsTable] = useState(false);
  const { points, unit, kind } = props;
  const height = kind === 'line' ? 220 : Math.max(120, points.length * 30 + 12);
  return (
    <figure className="figure-chart" aria-label={props.title}>
      <figcaption>
        <strong>{props.title}</strong>
        <button type="button" className="link-button chart-twin" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {say(asTable ? w.chart : w.table)}
        </button>
      </figcaption>
      {asTable ? (
        <div className="wide-scroll">
          <table className="grid-table">
            <thead>
              <tr>
                <th>{props.head}</th>
                <th className="number">{say(w.value)}</th>
              </tr>
            </thead>
            <tbody>
              {points.map((point) => (
                <tr key={point.key}>
                  <td>{point.label}</td>
                  <td className="number">
                    {point.hidden ? (
                      <span title={say(w.hidden)}>{'<5'}</span>
                    ) : point.value === null ? (
                      '—'
                    ) : (
                      <PageLink to={point.to} query={point.query}>
                        {textOf(point.value, unit, language)}
                      </PageLink>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div className="chart-frame" style={{ height }}>
          <Suspense fallback={<Waiting />}>
            <ChartCanvas
              kind={kind}
              points={points.map(({ label, value }) => ({ label, value }))}
              unit={unit}
              dark={props.dark ?? false}
              language={language}
              onPick={(index) => {
                const point = points[index];
                if (point && point.value !== null) go(point.to, point.query);
              }}
            />
          </Suspense>
        </div>
      )}
    </figure>
  );
}
