import { useEffect, useRef } from 'react';
import Button from 'antd/es/button';
import type { MoveAidProps } from '#kernel/web/feature.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { serviceRequest } from '../cases.ts';
import { triage, type Suggestion } from '../contract.ts';
import { words as w } from './messages.ts';
import './service.css';

/** Beside the form of accepting and dispatching: the likeliest menu item, filled in at once, with the words that say so. */
export function TriageAid({ view, fill }: MoveAidProps) {
  const say = useText();
  const read = useRead(keyOf(serviceRequest, view.row.id, 'triage'), triage, { params: { id: view.row.id } });
  const filled = useRef(false);
  const best = read.data?.suggestions[0];
  useEffect(() => {
    if (filled.current || !best) return;
    filled.current = true;
    fill(valuesOf(best));
  }, [best, fill]);
  if (!read.data) return null;
  const { suggestions, similar } = read.data;
  if (suggestions.length === 0 && similar.length === 0) return null;
  return (
    <div className="aid">
      {suggestions.length > 0 && (
        <>
          <strong>{say(w.proposal)}</strong>
          <ul className="chips">
            {suggestions.map((one) => (
              <li key={one.itemId}>
                <Button size="small" onClick={() => fill(valuesOf(one))}>
                  {one.name} → {one.department ?? '—'}
                </Button>
                <div className="quiet">{say(w.because(one.matched.slice(0, 4)))}</div>
              </li>
            ))}
          </ul>
        </>
      )}
      {similar.length > 0 && (
        <>
          <strong>{say(w.similar)}</strong>
          <ul className="lines">
            {similar.map((one) => (
              <li key={one.id}>
                <div className="line-head">
                  <PageLink to={`/service-requests/${one.id}`}>{one.title}</PageLink>
                  <StatusTag declaration={serviceRequest} status={one.status} />
                </div>
                {one.shared.length > 0 && <span className="quiet">{say(w.shares(one.shared.slice(0, 4)))}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** Beside the form of deciding an objection: both reasons, side by side. */
export function ObjectionAid({ view }: MoveAidProps) {
  const say = useText();
  const read = useRead(keyOf(serviceRequest, view.row.id, 'triage'), triage, { params: { id: view.row.id } });
  if (!read.data) return null;
  return (
    <div className="aid">
      <strong>{say(w.bothSides)}</strong>
      <div className="rates">
        {read.data.objections.map((objection) => (
          <blockquote key={objection.at} className="rate">
            <b>{objection.unit}</b>
            <p>{objection.reason}</p>
          </blockquote>
        ))}
      </div>
    </div>
  );
}

function valuesOf(one: Suggestion): Readonly<Record<string, unknown>> {
  return { itemId: one.itemId, category: one.category, level: one.level, ...(one.departmentId && { leadId: one.departmentId }) };
}
