import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { lampOfRow } from '#kernel/web/lamp.ts';
import { LampMark } from '#kernel/web/lamp-mark.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useText } from '#kernel/web/text.tsx';
import { allianceMeeting, allianceMember, clusterAlliance } from '../alliance-records.ts';
import { allianceDecision } from '../decision-case.ts';
import { allianceState } from '../work-contract.ts';
import { words as w } from './messages.ts';
import './organisation.css';

/** An alliance as it stands: does it meet its rules, who chairs, its units, meetings, and what they decided. */
export function AlliancePanel({ row }: RecordPanelProps) {
  const say = useText();
  const state = useRead(keyOf(clusterAlliance, 'state', row.id), allianceState, { params: { id: row.id } });
  const decisions = useRead(keyOf(allianceDecision, 'of', row.id), caseEndpoints(allianceDecision).list, {
    query: { allianceId: row.id, limit: 40 },
  });
  if (state.error) return <ProblemNotice error={state.error} />;
  const data = state.data;
  if (!data) return null;
  return (
    <>
      <p>
        <strong>{say(data.active ? w.allianceActive : w.allianceLacks)}</strong> {data.lacks.map((lack) => say(lack)).join('；')}
      </p>
      <p>
        {say(w.chairNow)}：{data.chair ? <PageLink to={`/organisations/${data.chair.id}`}>{data.chair.name}</PageLink> : '—'}{' '}
        {data.next && (
          <span className="quiet">
            {data.next.from} {say(w.chairNext)} {data.next.name}
          </span>
        )}
      </p>
      <h3>
        {say(allianceMember.plural)} {data.units.length}
      </h3>
      <ul className="lines">
        {data.units.map((unit) => (
          <li key={unit.id}>
            <div className="line-head">
              <span>
                {unit.order ?? '—'}. {unit.name}
              </span>
              <span className="quiet">{unit.contact ?? '—'}</span>
            </div>
          </li>
        ))}
      </ul>
      <p className="line-acts">
        <PageLink to="/alliance-members/new" query={{ allianceId: row.id }}>
          {say(w.addUnit)} ›
        </PageLink>
        <PageLink to="/alliance-meetings/new" query={{ allianceId: row.id }}>
          {say(w.addMeeting)} ›
        </PageLink>
      </p>
      <h3>{say(allianceDecision.plural)}</h3>
      <ul className="lines">
        {decisions.data?.rows.map((one) => (
          <li key={one.id}>
            <div className="line-head">
              <PageLink to={`/alliance-decisions/${one.id}`}>{String(one['title'])}</PageLink>
              <span>
                <StatusTag declaration={allianceDecision} status={String(one['status'])} />{' '}
                {one['dueAt'] !== null && <LampMark state={lampOfRow(one, Date.now())} />}
              </span>
            </div>
          </li>
        ))}
        {decisions.data?.rows.length === 0 && <li className="quiet">{say(w.nothing)}</li>}
      </ul>
      <h3>{say(allianceMeeting.plural)}</h3>
      <ul className="lines">
        {data.meetings.map((meeting) => (
          <li key={meeting.id}>
            <div className="line-head">
              <PageLink to={`/alliance-meetings/${meeting.id}`}>{meeting.topic}</PageLink>
              <span className="quiet">{meeting.heldOn}</span>
            </div>
            <PageLink to="/alliance-decisions/new" query={{ meetingId: meeting.id }}>
              {say(allianceDecision.open.label)} ›
            </PageLink>
          </li>
        ))}
      </ul>
    </>
  );
}
