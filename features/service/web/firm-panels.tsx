import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { lampOfRow } from '#kernel/web/lamp.ts';
import { LampMark } from '#kernel/web/lamp-mark.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { serviceRequest } from '../cases.ts';
import { contactLedger } from '../contract.ts';
import { promise } from '../promise-case.ts';
import { words as w } from './messages.ts';
import './service.css';

/** Beside a firm: what was promised to it, and the way to its brief. */
export function FirmPromises({ row }: RecordPanelProps) {
  const say = useText();
  const { language } = useSpeech();
  const open = useRead(keyOf(promise, 'of-firm', row.id), caseEndpoints(promise).list, {
    query: { firmId: row.id, status: 'made,reportedKept', limit: 20 },
  });
  return (
    <>
      <ul className="lines">
        {open.data?.rows.map((one) => (
          <li key={one.id}>
            <PageLink to={`/promises/${one.id}`}>{String(one['title'])}</PageLink>
            <span className="quiet">{formatDate(String(one['dueOn']), language)}</span>
          </li>
        ))}
      </ul>
      {open.data?.rows.length === 0 && <p className="quiet">{say(w.promisesEmpty)}</p>}
      <p className="line-acts">
        <PageLink to={`/firms/${row.id}/brief`}>{say(w.brief)} ›</PageLink>
        <PageLink to="/service-requests/new" query={{ firmId: row.id }}>
          {say(w.ask)} ›
        </PageLink>
      </p>
    </>
  );
}

/** A firm's requests, open ones first by due time. */
export function FirmRequests({ row }: RecordPanelProps) {
  const list = useRead(keyOf(serviceRequest, 'of-firm', row.id), caseEndpoints(serviceRequest).list, {
    query: { firmId: row.id, order: '-createdAt', limit: 50 },
  });
  const say = useText();
  if (list.error) return <ProblemNotice error={list.error} />;
  return (
    <ul className="lines">
      {list.data?.rows.map((one) => (
        <li key={one.id}>
          <div className="line-head">
            <PageLink to={`/service-requests/${one.id}`}>{String(one['title'])}</PageLink>
            <span>
              <StatusTag declaration={serviceRequest} status={String(one['status'])} />{' '}
              {one['dueAt'] !== null && <LampMark state={lampOfRow(one, Date.now())} />}
            </span>
          </div>
          <span className="quiet">
            {String(one['number'])} {String(one.titles['leadId'] ?? '')}
          </span>
        </li>
      ))}
      {list.data?.rows.length === 0 && <li className="quiet">{say(w.nothing)}</li>}
    </ul>
  );
}

/** Every contact with the firm by all bodies, past and planned. */
export function FirmLedger({ row }: RecordPanelProps) {
  const say = useText();
  const { language } = useSpeech();
  const ledger = useRead(keyOf(serviceRequest, 'ledger', row.id), contactLedger, { params: { id: row.id } });
  if (ledger.error) return <ProblemNotice error={ledger.error} />;
  if (!ledger.data) return null;
  return (
    <>
      <p>{say(w.visitsThisMonth(ledger.data.visitsThisMonth, ledger.data.visitsMost))}</p>
      <ul className="lines">
        {ledger.data.lines.map((line) => (
          <li key={`${line.kind}${line.id}${line.at}`}>
            <span>
              {line.kind === 'quiet'
                ? `${say(w.quietWeek)}：${formatDate(line.at, language)} – ${formatDate(line.title, language)}`
                : line.title}
            </span>
            {line.kind !== 'quiet' && (
              <span className="quiet">
                {line.who} · {formatMomentShort(instantOf(line.at), Date.now(), language)}
              </span>
            )}
          </li>
        ))}
        {ledger.data.lines.length === 0 && <li className="quiet">{say(w.nothing)}</li>}
      </ul>
    </>
  );
}
