import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { roles } from '#kernel/contract/role.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { CaseMoves } from '#kernel/web/case-moves.tsx';
import { findCase, useHouse } from '#kernel/web/house.tsx';
import { Inbox } from '#kernel/web/inbox.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { creditProduct } from '../../credit-records.ts';
import { creditLine } from '../../line-case.ts';
import { ShownPassports } from '../passport/shown-passports.tsx';
import { words as w } from './credit-messages.ts';
import { LineBar } from './line-bar.tsx';
import './credit.css';

const renewalDays = 90;

/** What waits for the bank's answer; what falls due; and each line where its drawings and repayments are entered, once. */
export function BankHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.bankOfficer)}</h1>
        <Inbox title={say(w.leads)} empty={say(w.leadsEmpty)} />
        <Report />
      </div>
      <aside>
        <ShownPassports />
        <Renewals />
        <Products />
      </aside>
    </div>
  );
}

/** Applications before the zone, what is overdue, what falls due. */
export function FinanceHome() {
  const say = useText();
  return (
    <div className="home-grid">
      <div>
        <h1 className="unseen">{say(roles.financeOfficer)}</h1>
        <Inbox empty={say(w.zoneInboxEmpty)} />
      </div>
      <aside>
        <Lines title={say(w.overdue)} query={{ status: 'overdue' }} />
        <Renewals />
      </aside>
    </div>
  );
}

function Renewals() {
  const say = useText();
  const today = dateOf(Date.now());
  return (
    <Lines
      title={say(w.renewals)}
      query={{ 'nextDueOn.from': today, 'nextDueOn.to': addDays(today, renewalDays), order: 'nextDueOn' }}
      empty={say(w.noRenewals)}
    />
  );
}

function Lines(props: { readonly title: string; readonly query: Readonly<Record<string, string>>; readonly empty?: string }) {
  const list = useRead(keyOf(creditLine, 'home', props.title), caseEndpoints(creditLine).list, { query: { ...props.query, limit: 12 } });
  if (list.error) return <ProblemNotice error={list.error} />;
  if (list.data?.rows.length === 0 && !props.empty) return null;
  return (
    <section className="card" aria-label={props.title}>
      <div className="card-head">
        <h2>{props.title}</h2>
        <PageLink to="/credit-lines" query={props.query}>
          {list.data?.total ?? ''}
        </PageLink>
      </div>
      <ul className="lines">
        {list.data?.rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/credit-lines/${row.id}`}>{String(row['title'])}</PageLink>
            <LineBar row={row} />
          </li>
        ))}
      </ul>
      {list.data?.rows.length === 0 && <p className="quiet">{props.empty}</p>}
    </section>
  );
}

/** Each of the bank's lines opens in place on the form of its next entry. */
function Report() {
  const say = useText();
  const [open, setOpen] = useState<string>();
  const list = useRead(keyOf(creditLine, 'report'), caseEndpoints(creditLine).list, {
    query: { status: 'granted,drawn,overdue,extended,repaid', order: 'nextDueOn', limit: 15 },
  });
  const rows = list.data?.rows ?? [];
  return (
    <section className="card" aria-label={say(w.report)}>
      <div className="card-head">
        <h2>{say(w.report)}</h2>
        <PageLink to="/credit-lines">{list.data?.total ?? ''}</PageLink>
      </div>
      <p className="quiet">{say(w.reportHint)}</p>
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <button
              type="button"
              className="line-head link-button"
              aria-expanded={open === row.id}
              onClick={() => setOpen(open === row.id ? undefined : row.id)}
            >
              <span>{String(row['title'])}</span>
              <StatusTag declaration={creditLine} status={String(row['status'])} />
            </button>
            {open === row.id && <Entry row={row} />}
          </li>
        ))}
        {rows.length === 0 && <li className="quiet">{say(w.noLines)}</li>}
      </ul>
    </section>
  );
}

function Entry({ row }: { readonly row: RecordRow }) {
  const web = findCase(useHouse(), creditLine.name);
  const read = useRead(keyOf(creditLine, row.id), caseEndpoints(creditLine).read, { params: { id: row.id } });
  if (read.error) return <ProblemNotice error={read.error} />;
  if (!read.data || !web) return <Waiting />;
  return (
    <>
      <LineBar row={read.data.row} />
      <CaseMoves web={web} view={read.data} among={['draw', 'repay']} opened onReload={() => void read.refetch()} />
    </>
  );
}

function Products() {
  const say = useText();
  const list = useRead(keyOf(creditProduct, 'own'), recordEndpoints(creditProduct).list, { query: { limit: 12 } });
  const { scope } = useHouse().me.actor;
  const own = list.data?.rows.filter((row) => scope.providers.includes(String(row['bankId'])));
  return (
    <section className="card" aria-label={say(w.ours)}>
      <div className="card-head">
        <h2>{say(w.ours)}</h2>
        <PageLink to="/credit-products/new">{say(w.newProduct)} ›</PageLink>
      </div>
      <ul className="lines">
        {own?.map((row) => (
          <li key={row.id}>
            <PageLink to={`/credit-products/${row.id}`}>{String(row['name'])}</PageLink>
          </li>
        ))}
      </ul>
    </section>
  );
}
