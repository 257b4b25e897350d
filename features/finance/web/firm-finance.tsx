import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { may, useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useText } from '#kernel/web/text.tsx';
import { creditApplication } from '../application-case.ts';
import { creditLine } from '../line-case.ts';
import { firmPoints } from '../points-contract.ts';
import { pointsInput } from '../points-records.ts';
import { words as w } from './credit/credit-messages.ts';
import { LineBar } from './credit/line-bar.tsx';
import { words as p } from './points/points-messages.ts';
import './credit/credit.css';

/** A firm's points, lines and applications, on its page in the register; each leads to the whole. */
export function FirmFinance({ row }: RecordPanelProps) {
  const say = useText();
  const actor = useActor();
  const points = useRead(keyOf(pointsInput, 'statement', row.id, null, null), firmPoints, { params: { id: row.id } });
  const isLender = may(creditLine, actor, 'read');
  const query = { firmId: row.id, limit: 20 };
  const lines = useRead(keyOf(creditLine, 'of-firm', row.id), caseEndpoints(creditLine).list, { query }, { enabled: isLender });
  const asked = useRead(
    keyOf(creditApplication, 'of-firm', row.id),
    caseEndpoints(creditApplication).list,
    { query },
    { enabled: isLender },
  );
  const isEmpty = !points.data?.trace.lines.some(({ state }) => state === 'value');
  return (
    <>
      {points.error && <ProblemNotice error={points.error} onRetry={() => void points.refetch()} />}
      {points.data && (
        <div className="line-head">
          <span>
            {say(p.points)} {points.data.year}：
            {isEmpty ? <span className="quiet">{say(p.nothingYet)}</span> : <strong>{points.data.trace.score.toFixed(2)}</strong>}
          </span>
          <PageLink to={`/firms/${row.id}/points`}>{say(p.statement)} ›</PageLink>
        </div>
      )}
      {isLender && (
        <>
          <h2>{say(w.lines)}</h2>
          <ul className="lines">
            {lines.data?.rows.map((line) => (
              <li key={line.id}>
                <div className="line-head">
                  <PageLink to={`/credit-lines/${line.id}`}>{String(line.titles['productId'] ?? line['title'])}</PageLink>
                  <StatusTag declaration={creditLine} status={String(line['status'])} />
                </div>
                <LineBar row={line} />
              </li>
            ))}
            {lines.data?.rows.length === 0 && <li className="quiet">{say(w.noLines)}</li>}
          </ul>
          <h2>{say(creditApplication.plural)}</h2>
          <ul className="lines">
            {asked.data?.rows.map((one) => (
              <li key={one.id}>
                <div className="line-head">
                  <PageLink to={`/credit-applications/${one.id}`}>{String(one.titles['productId'] ?? one['title'])}</PageLink>
                  <StatusTag declaration={creditApplication} status={String(one['status'])} />
                </div>
              </li>
            ))}
            {asked.data?.rows.length === 0 && <li className="quiet">{say(w.noApplications)}</li>}
          </ul>
        </>
      )}
    </>
  );
}
