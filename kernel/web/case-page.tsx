import { Suspense } from 'react';
import type { CaseView } from '#kernel/contract/case-endpoints.ts';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { CaseMoves } from './case-moves.tsx';
import { CaseTimeline } from './case-timeline.tsx';
import { ClockCard } from './clock-card.tsx';
import { openTo, type CaseWeb } from './feature.ts';
import { FieldValue } from './field-value.tsx';
import { formatDistance, formatDue, instantOf } from './format.ts';
import { HistoryPanel } from './history-panel.tsx';
import { useActor } from './house.tsx';
import { lampOfRow } from './lamp.ts';
import { LampMark } from './lamp-mark.tsx';
import { summaryOf } from './case-summary.ts';
import { caseMessages as c } from './messages-case.ts';
import { recordMessages as r } from './messages-record.ts';
import { PageHead } from './page-head.tsx';
import { PageTabs } from './page-tabs.tsx';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useRead } from './queries.ts';
import { StatusTag } from './status-tag.tsx';
import { useSpeech, useText } from './text.tsx';
import { ViewersPanel } from './viewers-panel.tsx';
import { Waiting } from './waiting.tsx';

/** The page of one case: how it stands, what can be done, how it came here, and every clock's account. */
export function CasePage({ web, id }: { readonly web: CaseWeb; readonly id: string }) {
  const actor = useActor();
  const { declaration } = web;
  const read = useRead(keyOf(declaration, id), caseEndpoints(declaration).read, { params: { id } }, { hasClocks: true });
  if (read.error && !read.data) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const view = read.data;
  const panels = (web.panels ?? []).filter((panel) => openTo(panel, actor.roles));
  const tabsOf = (place: 'first' | 'main') =>
    panels
      .filter((panel) => panel.place === place)
      .map((panel) => ({ key: panel.key, label: panel.title, content: <panel.view view={view} /> }));
  return (
    <div className="case-page">
      <CaseHead web={web} view={view} />
      <div className="with-side">
        <div>
          <CaseMoves web={web} view={view} onReload={() => void read.refetch()} />
          <PageTabs
            tabs={[
              ...tabsOf('first'),
              { key: 'timeline', label: c.timeline, content: <CaseTimeline view={view} /> },
              { key: 'details', label: c.details, content: <CaseDetails web={web} view={view} /> },
              ...tabsOf('main'),
              { key: 'history', label: r.history, content: <HistoryPanel declaration={declaration} id={id} /> },
              { key: 'viewers', label: r.viewers, content: <ViewersPanel declaration={declaration} id={id} /> },
            ]}
          />
        </div>
        <CaseSide web={web} view={view} />
      </div>
    </div>
  );
}

function CaseHead({ web, view }: { readonly web: CaseWeb; readonly view: CaseView }) {
  const say = useText();
  const { language } = useSpeech();
  const { declaration } = web;
  const { row } = view;
  const [now, due] = [Date.now(), row['dueAt']];
  const title = String(row[declaration.title] ?? '—');
  const summary = summaryOf(web).filter((name) => row[name] !== title);
  return (
    <header className="case-head">
      <PageHead
        title={title}
        aside={
          <>
            <StatusTag declaration={declaration} status={view.status} />
            <LampMark state={lampOfRow(row, now)} />
            {typeof due === 'string' && (
              <span>
                {say(c.due(formatDue(instantOf(due), language, now)))} · {say(formatDistance(instantOf(due), now))}
              </span>
            )}
          </>
        }
      />
      <dl className="facts facts-line">
        {summary.map((name) => (
          <div key={name}>
            <dt>{say(declaration.fields[name]?.label ?? { zh: name, en: name })}</dt>
            <dd>
              <FieldValue declaration={declaration} name={name} row={row} />
            </dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

function CaseSide({ web, view }: { readonly web: CaseWeb; readonly view: CaseView }) {
  const say = useText();
  const actor = useActor();
  const side = (web.panels ?? []).filter((panel) => panel.place === 'side' && openTo(panel, actor.roles));
  const running = view.clocks.filter((clock) => clock.account.state !== 'stopped').sort((a, b) => a.account.dueAt - b.account.dueAt);
  const stopped = view.clocks.filter((clock) => clock.account.state === 'stopped');
  return (
    <aside className="side">
      <section className="card" aria-label={say(c.whoActs)}>
        <h2>{say(c.whoActs)}</h2>
        {view.tasks.length === 0 && <p className="quiet">{say(c.nobodyActs)}</p>}
        <ul className="holders">
          {view.tasks.map((task) => (
            <li key={task.key}>
              <strong>{say(task.holder.title)}</strong>
              {task.mine && <span className="mine">{say(c.you)}</span>}
              <span className="quiet">
                {task.moves.map((move) => say(web.declaration.moves[move]?.label ?? { zh: move, en: move })).join(' / ')}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {view.clocks.length > 0 && (
        <section className="card" aria-label={say(c.clocks)}>
          <h2>{say(c.clocks)}</h2>
          {running.map((clock) => (
            <ClockCard key={clock.key} clock={clock} />
          ))}
          {stopped.length > 0 && (
            <details open={running.length === 0}>
              <summary>{say(c.stoppedClocks(stopped.length))}</summary>
              {stopped.map((clock) => (
                <ClockCard key={clock.key} clock={clock} />
              ))}
            </details>
          )}
        </section>
      )}
      {side.map((panel) => (
        <section key={panel.key} className="card" aria-label={say(panel.title)}>
          <h2>{say(panel.title)}</h2>
          <Suspense fallback={<Waiting />}>
            <panel.view view={view} />
          </Suspense>
        </section>
      ))}
    </aside>
  );
}

function CaseDetails({ web, view }: { readonly web: CaseWeb; readonly view: CaseView }) {
  const say = useText();
  const { declaration } = web;
  return (
    <div className="groups">
      {declaration.form.map((group) => (
        <section key={group.title.zh} className="card" aria-label={say(group.title)}>
          <div className="card-head">
            <h2>{say(group.title)}</h2>
          </div>
          <dl className="facts">
            {group.fields.map((name) => (
              <div key={name} className={declaration.fields[name]?.kind === 'longText' ? 'wide' : ''}>
                <dt>{say(declaration.fields[name]?.label ?? { zh: name, en: name })}</dt>
                <dd>
                  <FieldValue declaration={declaration} name={name} row={view.row} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
