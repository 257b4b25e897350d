import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { Role } from '#kernel/contract/role.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { may, useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useText } from '#kernel/web/text.tsx';
import { organisationPosts } from '../choices.ts';
import { organisationOnDay, firmParty } from '../contract.ts';
import { dissolution } from '../dissolution-case.ts';
import { formation } from '../formation-case.ts';
import { partyMembership } from '../people-records.ts';
import { organisationPost, organisationTerm, organisationUnit, partyOrganisation } from '../records.ts';
import { reelection } from '../reelection-case.ts';
import { TermMark } from './term-mark.tsx';
import { words as w } from './messages.ts';
import './organisation.css';

const planners: readonly Role[] = ['partyWorkOfficer', 'zoneLeader'];

/** An organisation as of any day: who stands above and below, which firms, who leads, what the rules say of it. */
export function OrganisationOverview({ row }: RecordPanelProps) {
  const say = useText();
  const actor = useActor();
  const [asOf, setAsOf] = useState<string | null>(null);
  const day = useRead(
    keyOf(partyOrganisation, 'on-day', row.id, asOf),
    organisationOnDay,
    { params: { id: row.id }, query: asOf ? { asOf } : {} },
    { keepPrevious: true },
  );
  const data = day.data;
  return (
    <>
      <label className="as-of">
        {say(w.asOf)} <DateInput value={asOf} onChange={setAsOf} />
      </label>
      {day.error && <ProblemNotice error={day.error} />}
      {data && (
        <dl className="facts">
          <dt>{say(w.parent)}</dt>
          <dd>{data.parent ? <PageLink to={`/organisations/${data.parent.id}`}>{data.parent.name}</PageLink> : '—'}</dd>
          <dt>{say(w.memberNumbers)}</dt>
          <dd>
            {data.members.legal}{' '}
            <span className="quiet">
              {say(w.full(data.members.full))}
              {data.members.functional > 0 && `，${say(w.functional(data.members.functional))}`}
            </span>{' '}
            {may(partyMembership, actor, 'read') && (
              <PageLink to="/party-memberships" query={{ organisationId: row.id }}>
                {say(partyMembership.plural)} ›
              </PageLink>
            )}
          </dd>
          <dt>{say(w.term)}</dt>
          <dd>
            {data.term ? `${data.term.beginsOn} — ${data.term.endsOn}` : '—'}{' '}
            {data.term && <TermMark colour={data.term.colour} endsOn={data.term.endsOn} delayedTo={data.term.delayedTo} />}{' '}
            <PageLink to="/organisation-terms" query={{ organisationId: row.id }}>
              {say(organisationTerm.plural)} ›
            </PageLink>
          </dd>
          <dt>{say(w.officers)}</dt>
          <dd>
            {data.officers.length === 0 && say(w.vacant)}
            {data.officers.map((one) => (
              <span key={`${one.name}${one.post}`} className="officer">
                {one.name} <span className="quiet">{say(organisationPosts[one.post as keyof typeof organisationPosts])}</span>
              </span>
            ))}{' '}
            <PageLink to="/organisation-posts" query={{ organisationId: row.id }}>
              {say(organisationPost.plural)} ›
            </PageLink>
          </dd>
          <dt>{say(w.firms)}</dt>
          <dd>
            <ul className="plain">
              {data.units.map((unit) => (
                <li key={unit.id}>
                  <PageLink to={`/firms/${unit.id}`}>{unit.name}</PageLink>{' '}
                  <span className="quiet">
                    {say(w.members(unit.full + unit.probationary))} · {unit.since}
                  </span>
                </li>
              ))}
            </ul>
            <PageLink to="/organisation-units" query={{ organisationId: row.id }}>
              {say(organisationUnit.plural)} ›
            </PageLink>
          </dd>
          {data.chains.length > 0 && (
            <>
              <dt>{say(w.onChains)}</dt>
              <dd>
                {data.chains.map((one) => (
                  <PageLink key={one.id} to="/chains/map" query={{ chainId: one.id }}>
                    {one.name}{' '}
                  </PageLink>
                ))}
              </dd>
            </>
          )}
          {data.children.length > 0 && (
            <>
              <dt>{say(w.children)}</dt>
              <dd>
                <ul className="plain">
                  {data.children.slice(0, 40).map((one) => (
                    <li key={one.id}>
                      <PageLink to={`/organisations/${one.id}`}>{one.name}</PageLink>
                    </li>
                  ))}
                </ul>
                {data.children.length > 40 && (
                  <PageLink to="/organisations" query={{ parentId: row.id }}>
                    {data.children.length} ›
                  </PageLink>
                )}
              </dd>
            </>
          )}
        </dl>
      )}
    </>
  );
}

