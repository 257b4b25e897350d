import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { roles } from '#kernel/contract/role.ts';
import { Inbox } from '#kernel/web/inbox.tsx';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { coverage, organisationOnDay, termsDue } from '../contract.ts';
import { formation } from '../formation-case.ts';
import { partyOrganisation } from '../records.ts';
import { coverageWords } from '../rules/coverage.ts';
import { lifeRecord } from '../scheme-records.ts';
import { lifeDue } from '../work-contract.ts';
import { LifeYear } from './life-panel.tsx';
import { TermMark } from './term-mark.tsx';
import { words as w } from './messages.ts';
import './organisation.css';

/** The officer's day: terms that end, gaps in coverage, formations under way. */
export function OfficerHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.partyWorkOfficer)}</h1>
        <TermList />
        <Inbox />
      </div>
      <aside>
        <CoverageCard />
        <LifeCard />
        <FormationCard />
      </aside>
    </div>
  );
}

/** Terms that have ended or end soon, the worst first, each with the next step. */
function TermList() {
  const say = useText();
  const due = useRead(keyOf(partyOrganisation, 'terms'), termsDue, {});
  const rows = due.data?.rows ?? [];
  return (
    <section className="card" aria-label={say(w.dueList)}>
      <div className="card-head">
        <strong>
          {say(w.dueList)} {due.data?.total ?? ''}
        </strong>
        <PageLink to="/organisations/terms">{say(w.all)} ›</PageLink>
      </div>
      <ul className="lines">
        {rows.slice(0, 8).map((one) => (
          <li key={one.id}>
            <div className="line-head">
              <PageLink to={`/organisations/${one.id}`}>{one.name}</PageLink>
              <TermMark colour={one.colour} endsOn={one.endsOn} />
            </div>
            <PageLink
              to={one.reelectionId === null ? '/reelections/new' : `/reelections/${one.reelectionId}`}
              {...(one.reelectionId === null ? { query: { organisationId: one.id } } : {})}
            >
              {say(one.next)} ›
            </PageLink>
          </li>
        ))}
      </ul>
      {due.data && rows.length === 0 && <p className="quiet">{say(w.noneDue)}</p>}
    </section>
  );
}

/** Every organisation whose term has ended or ends soon. */
export function TermsPage() {
  const say = useText();
  const due = useRead(keyOf(partyOrganisation, 'terms'), termsDue, {});
  return (
    <>
      <h1>{say(w.dueList)}</h1>
      <ul className="lines">
        {due.data?.rows.map((one) => (
          <li key={one.id}>
            <div className="line-head">
              <PageLink to={`/organisations/${one.id}`}>{one.name}</PageLink>
              <TermMark colour={one.colour} endsOn={one.endsOn} />
            </div>
            <PageLink
              to={one.reelectionId === null ? '/reelections/new' : `/reelections/${one.reelectionId}`}
              {...(one.reelectionId === null ? { query: { organisationId: one.id } } : {})}
            >
              {say(one.next)} ›
            </PageLink>
          </li>
        ))}
      </ul>
    </>
  );
}

function CoverageCard() {
  const say = useText();
  const answer = useRead(keyOf(partyOrganisation, 'coverage-card'), coverage, {});
  return (
    <section className="card" aria-label={say(w.coverage)}>
      <div className="card-head">
        <strong>{say(w.coverage)}</strong>
        <PageLink to="/coverage">{say(w.openFirms)} ›</PageLink>
      </div>
      <ul className="lines">
        {(['orgCoverageRate', 'shouldBuildRate', 'workCoverageRate'] as const).map((measure) => {
          const share = answer.data?.measures[measure];
          return (
            <li key={measure}>
              {say(coverageWords[measure].label)}{' '}
              <strong>{share?.rate === null || share === undefined ? '—' : `${(share.rate * 100).toFixed(1)}%`}</strong>{' '}
              <span className="quiet">{share && `${share.numerator} / ${share.denominator}`}</span>
            </li>
          );
        })}
      </ul>
      <p className="line-acts">
        <PageLink to="/coverage/plan">{say(w.plan)} ›</PageLink>
        <PageLink to="/coverage/instructors">{say(w.instructorPlan)} ›</PageLink>
      </p>
    </section>
  );
}

function LifeCard() {
  const say = useText();
  const due = useRead(keyOf(lifeRecord, 'due'), lifeDue, {});
  return (
    <section className="card" aria-label={say(w.lifeOfAll)}>
      <div className="card-head">
        <strong>{say(w.lifeOfAll)}</strong>
        <PageLink to="/organisation-life">{say(w.all)} ›</PageLink>
      </div>
      <ul className="lines">
        {due.data?.rows.slice(0, 4).map((one) => (
          <li key={one.id}>
            <PageLink to={`/organisations/${one.id}`}>{one.name}</PageLink>{' '}
            <span className="quiet">
              {one.dueSoon > 0 && say(w.dueSoonCount(one.dueSoon))} {one.overdue > 0 && say(w.overdueCount(one.overdue))}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function FormationCard() {
  const say = useText();
  const open = useRead(keyOf(formation, 'open'), caseEndpoints(formation).list, {
    query: { status: 'planned,applied,approved,elected', limit: 6 },
  });
  return (
    <section className="card" aria-label={say(formation.plural)}>
      <div className="card-head">
        <strong>
          {say(formation.plural)} {open.data?.total ?? ''}
        </strong>
        <PageLink to="/formations/new">{say(w.begin.formation)} ›</PageLink>
      </div>
      <ul className="lines">
        {open.data?.rows.map((one) => (
          <li key={one.id}>
            <PageLink to={`/formations/${one.id}`}>{String(one['title'])}</PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The secretary's day: what is due from the branch, its term, its firms, its last meetings. */
export function SecretaryHome() {
  const say = useText();
  const actor = useActor();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.branchSecretary)}</h1>
        {actor.scope.organisations.map((id) => (
          <OwnBranch key={id} id={id} />
        ))}
        <Inbox />
      </div>
    </div>
  );
}

function OwnBranch({ id }: { readonly id: string }) {
  const say = useText();
  const branch = useRead(keyOf(partyOrganisation, id), recordEndpoints(partyOrganisation).read, { params: { id } });
  const day = useRead(keyOf(partyOrganisation, 'on-day', id, null), organisationOnDay, { params: { id } });
  if (!branch.data) return null;
  return (
    <section className="card" aria-label={String(branch.data['name'])}>
      <div className="card-head">
        <PageLink to={`/organisations/${id}`}>{String(branch.data['name'])}</PageLink>
        {day.data?.term && <TermMark colour={day.data.term.colour} endsOn={day.data.term.delayedTo ?? day.data.term.endsOn} />}
      </div>
      <p className="quiet">{day.data && `${say(w.members(day.data.members.legal))} · ${say(w.units(day.data.units.length))}`}</p>
      <LifeYear organisationId={id} />
    </section>
  );
}
