import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { formatDate, formatDistance, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { LampMark } from '#kernel/web/lamp-mark.tsx';
import { PageLink, useGo, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { serviceRequest } from '../cases.ts';
import { endQuietWeek, owedToFirm, setQuietWeek } from '../contract.ts';
import { promise } from '../promise-case.ts';
import { words as w } from './messages.ts';
import './service.css';

type Owed = AnswerOf<typeof owedToFirm>;

/** A contact's home: the firm's one page. */
export function ContactHome() {
  const firmId = useActor().scope.firms[0];
  return firmId ? <Owed firmId={firmId} /> : null;
}

export function OwedPage() {
  return <Owed firmId={usePathParameter('id')} />;
}

/** What the zone owes the firm, who holds it, for how long; what waits for the firm comes first and takes one click. */
function Owed({ firmId }: { readonly firmId: string }) {
  const say = useText();
  const go = useGo();
  const owed = useRead(keyOf(serviceRequest, 'owed', firmId), owedToFirm, { params: { id: firmId } });
  if (owed.error) return <ProblemNotice error={owed.error} onRetry={() => void owed.refetch()} />;
  if (!owed.data) return <Waiting />;
  const { firm, requests, promises, specialists, closedThisYear } = owed.data;
  const yours = requests.filter((request) => request.yours);
  const theirs = requests.filter((request) => !request.yours);
  return (
    <>
      <PageHead
        title={firm.name}
        aside={
          <>
            {specialists.length > 0 && (
              <span>
                {say(w.specialist)}：{specialists.map((one) => one.name).join('、')}
              </span>
            )}
            <span>{say(w.closedThisYear(closedThisYear))}</span>
          </>
        }
      >
        <Button type="primary" size="large" onClick={() => go('/service-requests/new', { firmId })}>
          {say(w.ask)}
        </Button>
      </PageHead>
      <div className="home-grid">
        <div>
          {yours.length > 0 && <Requests title={say(w.yourTurn)} requests={yours} />}
          <Requests title={say(w.openRequests)} requests={theirs} empty={yours.length === 0 ? say(w.owedEmpty) : say(w.nothing)} />
          <Promises promises={promises} />
        </div>
        <aside>
          <Visits firmId={firmId} visits={owed.data.visits} />
        </aside>
      </div>
    </>
  );
}

function Requests({ title, requests, empty }: { readonly title: string; readonly requests: Owed['requests']; readonly empty?: string }) {
  const say = useText();
  const { language } = useSpeech();
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {requests.length === 0 && <p className="quiet">{empty}</p>}
      <ul className="lines">
        {requests.map((request) => (
          <li key={request.id}>
            <div className="line-head">
              <PageLink to={`/service-requests/${request.id}`}>{request.title}</PageLink>
              <StatusTag declaration={serviceRequest} status={request.status} />
            </div>
            <div className="line-head">
              <span className="quiet">
                {say(w.holder)}：{request.holder ?? '—'}　{say(w.since)} {formatMomentShort(instantOf(request.since), Date.now(), language)}
              </span>
              {request.lamp && (
                <span>
                  <LampMark state={request.lamp as 'green'} /> {request.dueAt && say(formatDistance(instantOf(request.dueAt), Date.now()))}
                </span>
              )}
            </div>
            {request.yours && <VerdictButtons request={request} />}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** One click says solved; "not solved" leads to the page where the reason goes. */
function VerdictButtons({ request }: { readonly request: Owed['requests'][number] }) {
  const say = useText();
  const go = useGo();
  const toast = useToast();
  const act = useAct(caseEndpoints(serviceRequest).move, [keyOf(serviceRequest), inboxKey]);
  if (request.status === 'waitingEnterprise') {
    return (
      <div className="line-acts">
        <Button type="primary" onClick={() => go(`/service-requests/${request.id}`)}>
          {say(serviceRequest.moves['supply']?.label ?? w.accept)}
        </Button>
      </div>
    );
  }
  const make = (move: string) =>
    act.mutate(
      { params: { id: request.id, move }, body: {}, version: request.version },
      { onSuccess: () => toast(say(serviceRequest.moves[move]?.label ?? w.accepted)) },
    );
  return (
    <>
      <div className="line-acts">
        <Button type="primary" loading={act.isPending} onClick={() => make('confirmSolved')}>
          {say(serviceRequest.moves['confirmSolved']?.label ?? w.accept)}
        </Button>
        <Button danger onClick={() => go(`/service-requests/${request.id}`)}>
          {say(serviceRequest.moves['reportUnsolved']?.label ?? w.decline)}
        </Button>
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </>
  );
}

function Promises({ promises }: { readonly promises: Owed['promises'] }) {
  const say = useText();
  const { language } = useSpeech();
  const act = useAct(caseEndpoints(promise).move, [keyOf(serviceRequest), keyOf(promise)]);
  return (
    <section className="card" aria-label={say(w.promises)}>
      <h2>{say(w.promises)}</h2>
      {promises.length === 0 && <p className="quiet">{say(w.promisesEmpty)}</p>}
      <ul className="lines">
        {promises.map((one) => (
          <li key={one.id}>
            <div className="line-head">
              <PageLink to={`/promises/${one.id}`}>{one.title}</PageLink>
              <StatusTag declaration={promise} status={one.status} />
            </div>
            <span className="quiet">
              {one.owner} · {formatDate(one.dueOn, language)} {one.late && <span className="late-word">{say(w.late)}</span>}
            </span>
            {one.status === 'reportedKept' && (
              <div className="line-acts">
                <Button
                  size="small"
                  type="primary"
                  onClick={() => act.mutate({ params: { id: one.id, move: 'confirmKept' }, body: {}, version: one.version })}
                >
                  {say(promise.moves['confirmKept']?.label ?? w.accept)}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Visits({ firmId, visits }: { readonly firmId: string; readonly visits: Owed['visits'] }) {
  const say = useText();
  const { language } = useSpeech();
  const remove = useAct(endQuietWeek, [keyOf(serviceRequest)]);
  return (
    <section className="card" aria-label={say(w.comingVisits)}>
      <h2>{say(w.comingVisits)}</h2>
      {visits.length === 0 && <p className="quiet">{say(w.noVisits)}</p>}
      <ul className="lines">
        {visits.map((line) => (
          <li key={line.id}>
            {line.kind === 'visit' ? (
              <>
                <span>{line.title}</span>
                <span className="quiet">
                  {line.who} · {formatMomentShort(instantOf(line.at), Date.now(), language)}
                </span>
              </>
            ) : (
              <div className="line-head">
                <span>
                  {say(w.quietWeek)}：{formatDate(line.at, language)} – {formatDate(line.title, language)}
                </span>
                <Button size="small" onClick={() => remove.mutate({ params: { id: firmId, quietId: line.id } })}>
                  {say(w.remove)}
                </Button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <QuietForm firmId={firmId} />
    </section>
  );
}

/** A quiet week in two clicks: next week is proposed. */
function QuietForm({ firmId }: { readonly firmId: string }) {
  const say = useText();
  const toast = useToast();
  const [span, setSpan] = useState(nextWeek);
  const act = useAct(setQuietWeek, [keyOf(serviceRequest)]);
  return (
    <details>
      <summary>{say(w.setQuiet)}</summary>
      <div className="tool-bar">
        <label>
          {say(w.from)}
          <Input type="date" value={span.fromOn} onChange={(event) => setSpan({ ...span, fromOn: event.target.value })} />
        </label>
        <label>
          {say(w.until)}
          <Input type="date" value={span.toOn} onChange={(event) => setSpan({ ...span, toOn: event.target.value })} />
        </label>
        <Button
          loading={act.isPending}
          onClick={() => act.mutate({ params: { id: firmId }, body: span }, { onSuccess: () => toast(say(w.quietSet)) })}
        >
          {say(w.setQuiet)}
        </Button>
      </div>
      {act.error && <ProblemNotice error={act.error} />}
    </details>
  );
}

function nextWeek(): { fromOn: string; toOn: string } {
  const today = new Date();
  const monday = new Date(today.getTime() + ((8 - today.getDay()) % 7 || 7) * 86_400_000);
  const day = (date: Date) => date.toLocaleDateString('sv-SE');
  return { fromOn: day(monday), toOn: day(new Date(monday.getTime() + 4 * 86_400_000)) };
}
