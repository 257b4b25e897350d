import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { useHouse } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { Dashboard } from '../../dashboards.ts';
import { FigureChange } from '../figure-change.tsx';
import { FigureNumber } from '../figure-number.tsx';
import { SplitPicture, TrendPicture } from '../figure-pictures.tsx';
import { askOf, partsOfFilter, type FigureAsk, type Info } from '../figure-text.ts';
import { words as w } from '../messages.ts';
import type { Compared } from '../use-figures.ts';

type Props = {
  readonly dashboard: Dashboard;
  readonly infos: ReadonlyMap<string, Info>;
  readonly values: ReadonlyMap<string, Compared>;
  readonly ask: FigureAsk;
};

/** Every figure that a dashboard shows, each once. */
export function figuresOf(dashboard: Dashboard): string[] {
  return [...new Set([...dashboard.big, ...dashboard.sections.flatMap(({ figures }) => figures)])];
}

/** Numbers, then lines of numbers, then pictures; on paper one A4. */
export function DashboardBody({ dashboard, infos, values, ask, stale }: Props & { readonly stale: boolean }) {
  const say = useText();
  const { language } = useSpeech();
  const { zone } = useHouse().me;
  const counted = [...values.values()][0];
  return (
    <div className={stale ? 'stale' : ''}>
      {counted && (
        <p className="quiet small dashboard-age">
          {zone.name} · {say(w.asOf)} {formatDate(counted.asOf, language)} ·{' '}
          {say(w.counted(formatMoment(instantOf(counted.computedAt), language)))}
        </p>
      )}
      <div className="dashboard-big">
        {dashboard.big.map((id) => {
          const [info, value] = [infos.get(id), values.get(id)];
          return info && value ? (
            <section key={id} className="figure-tile" aria-label={say(info.label)}>
              <PageLink to={`/figures/${id}`} query={{ ...askOf(info, ask) }} className="tile-name">
                {say(info.label)}
              </PageLink>
              <FigureNumber value={value} ask={askOf(info, ask)} label={say(info.label)} aged />
              <FigureChange value={value} />
              <Uncut info={info} ask={ask} />
            </section>
          ) : null;
        })}
      </div>
      <div className="dashboard-sections">
        {dashboard.sections.map((section) => {
          const shown = section.figures.filter((id) => infos.has(id) && values.has(id));
          return shown.length > 0 ? (
            <section key={section.title.zh} className="card" aria-label={say(section.title)}>
              <h2>{say(section.title)}</h2>
              <ul className="figure-lines">
                {shown.map((id) => (
                  <SmallFigure key={id} id={id} infos={infos} values={values} ask={ask} />
                ))}
              </ul>
            </section>
          ) : null;
        })}
      </div>
      <div className="dashboard-charts">
        {dashboard.charts.map(({ figure, by }) => {
          const info = infos.get(figure);
          return info ? (
            <section key={`${figure} ${by}`} className="card">
              <Picture info={info} by={by} ask={ask} />
            </section>
          ) : null;
        })}
      </div>
    </div>
  );
}

/** One picture of a dashboard: over time, or by a dimension. */
export function Picture({
  info,
  by,
  ask,
  dark,
}: {
  readonly info: Info;
  readonly by: string;
  readonly ask: FigureAsk;
  readonly dark?: boolean;
}) {
  const say = useText();
  if (by === 'trend')
    return <TrendPicture info={info} ask={ask} title={`${say(info.label)} · ${say(w.byMonth)}`} {...(dark && { dark })} />;
  const dimension = info.dimensions.find(({ key }) => key === by);
  if (!dimension) return null;
  return (
    <SplitPicture info={info} ask={ask} by={by} title={`${say(info.label)} · ${say(dimension.label)}`} most={8} {...(dark && { dark })} />
  );
}

function SmallFigure({ id, infos, values, ask }: { readonly id: string } & Omit<Props, 'dashboard'>) {
  const say = useText();
  const [info, value] = [infos.get(id), values.get(id)];
  if (!info || !value) return null;
  return (
    <li>
      <PageLink to={`/figures/${id}`} query={{ ...askOf(info, ask) }} className="tile-name">
        {say(info.label)}
      </PageLink>
      <Uncut info={info} ask={ask} />
      <FigureNumber value={value} ask={askOf(info, ask)} label={say(info.label)} />
    </li>
  );
}

/** Says so where a figure cannot be cut as the page is: the number is then the whole zone's. */
function Uncut({ info, ask }: { readonly info: Info; readonly ask: FigureAsk }) {
  const say = useText();
  const whole = [...partsOfFilter(ask.filter).keys()].some((key) => !info.dimensions.some((one) => one.key === key));
  return whole ? <span className="uncut">{say(w.wholeZone)}</span> : null;
}
