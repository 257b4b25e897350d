import Button from 'antd/es/button';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { roles } from '#kernel/contract/role.ts';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { Inbox } from '#kernel/web/inbox.tsx';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { useActor } from '#kernel/web/house.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { serviceRequest } from '../cases.ts';
import { promise } from '../promise-case.ts';
import { specialistLink } from '../records.ts';
import { visit } from '../visit-case.ts';
import { words as w } from './messages.ts';
import './service.css';

/** The morning of a specialist: what was promised and falls due, whom to visit, and their firms with brief and ask at hand. */
export function SpecialistHome() {
  const say = useText();
  const go = useGo();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.specialist)}</h1>
        <div className="line-acts">
          <Button type="primary" onClick={() => go('/service-requests/new')}>
            {say(w.ask)}
          </Button>
          <Button onClick={() => go('/visits/new')}>{say(w.planVisit)}</Button>
        </div>
        <PromisesDue />
        <AwaitingKey />
        <Inbox title={say(w.myVisits)} />
      </div>
      <aside>
        <MyFirms />
      </aside>
    </div>
  );
}

function PromisesDue() {
  const say = useText();
  const { language } = useSpeech();
  const due = useRead(keyOf(promise, 'due'), caseEndpoints(promise).list, {
    query: { status: 'made,reportedKept', order: 'dueOn', limit: 6 },
  });
  const today = new Date().toLocaleDateString('sv-SE');
  return (
    <section className="card" aria-label={say(w.promises)}>
      <div className="card-head">
        <h2>{say(w.promises)}</h2>
        {due.data && (
          <PageLink to="/promises" query={{ status: 'made,reportedKept' }}>
            {due.data.total}
          </PageLink>
        )}
      </div>
      <ul className="lines">
        {due.data?.rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/promises/${row.id}`}>{String(row['title'])}</PageLink>
            <span className="quiet">
              {String(row.titles['firmId'] ?? '')} · {formatDate(String(row['dueOn']), language)}{' '}
              {String(row['dueOn']) < today && <span className="late-word">{say(w.late)}</span>}
            </span>
          </li>
        ))}
      </ul>
      {due.data?.rows.length === 0 && <p className="quiet">{say(w.promisesEmpty)}</p>}
    </section>
  );
}

/** Answered, and only the firm can say whether it is solved: one click asks for its key. */
function AwaitingKey() {
  const say = useText();
  const toast = useToast();
  const waiting = useRead(keyOf(serviceRequest, 'awaiting-key'), caseEndpoints(serviceRequest).list, {
    query: { status: 'replied,silent,calledBack', limit: 6 },
  });
  const act = useAct(caseEndpoints(serviceRequest).move, [keyOf(serviceRequest)]);
  if (!waiting.data || waiting.data.rows.length === 0) return null;
  return (
    <section className="card" aria-label={say(w.awaitingKey)}>
      <div className="card-head">
        <h2>{say(w.awaitingKey)}</h2>
        <span className="count">{waiting.data.total}</span>
      </div>
      <ul className="lines">
        {waiting.data.rows.map((row) => (
          <li key={row.id}>
            <div className="line-head">
              <PageLink to={`/service-requests/${row.id}`}>{String(row['title'])}</PageLink>
              <Button
                size="small"
                onClick={() =>
                  act.mutate(
                    { params: { id: row.id, move: 'remindFirm' }, body: {}, version: row.version },
                    { onSuccess: () => toast(say(w.askedKey)) },
                  )
                }
              >
                {say(w.askKey)}
              </Button>
            </div>
            <span className="quiet">{String(row.titles['firmId'] ?? '')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function MyFirms() {
  const say = useText();
  const { language } = useSpeech();
  const actor = useActor();
  const links = useRead(keyOf(specialistLink, 'mine'), recordEndpoints(specialistLink).list, {
    query: { specialistId: actor.userId, limit: 100 },
  });
  const planned = useRead(keyOf(visit, 'planned'), caseEndpoints(visit).list, {
    query: { status: 'planned', visitorId: actor.userId, limit: 100 },
  });
  const visits = new Map((planned.data?.rows ?? []).map((row) => [String(row['firmId']), String(row['plannedAt'])]));
  const active = (links.data?.rows ?? []).filter((row) => row['toOn'] === null);
  return (
    <section className="card" aria-label={say(w.myFirms)}>
      <div className="card-head">
        <h2>{say(w.myFirms)}</h2>
        <span className="count">{active.length}</span>
      </div>
      <ul className="lines">
        {active.map((row) => {
          const firmId = String(row['firmId']);
          const next = visits.get(firmId);
          return (
            <li key={row.id}>
              <PageLink to={`/firms/${firmId}`}>{String(row.titles['firmId'] ?? '—')}</PageLink>
              <div className="line-head">
                <span className="quiet">{next ? formatMomentShort(instantOf(next), Date.now(), language) : ''}</span>
                <span className="line-acts">
                  <PageLink to={`/firms/${firmId}/brief`}>{say(w.brief)}</PageLink>
                  <PageLink to="/service-requests/new" query={{ firmId }}>
                    {say(w.ask)}
                  </PageLink>
                </span>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
