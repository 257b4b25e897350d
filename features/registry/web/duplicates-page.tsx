import Button from 'antd/es/button';
import { firm } from '../records.ts';
import { registryEndpoints, type DuplicatePair } from '../contract.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { FieldValue } from '#kernel/web/field-value.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { messages as m } from './messages.ts';
import { Reasons } from './reasons.tsx';
import './registry.css';

const pairsKey = keyOf(firm, 'duplicate-pairs');

/** The pairs worth a look, most likely first: compare and merge, or tell them apart for good. */
export function DuplicatesPage() {
  const say = useText();
  const found = useRead(pairsKey, registryEndpoints.duplicates, { query: { limit: 50 } });
  return (
    <div className="list-page">
      <PageHead title={say(m.duplicatesTitle)} aside={found.data && <span>{say(m.pairsOf(found.data.total))}</span>}>
        <PageLink to="/firm-merges">{say(m.merges)}</PageLink>
      </PageHead>
      <p className="quiet">{say(m.duplicatesHint)}</p>
      {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {!found.data && !found.error && <Waiting />}
      {found.data?.pairs.length === 0 && <EmptyState title={say(m.noDuplicates)} hint={say(m.noDuplicatesHint)} />}
      <ul className="pairs">
        {found.data?.pairs.map((pair) => (
          <li key={`${pair.a.id} ${pair.b.id}`} className="card">
            <PairCard pair={pair} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function PairCard({ pair }: { readonly pair: DuplicatePair }) {
  const say = useText();
  const apart = useAct(registryEndpoints.tellApart, [pairsKey]);
  return (
    <>
      <div className="pair-sides">
        {[pair.a, pair.b].map((row) => (
          <div key={row.id}>
            <PageLink to={`/firms/${row.id}`}>{String(row['name'])}</PageLink>
            <p className="quiet">
              {(['uscc', 'contactPhone', 'address'] as const).map((name) => (
                <span key={name}>
                  <FieldValue declaration={firm} name={name} row={row} plain />{' '}
                </span>
              ))}
            </p>
          </div>
        ))}
      </div>
      <div className="pair-foot">
        <Reasons score={pair.score} reasons={pair.reasons} />
        <span className="page-actions">
          <PageLink to="/firms/merge" query={{ from: pair.b.id, into: pair.a.id }}>
            {say(m.compare)}
          </PageLink>
          <Button size="small" loading={apart.isPending} onClick={() => apart.mutate({ body: { aId: pair.a.id, bId: pair.b.id } })}>
            {say(m.differentFirms)}
          </Button>
        </span>
      </div>
      {apart.error && <ProblemNotice error={apart.error} />}
    </>
  );
}
