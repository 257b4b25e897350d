import Button from 'antd/es/button';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { roles } from '#kernel/contract/role.ts';
import { useActor } from '#kernel/web/house.tsx';
import { formatDistance, instantOf } from '#kernel/web/format.ts';
import { Inbox } from '#kernel/web/inbox.tsx';
import { lampOfRow } from '#kernel/web/lamp.ts';
import { LampMark } from '#kernel/web/lamp-mark.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { serviceRequest } from '../cases.ts';
import { promise } from '../promise-case.ts';
import { commonProblem, serviceItem } from '../records.ts';
import { words as w } from './messages.ts';
import './service.css';

/** Triage first, then what is running late, then the month's sample and what keeps coming back. */
export function DispatcherHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.dispatcher)}</h1>
        <Inbox />
      </div>
      <aside>
        <LateList lamp="red,yellow" title={say(w.dueSoon)} nudge />
        <nav className="card" aria-label={say(w.today)}>
          <ul className="lines">
            <li>
              <PageLink to="/call-back-sample">{say(w.sample)}</PageLink>
            </li>
            <li>
              <PageLink to="/common-problems">{say(commonProblem.plural)}</PageLink>
            </li>
            <li>
              <PageLink to="/service-requests/new">{say(w.ask)}</PageLink>
            </li>
            <li>
              <PageLink to="/service-requests/import">{say(w.hotline)}</PageLink>
            </li>
          </ul>
        </nav>
      </aside>
    </div>
  );
}

/** A department's items in order of consequence, each with its clock, finishable in place. */
export function HandlerHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.departmentHandler)}</h1>
        <Inbox />
      </div>
      <aside>
        <LateList lamp="red,yellow" title={say(w.dueSoon)} />
        <UnitItems />
      </aside>
    </div>
  );
}

/** The unit's own lines of the service menu, to be kept right. */
function UnitItems() {
  const say = useText();
  const departmentId = useActor().scope.departments[0];
  const items = useRead(keyOf(serviceItem, 'unit', departmentId), recordEndpoints(serviceItem).list, {
    query: { departmentId, limit: 12 },
  });
  return (
    <nav className="card" aria-label={say(w.menu)}>
      <div className="card-head">
        <h2>{say(w.menu)}</h2>
        <PageLink to="/service-items" query={{ ...(departmentId && { departmentId }) }}>
          {items.data?.total ?? ''}
        </PageLink>
      </div>
      <ul className="lines">
        {items.data?.rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/service-items/${row.id}`}>{String(row['name'])}</PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** What needs the leader today: red items, each opening where an instruction unblocks it. */
export function LeaderHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.zoneLeader)}</h1>
        <Inbox />
      </div>
      <aside>
        <LateList lamp="red" title={say(w.redList)} />
        <nav className="card" aria-label={say(w.today)}>
          <ul className="lines">
            <li>
              <PageLink to="/service-rates">{say(w.rates)}</PageLink>
            </li>
            <li>
              <PageLink to="/promises/new">{say(promise.open.label)}</PageLink>
            </li>
            <li>
              <PageLink to="/firms">{say(w.brief)}</PageLink>
            </li>
          </ul>
        </nav>
      </aside>
    </div>
  );
}

/** Open requests by lamp, the most urgent first. */
export function LateList({ lamp, title, nudge = false }: { readonly lamp: string; readonly title: string; readonly nudge?: boolean }) {
  const say = useText();
  const toast = useToast();
  const act = useAct(caseEndpoints(serviceRequest).move, [keyOf(serviceRequest)]);
  const late = useRead(keyOf(serviceRequest, 'late', lamp), caseEndpoints(serviceRequest).list, {
    query: { lamp, order: 'dueAt', limit: 8 },
  });
  return (
    <section className="card" aria-label={title}>
      <div className="card-head">
        <h2>{title}</h2>
        {late.data && (
          <PageLink to="/service-requests" query={{ lamp, order: 'dueAt' }}>
            {late.data.total}
          </PageLink>
        )}
      </div>
      {late.isPending && <Waiting />}
      <ul className="lines">
        {late.data?.rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/service-requests/${row.id}`}>{String(row['title'])}</PageLink>
            <div className="line-head">
              <LampMark state={lampOfRow(row, Date.now())} />
              {nudge && row['supervised'] !== true && (
                <Button
                  size="small"
                  onClick={() =>
                    act.mutate(
                      { params: { id: row.id, move: 'supervise' }, body: { reason: say(w.nudgeReason) }, version: row.version },
                      { onSuccess: () => toast(say(w.nudged)) },
                    )
                  }
                >
                  {say(w.nudge)}
                </Button>
              )}
              <span className="quiet">
                {String(row.titles['leadId'] ?? '')} {row['dueAt'] ? say(formatDistance(instantOf(String(row['dueAt'])), Date.now())) : ''}
              </span>
            </div>
          </li>
        ))}
      </ul>
      {late.data?.rows.length === 0 && <p className="quiet">{say(w.nothing)}</p>}
    </section>
  );
}
