import InputNumber from 'antd/es/input-number';
import Select from 'antd/es/select';
import Button from 'antd/es/button';
import { PageLink, useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { ReferenceInput } from '#kernel/web/reference-input.tsx';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { ripple } from '../contract.ts';
import { chainMembership } from '../records.ts';
import { words as w } from './messages.ts';
import './industry.css';

const directions = ['supply', 'orders', 'both'] as const;

/** 波及分析: who is hit if this firm or node stops, hop by hop, with whom to call. */
export function RipplePage() {
  const say = useText();
  const go = useGo();
  const { query } = usePage();
  const { firmId, nodeId } = query;
  const direction = directions.find((one) => one === query['direction']) ?? 'supply';
  const hops = Number(query['hops'] ?? 3);
  const sure = Number(query['sure'] ?? 0);
  const asked = { ...(firmId ? { firmId } : nodeId ? { nodeId } : {}), hops, direction, ...(sure > 0 && { sure }) };
  const answer = useRead(
    ['ripple', asked],
    ripple,
    { query: asked },
    { enabled: firmId !== undefined || nodeId !== undefined, keepPrevious: true },
  );
  const set = (change: Record<string, string>) =>
    go('/ripple', Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, value]) => value !== '')), { replace: true });
  const hits = answer.data?.hits ?? [];
  return (
    <>
      <PageHead
        title={say(w.ripple)}
        aside={answer.data?.stopped
          .map((one) => one.name)
          .slice(0, 3)
          .join('、')}
      />
      <p className="quiet">{say(w.rippleHint)}</p>
      <div className="tool-bar">
        <div style={{ width: 240 }}>
          <ReferenceInput
            field={{ ...chainMembership.fields.firmId, required: false }}
            label={say(w.pickFirm)}
            titles={undefined}
            value={firmId ?? null}
            onChange={(id) => set({ firmId: String(id ?? ''), nodeId: '' })}
          />
        </div>
        <div style={{ width: 200 }}>
          <ReferenceInput
            field={{ ...chainMembership.fields.nodeId, required: false }}
            label={say(w.pickNode)}
            titles={undefined}
            value={firmId ? null : (nodeId ?? null)}
            onChange={(id) => set({ nodeId: String(id ?? ''), firmId: '' })}
          />
        </div>
        <label>
          {say(w.hops)}{' '}
          <InputNumber min={1} max={6} value={hops} onChange={(value) => set({ hops: String(value ?? 3) })} style={{ width: 70 }} />
        </label>
        <Select
          aria-label={say(w.direction)}
          value={direction}
          onChange={(value) => set({ direction: value })}
          style={{ minWidth: 210 }}
          options={directions.map((value) => ({ value, label: say(w.directions[value]) }))}
        />
        <label>
          {say(w.sure)}{' '}
          <InputNumber
            min={0}
            max={100}
            step={10}
            value={sure}
            onChange={(value) => set({ sure: String(value ?? 0) })}
            suffix="%"
            style={{ width: 96 }}
          />
        </label>
        <Button onClick={() => print()}>{say({ zh: '打印', en: 'Print' })}</Button>
      </div>
      {answer.error && <ProblemNotice error={answer.error} />}
      {answer.isLoading && <Waiting />}
      {answer.data && (
        <p>
          <strong>
            {say(
              w.hitSummary(
                hits.length,
                hits.reduce((sum, hit) => sum + hit.members, 0),
              ),
            )}
          </strong>
        </p>
      )}
      {answer.data && hits.length === 0 && <p className="quiet">{say(w.nobodyHit)}</p>}
      {[...Map.groupBy(hits, (hit) => hit.hop)].map(([hop, own]) => (
        <section key={hop}>
          <h2 className="hop-head">
            {say(w.hop(hop))} · {say(w.firmsCount(own.length))}
          </h2>
          <div className="wide-scroll">
            <table className="grid-table">
              <thead>
                <tr>
                  <th>{say(w.firms)}</th>
                  <th>{say(w.node)}</th>
                  <th>{say(w.via)}</th>
                  <th>{say(w.confidence)}</th>
                  <th>{say(w.others)}</th>
                  <th>{say(w.organisations)}</th>
                  <th>{say(w.members)}</th>
                  <th>{say(w.specialists)}</th>
                  <th>{say(w.open)}</th>
                </tr>
              </thead>
              <tbody>
                {own.slice(0, 200).map((hit) => (
                  <tr key={hit.firmId}>
                    <td>
                      <PageLink to={`/firms/${hit.firmId}`}>{hit.firm}</PageLink>
                    </td>
                    <td>{hit.nodes.join('、')}</td>
                    <td>{hit.via}</td>
                    <td>{hit.confidence}%</td>
                    <td>{hit.otherSuppliers}</td>
                    <td>
                      {hit.organisations.map((one) => (
                        <PageLink key={one.id} to={`/organisations/${one.id}`}>
                          {one.name}{' '}
                        </PageLink>
                      ))}
                    </td>
                    <td>{hit.members}</td>
                    <td>{hit.specialists.map((one) => one.name).join('、')}</td>
                    <td>
                      {hit.openCases > 0 ? (
                        <PageLink to="/service-requests" query={{ firmId: hit.firmId }}>
                          {hit.openCases}
                        </PageLink>
                      ) : (
                        0
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>
  );
}
