import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { useHouse } from '#kernel/web/house.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { Dashboard } from '../../dashboards.ts';
import { Picture } from './dashboard-body.tsx';
import { FigureChange } from '../figure-change.tsx';
import { FigureNumber } from '../figure-number.tsx';
import { askOf, type FigureAsk, type Info } from '../figure-text.ts';
import { words as w } from '../messages.ts';
import type { Compared } from '../use-figures.ts';

/** The same numbers for a wall of 16:9: dark, without the frame, to be read from across the room. Esc leaves. */
export function DashboardWall(props: {
  readonly dashboard: Dashboard;
  readonly infos: ReadonlyMap<string, Info>;
  readonly values: ReadonlyMap<string, Compared>;
  readonly ask: FigureAsk;
  readonly onLeave: () => void;
}) {
  const say = useText();
  const { language } = useSpeech();
  const { zone } = useHouse().me;
  const { dashboard, infos, values, ask, onLeave } = props;
  useEffect(() => {
    const leave = (event: KeyboardEvent) => event.key === 'Escape' && onLeave();
    addEventListener('keydown', leave);
    return () => removeEventListener('keydown', leave);
  });
  const counted = [...values.values()][0];
  return createPortal(
    <main className="wall" aria-label={say(dashboard.title)}>
      <header className="wall-head">
        <h1>
          {zone.name} · {say(dashboard.title)}
        </h1>
        <span>
          {counted &&
            `${say(w.asOf)} ${formatDate(counted.asOf, language)} · ${say(w.counted(formatMoment(instantOf(counted.computedAt), language)))}`}
        </span>
        <button type="button" className="link-button" onClick={onLeave}>
          {say(w.leaveWall)} (Esc)
        </button>
      </header>
      <div className="wall-big">
        {dashboard.big.map((id) => {
          const [info, value] = [infos.get(id), values.get(id)];
          return info && value ? (
            <section key={id} aria-label={say(info.label)}>
              <span className="wall-name">{say(info.label)}</span>
              <FigureNumber value={value} ask={askOf(info, ask)} label={say(info.label)} />
              <FigureChange value={value} />
            </section>
          ) : null;
        })}
      </div>
      <div className="wall-charts">
        {dashboard.charts.map(({ figure, by }) => {
          const info = infos.get(figure);
          return info ? (
            <section key={`${figure} ${by}`}>
              <Picture info={info} by={by} ask={ask} dark />
            </section>
          ) : null;
        })}
      </div>
    </main>,
    document.body,
  );
}
