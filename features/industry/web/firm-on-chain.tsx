import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { edgeSources, edgeWords } from '../choices.ts';
import { sayOfEdge } from '../contract.ts';
import { chainMembership, supplyEdge } from '../records.ts';
import { words as w } from './messages.ts';
import './industry.css';

/** A firm's nodes and edges; its own contact confirms, corrects or hides what is said of it. */
export function FirmOnChain({ row }: RecordPanelProps) {
  const say = useText();
  const actor = useActor();
  const own = actor.roles.includes('enterpriseContact') && actor.scope.firms.includes(row.id);
  const nodes = useRead(keyOf(chainMembership, 'of-firm', row.id), recordEndpoints(chainMembership).list, {
    query: { firmId: row.id, limit: 20 },
  });
  const sells = useRead(keyOf(supplyEdge, 'sells', row.id), recordEndpoints(supplyEdge).list, { query: { supplierId: row.id, limit: 60 } });
  const buys = useRead(keyOf(supplyEdge, 'buys', row.id), recordEndpoints(supplyEdge).list, { query: { buyerId: row.id, limit: 60 } });
  return (
    <>
      <p>
        {nodes.data?.rows.map((one) => (
          <span key={one.id}>
            <PageLink to={`/chain-nodes/${String(one['nodeId'])}`}>{String(one.titles['nodeId'] ?? '')}</PageLink>{' '}
            <span className="quiet">{String(one.titles['chainId'] ?? '')}</span>{' '}
          </span>
        ))}
        {nodes.data?.rows.length === 0 && <span className="quiet">{say(w.nothing)}</span>}
        {!own && (
          <PageLink to="/ripple" query={{ firmId: row.id }}>
            {say(w.seeRipple)} ›
          </PageLink>
        )}
      </p>
      <Edges title={say(w.suppliers)} rows={buys.data?.rows ?? []} other="supplierId" word="buyerWord" mine={own} />
      <Edges title={say(w.buyers)} rows={sells.data?.rows ?? []} other="buyerId" word="supplierWord" mine={own} />
    </>
  );
}

type EdgeRow = { readonly id: string; readonly titles: Readonly<Record<string, string | readonly string[]>> } & Readonly<
  Record<string, unknown>
>;

function Edges({
  title,
  rows,
  other,
  word,
  mine,
}: {
  readonly title: string;
  readonly rows: readonly EdgeRow[];
  readonly other: string;
  readonly word: string;
  readonly mine: boolean;
}) {
  const say = useText();
  const act = useAct(sayOfEdge, [keyOf(supplyEdge)]);
  const [correcting, setCorrecting] = useState<string>();
  const [note, setNote] = useState('');
  if (rows.length === 0) return null;
  return (
    <>
      <h3>
        {title} {rows.length}
      </h3>
      {act.error && <ProblemNotice error={act.error} />}
      <ul className="lines">
        {rows.map((row) => (
          <li key={row.id}>
            <div className="line-head">
              <span>
                {String(row.titles[other] ?? '—')} <span className="quiet">{String(row['product'] ?? '')}</span>
              </span>
              <span className="quiet">
                {say(edgeSources[row['source'] as keyof typeof edgeSources])} {String(row['confidence'])}%{' '}
                {row[word] ? say(edgeWords[row[word] as keyof typeof edgeWords]) : ''}
              </span>
            </div>
            {mine && (
              <span className="line-acts">
                <Button size="small" onClick={() => act.mutate({ params: { id: row.id }, body: { word: 'confirmed' } })}>
                  {say(w.confirm)}
                </Button>
                <Button size="small" onClick={() => setCorrecting(row.id)}>
                  {say(w.correct)}
                </Button>
                <Button size="small" onClick={() => act.mutate({ params: { id: row.id }, body: { word: 'hidden' } })}>
                  {say(w.hide)}
                </Button>
              </span>
            )}
            {correcting === row.id && (
              <Input.Search
                autoFocus
                placeholder={say(w.correctHint)}
                value={note}
                enterButton={say(w.correct)}
                onChange={(event) => setNote(event.target.value)}
                onSearch={() =>
                  act.mutate(
                    { params: { id: row.id }, body: { word: 'corrected', note } },
                    {
                      onSuccess: () => {
                        setCorrecting(undefined);
                        setNote('');
                      },
                    },
                  )
                }
              />
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
