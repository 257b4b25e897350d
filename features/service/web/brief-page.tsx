import Button from 'antd/es/button';
import type { ReactNode } from 'react';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { LampMark } from '#kernel/web/lamp-mark.tsx';
import { PageLink, useGo, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { serviceRequest } from '../cases.ts';
import { firmBrief } from '../contract.ts';
import { words as w } from './messages.ts';
import './service.css';

/** Two minutes before a visit: promises first, then what is open, what hurt, and what not to ask again. */
export function BriefPage() {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const id = usePathParameter('id');
  const brief = useRead(['brief', id], firmBrief, { params: { id } });
  if (brief.error) return <ProblemNotice error={brief.error} onRetry={() => void brief.refetch()} />;
  if (!brief.data) return <Waiting />;
  const { firm, promises, open, complaints, lastVisit, answered } = brief.data;
  return (
    <>
      <PageHead
        title={firm.name}
        aside={
          <>
            {firm.park && <span>{firm.park}</span>}
            {firm.contact && <span>{firm.contact}</span>}
            <PageLink to={`/firms/${id}`}>{say(w.firm)}</PageLink>
          </>
        }
      >
        <Button type="primary" onClick={() => go('/visits/new', { firmId: id })}>
          {say(w.planVisit)}
        </Button>
      </PageHead>
      <div className="rates">
        <Part title={say(w.briefPromises)} count={promises.length}>
          {promises.map((one) => (
            <li key={one.id}>
              <PageLink to={`/promises/${one.id}`}>{one.title}</PageLink>
              <span className="quiet">
                {one.owner} · {formatDate(one.dueOn, language)} {one.late && <span className="late-word">{say(w.late)}</span>}
              </span>
            </li>
          ))}
        </Part>
        <Part title={say(w.briefOpen)} count={open.length}>
          {open.map((one) => (
            <li key={one.id}>
              <PageLink to={`/service-requests/${one.id}`}>{one.title}</PageLink>
              <span className="line-head">
                <StatusTag declaration={serviceRequest} status={one.status} />
                {one.lamp && <LampMark state={one.lamp as 'green'} />}
                <span className="quiet">{one.holder ?? one.lead}</span>
              </span>
            </li>
          ))}
        </Part>
        <Part title={say(w.briefComplaints)} count={complaints.length}>
          {complaints.map((one) => (
            <li key={one.id}>
              <PageLink to={`/service-requests/${one.id}`}>{one.title}</PageLink>
            </li>
          ))}
        </Part>
        <Part title={say(w.lastVisit)} count={lastVisit ? 1 : 0}>
          {lastVisit && (
            <li>
              <span className="quiet">
                {formatMomentShort(instantOf(lastVisit.at), Date.now(), language)} · {lastVisit.who}
              </span>
              <span>{lastVisit.notes}</span>
            </li>
          )}
        </Part>
        <Part title={say(w.briefAnswered)} count={answered.length}>
          {answered.map((one) => (
            <li key={`${one.what}${one.on}`}>
              {one.what}
              <span className="quiet">{formatDate(one.on, language)}</span>
            </li>
          ))}
        </Part>
      </div>
    </>
  );
}

function Part({ title, count, children }: { readonly title: string; readonly count: number; readonly children: ReactNode }) {
  const say = useText();
  return (
    <section className="card" aria-label={title}>
      <h2>{title}</h2>
      {count === 0 ? <p className="quiet">{say(w.nothing)}</p> : <ul className="lines">{children}</ul>}
    </section>
  );
}
