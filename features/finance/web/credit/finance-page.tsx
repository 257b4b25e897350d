import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import { addMonths } from '#kernel/rules/instant.ts';
import { FieldsForm } from '#kernel/web/fields-form.tsx';
import { formatDate } from '#kernel/web/format.ts';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { creditApplication } from '../../application-case.ts';
import { consentScopes } from '../../choices.ts';
import { consent } from '../../consent-case.ts';
import { firmEligibility, type ProductForFirm } from '../../credit-contract.ts';
import { creditLine } from '../../line-case.ts';
import { FirmChoice, useOwnFirm } from '../own-firm.tsx';
import { BankTerms } from './bank-terms.tsx';
import { words as w } from './credit-messages.ts';
import { LineBar } from './line-bar.tsx';
import { ProductCard } from './product-card.tsx';
import './credit.css';

/** What a firm may have, what it asked for and what became of it, what it owes, and who may see it: all on one page. */
export function FinancePage() {
  const say = useText();
  const firmId = useOwnFirm();
  if (!firmId) return null;
  return (
    <>
      <PageHead
        title={say(w.finance)}
        aside={
          <PageLink to="/points" query={{ firmId }}>
            {say(w.pointsLink)} ›
          </PageLink>
        }
      >
        <FirmChoice />
      </PageHead>
      <div className="home-grid" key={firmId}>
        <div>
          <Products firmId={firmId} />
          <Applications firmId={firmId} />
        </div>
        <aside>
          <Lines firmId={firmId} />
          <Consents firmId={firmId} />
        </aside>
      </div>
    </>
  );
}

type OfFirm = { readonly firmId: string };

function Products({ firmId }: OfFirm) {
  const say = useText();
  const [applying, setApplying] = useState<string>();
  const read = useRead(keyOf(creditApplication, 'eligibility', firmId), firmEligibility, { params: { id: firmId } });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { products, day, relending } = read.data;
  const chosen = products.find(({ id }) => id === applying);
  return (
    <section aria-label={say(w.products)}>
      <h2>{say(w.products)}</h2>
      <p className="quiet">{say(w.bankDecides)}</p>
      {relending && <p className="quiet">{say(relending)}</p>}
      {products.length === 0 && <p className="quiet">{say(w.noProducts)}</p>}
      <div className="product-grid">
        {chosen && <Apply key={chosen.id} firmId={firmId} product={chosen} day={day} onCancel={() => setApplying(undefined)} />}
        {products
          .filter((product) => product !== chosen)
          .toSorted((a, b) => Number(b.isEligible) - Number(a.isEligible))
          .map((product) => (
            <ProductCard key={product.id} product={product} onApply={() => setApplying(product.id)} />
          ))}
      </div>
    </section>
  );
}

const opened = ['application', 'points', 'qualifications', 'creditFacts'] as const;

/** The form, filled in as far as the records go: the suggested line, the whole term. The consent is the firm's own tick, never ours. */
function Apply(props: OfFirm & { readonly product: ProductForFirm; readonly day: string; readonly onCancel: () => void }) {
  const { firmId, product, day } = props;
  const say = useText();
  const { language } = useSpeech();
  const go = useGo();
  const [consents, setConsents] = useState(false);
  const act = useAct(caseEndpoints(creditApplication).open, [keyOf(creditApplication), keyOf(consent), inboxKey]);
  const { amount, termMonths, useOfFunds } = creditApplication.open.input;
  const suggested = product.suggestedLine !== null && product.suggestedLine !== '0' ? product.suggestedLine : null;
  const until = addMonths(day, 12);
  const what = opened.map((scope) => say(consentScopes[scope])).join(say(w.and));
  return (
    <section className="card applying" aria-label={say(w.apply)}>
      <h3>
        {say(creditApplication.open.label)}：{product.name}
      </h3>
      <FieldsForm
        fields={{ ...(amount && { amount }), ...(termMonths && { termMonths }), ...(useOfFunds && { useOfFunds }) }}
        initial={{ amount: suggested, termMonths: product.termMonths }}
        mode="create"
        submit={say(w.applySend)}
        above={() => (
          <label className="consent-tick">
            <input type="checkbox" checked={consents} onChange={(event) => setConsents(event.target.checked)} />
            <span>{say(w.consentTo(product.bank, what, formatDate(until, language)))}</span>
          </label>
        )}
        onSubmit={async (body) => {
          const given = consents ? { consentScopes: [...opened], consentUntil: until } : {};
          const view = await act.mutateAsync({ body: { ...body, ...given, firmId, productId: product.id } });
          go(`/credit-applications/${view.row.id}`);
        }}
        onCancel={props.onCancel}
      />
    </section>
  );
}