/** What the rules of set-up say of the organisation, fulfilled or not, each with its id. */
export function OrganisationFindings({ row }: RecordPanelProps) {
  const say = useText();
  const day = useRead(keyOf(partyOrganisation, 'on-day', row.id, null), organisationOnDay, { params: { id: row.id } });
  if (!day.data) return null;
  return (
    <ul className="plain findings">
      {day.data.findings.map((one) => (
        <li key={one.rule + one.message.zh} className={one.ok ? 'met' : 'unmet'}>
          {one.ok ? '✓' : '✕'} {say(one.message)}{' '}
          <span className="quiet">
            {one.rule} · {say(w.strength[one.strength])}
          </span>
        </li>
      ))}
      {day.data.findings.length === 0 && <li className="quiet">{say(w.nothing)}</li>}
    </ul>
  );
}

/** What is being done about the organisation, and what may be begun. */
export function OrganisationProcedures({ row }: RecordPanelProps) {
  const say = useText();
  const forming = useRead(keyOf(formation, 'below', row.id), caseEndpoints(formation).list, {
    query: { parentId: row.id, status: 'planned,applied,approved,elected', limit: 20 },
  });
  const reelections = useRead(keyOf(reelection, 'of', row.id), caseEndpoints(reelection).list, {
    query: { organisationId: row.id, limit: 5 },
  });
  const dissolutions = useRead(keyOf(dissolution, 'of', row.id), caseEndpoints(dissolution).list, {
    query: { organisationId: row.id, limit: 5 },
  });
  const lines = [
    ...(reelections.data?.rows ?? []).map((one) => ({ one, declaration: reelection })),
    ...(dissolutions.data?.rows ?? []).map((one) => ({ one, declaration: dissolution })),
    ...(forming.data?.rows ?? []).map((one) => ({ one, declaration: formation })),
  ];
  return (
    <>
      <ul className="lines">
        {lines.map(({ one, declaration }) => (
          <li key={one.id}>
            <PageLink to={`/${declaration.path}/${one.id}`}>{String(one['title'])}</PageLink>{' '}
            <StatusTag declaration={declaration as never} status={String(one['status'])} />
          </li>
        ))}
      </ul>
      <p className="line-acts">
        <PageLink to="/reelections/new" query={{ organisationId: row.id }}>
          {say(w.begin.reelection)} ›
        </PageLink>
        <PageLink to="/dissolutions/new" query={{ organisationId: row.id }}>
          {say(w.begin.dissolution)} ›
        </PageLink>
      </p>
    </>
  );
}

/** Beside a firm: which organisations cover it, what the rules ask of it, and what is missing. */
export function FirmParty({ row }: RecordPanelProps) {
  const say = useText();
  const actor = useActor();
  const answer = useRead(keyOf(partyOrganisation, 'of-firm', row.id), firmParty, { params: { id: row.id } });
  if (answer.error) return <ProblemNotice error={answer.error} />;
  if (!answer.data) return null;
  const { organisations, fullMembers, probationary, basis, instructor, instructorVisited, liaison, why, gap } = answer.data;
  return (
    <>
      <ul className="lines">
        {organisations.map((one) => (
          <li key={one.id}>
            <PageLink to={`/organisations/${one.id}`}>{one.name}</PageLink>
          </li>
        ))}
      </ul>
      <p>
        {say(w.fullMembers)} {fullMembers ?? '—'}
        {probationary !== null && probationary > 0 && ` + ${probationary}`}{' '}
        {basis && <span className="quiet">{say(w.memberBasis[basis])}</span>}
      </p>
      <p>
        {say(w.instructor)} {say(instructor ? w.has : w.hasNot)}
        {instructor && <span className="quiet"> {say(instructorVisited ? w.visited : w.notVisited)}</span>}
        {' · '}
        {say(w.liaison)} {say(liaison ? w.has : w.hasNot)}
      </p>
      <p className={gap === 'none' ? 'quiet' : ''}>{say(why)}</p>
      {(gap === 'jointBranch' || gap === 'ownBranch') && actor.roles.some((role) => planners.includes(role)) && (
        <PageLink to="/coverage/plan">{say(w.plan)} ›</PageLink>
      )}
    </>
  );
}
