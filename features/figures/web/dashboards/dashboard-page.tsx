import { openTo } from '#kernel/web/feature.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo, usePage, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { dashboards, type Dashboard } from '../../dashboards.ts';
import { CellInput, TimeInputs } from '../ask-bar.tsx';
import { DashboardBody, figuresOf } from './dashboard-body.tsx';
import { DashboardWall } from './dashboard-wall.tsx';
import { askIn, filterWith, partsOfFilter, type FigureAsk, type Info } from '../figure-text.ts';
import { words as w } from '../messages.ts';
import { useDictionary, useFigures } from '../use-figures.ts';

/** The dashboard that the address names. */
export function DashboardPage() {
  const key = usePathParameter('key');
  return <Shown wanted={key} />;
}

/** The reader's first dashboard. */
export function FirstDashboardPage() {
  return <Shown wanted={undefined} />;
}

function Shown({ wanted }: { readonly wanted: string | undefined }) {
  const say = useText();
  const { roles } = useActor();
  const open = dashboards.filter((dashboard) => openTo(dashboard, roles));
  const dashboard = wanted === undefined ? open[0] : open.find(({ key }) => key === wanted);
  if (!dashboard) return <EmptyState title={say(w.noFigures)} />;
  return <DashboardView key={dashboard.key} dashboard={dashboard} others={open} />;
}

function DashboardView({ dashboard, others }: { readonly dashboard: Dashboard; readonly others: readonly Dashboard[] }) {
  const say = useText();
  const go = useGo();
  const actor = useActor();
  const { query } = usePage();
  const { infos, error } = useDictionary();
  const ask = withOwnDepartment(askIn(query), dashboard, actor.scope.departments[0]);
  const ids = figuresOf(dashboard).filter((id) => infos?.has(id));
  const read = useFigures(ids, ask, true);
  const set = (change: FigureAsk & { readonly wall?: string }) =>
    go(`/dashboards/${dashboard.key}`, Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, one]) => one)), {
      replace: true,
    });
  if (error) return <ProblemNotice error={error} />;
  if (!infos || (ids.length > 0 && !read.values && !read.error)) return <Waiting />;
  if (query['wall'] === '1' && read.values)
    return <DashboardWall dashboard={dashboard} infos={infos} values={read.values} ask={ask} onLeave={() => set({ wall: '' })} />;
  return (
    <div className="dashboard">
      <PageHead title={say(dashboard.title)}>
        <button type="button" className="button-link no-print" onClick={() => set({ wall: '1' })}>
          {say(w.wall)}
        </button>
        <button type="button" className="button-link no-print" onClick={() => globalThis.print()}>
          {say(w.print)}
        </button>
      </PageHead>
      <nav className="dashboard-tabs no-print" aria-label={say(w.dashboards)}>
        {others.map((one) => (
          <PageLink key={one.key} to={`/dashboards/${one.key}`} query={time(query)} current={one.key === dashboard.key}>
            {say(one.title)}
          </PageLink>
        ))}
      </nav>
      <div className="tool-bar no-print">
        {dashboard.about && <AboutInput about={dashboard.about} infos={infos} ask={ask} onChange={set} />}
        {dashboard.about !== 'chain' && dashboard.about !== 'department' && (
          <AboutInput about="chain" infos={infos} ask={ask} onChange={set} />
        )}
        {dashboard.about !== 'park' && <AboutInput about="park" infos={infos} ask={ask} onChange={set} />}
        <TimeInputs ask={ask} windowed ownWindow={say(w.ownWindow)} onChange={set} />
      </div>
      {dashboard.about && !partsOfFilter(ask.filter).has(dashboard.about) && <p className="quiet no-print">{say(w.pickFirst)}</p>}
      {read.error && <ProblemNotice error={read.error} />}
      {ids.length === 0 && <EmptyState title={say(w.noFigures)} />}
      {read.values && <DashboardBody dashboard={dashboard} infos={infos} values={read.values} ask={ask} stale={read.isPlaceholderData} />}
    </div>
  );
}

/** Figures whose cells are the parts that a dashboard can be narrowed to. */
const cellsFrom = { chain: 'chainEnterpriseCount', park: 'operatingFirmCount', department: 'requestSubmittedCount' } as const;

function AboutInput(props: {
  readonly about: NonNullable<Dashboard['about']>;
  readonly infos: ReadonlyMap<string, Info>;
  readonly ask: FigureAsk;
  readonly onChange: (change: FigureAsk) => void;
}) {
  const info = props.infos.get(cellsFrom[props.about]);
  const ask = { ...props.ask, ...(info?.time === 'window' && { window: 'all' }) };
  return info ? <CellInput info={info} ask={ask} dimension={props.about} onChange={props.onChange} /> : null;
}

/** A department's own page opens on the reader's department; an address that says otherwise is kept. */
function withOwnDepartment(ask: FigureAsk, dashboard: Dashboard, own: string | undefined): FigureAsk {
  if (dashboard.about !== 'department' || !own || partsOfFilter(ask.filter).has('department')) return ask;
  return { ...ask, filter: filterWith(ask.filter, 'department', own) };
}

function time(query: Readonly<Record<string, string>>): Record<string, string> {
  const { asOf, window } = askIn(query);
  return { ...(asOf && { asOf }), ...(window && { window }) };
}