function Applications({ firmId }: OfFirm) {
  const say = useText();
  const list = useRead(keyOf(creditApplication, 'own', firmId), caseEndpoints(creditApplication).list, { query: { firmId, limit: 20 } });
  if (list.error) return <ProblemNotice error={list.error} />;
  return (
    <section className="card" aria-label={say(w.applications)}>
      <h2>{say(w.applications)}</h2>
      <ul className="lines">
        {list.data?.rows.map((row) => (
          <li key={row.id}>
            <div className="line-head">
              <PageLink to={`/credit-applications/${row.id}`}>{String(row.titles['productId'] ?? row['title'])}</PageLink>
              <StatusTag declaration={creditApplication} status={String(row['status'])} />
            </div>
            <BankTerms row={row} />
          </li>
        ))}
      </ul>
      {list.data?.rows.length === 0 && <p className="quiet">{say(w.noApplications)}</p>}
    </section>
  );
}

function Lines({ firmId }: OfFirm) {
  const say = useText();
  const list = useRead(keyOf(creditLine, 'own', firmId), caseEndpoints(creditLine).list, { query: { firmId, limit: 20 } });
  const rows = list.data?.rows.filter((row) => row['status'] !== 'closed' && row['line'] !== '0');
  return (
    <section className="card" aria-label={say(w.lines)}>
      <h2>{say(w.lines)}</h2>
      <ul className="lines">
        {rows?.map((row: RecordRow) => (
          <li key={row.id}>
            <div className="line-head">
              <PageLink to={`/credit-lines/${row.id}`}>{String(row.titles['productId'] ?? row['title'])}</PageLink>
              <StatusTag declaration={creditLine} status={String(row['status'])} />
            </div>
            <LineBar row={row} />
          </li>
        ))}
      </ul>
      {rows?.length === 0 && <p className="quiet">{say(w.noLines)}</p>}
    </section>
  );
}

function Consents({ firmId }: OfFirm) {
  const say = useText();
  const { language } = useSpeech();
  const list = useRead(keyOf(consent, 'own', firmId), caseEndpoints(consent).list, { query: { firmId, status: 'inForce', limit: 20 } });
  return (
    <section className="card" aria-label={say(w.consents)}>
      <div className="card-head">
        <h2>{say(w.consents)}</h2>
        <PageLink to="/consents/new" query={{ firmId }}>
          {say(w.giveConsent)} ›
        </PageLink>
      </div>
      <ul className="lines">
        {list.data?.rows.map((row) => (
          <li key={row.id}>
            <PageLink to={`/consents/${row.id}`}>{String(row.titles['receiverId'] ?? row['title'])}</PageLink>
            <span className="quiet">
              {say(w.until)} {formatDate(String(row['untilOn']), language)}
            </span>
          </li>
        ))}
      </ul>
      {list.data?.rows.length === 0 && <p className="quiet">{say(w.noConsents)}</p>}
      {list.data && list.data.rows.length > 0 && (
        <PageLink to="/consent-looks" query={{ firmId }}>
          {say(w.looks)} ›
        </PageLink>
      )}
    </section>
  );
}
