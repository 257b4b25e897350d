import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { chainAction } from '../action-case.ts';
import { chainOverview, nodeStatesOn } from '../contract.ts';
import { chainLeader } from '../leader-case.ts';
import { chain, chainMembership, chainNode } from '../records.ts';
import { stateLooks } from '../rules/map-shapes.ts';
import { nodeStateLabels, nodeStates } from '../rules/node-state.ts';
import { words as w } from './messages.ts';
import './industry.css';

/** A chain's nodes with states and reasons, and the way to the map. */
export function ChainNodes({ row }: RecordPanelProps) {
  const say = useText();
  const { language } = useSpeech();
  const states = useRead(keyOf(chainNode, 'states', row.id), nodeStatesOn, { query: { chainId: row.id } });
  if (states.error) return <ProblemNotice error={states.error} />;
  return (
    <>
      <p className="line-acts">
        <PageLink to="/chains/map" query={{ chainId: row.id }}>
          {say(w.map)} ›
        </PageLink>
        <PageLink to="/chain-nodes" query={{ chainId: row.id }}>
          {say(chainNode.plural)} ›
        </PageLink>
        <PageLink to="/chain-memberships" query={{ chainId: row.id }}>
          {say(chainMembership.plural)} ›
        </PageLink>
      </p>
      <div className="wide-scroll">
        <table className="grid-table">
          <tbody>
            {states.data?.nodes.map((node) => (
              <tr key={node.id}>
                <td>
                  <PageLink to={`/chain-nodes/${node.id}`}>
                    {node.keyNode ? '★ ' : ''}
                    {node.name}
                  </PageLink>
                </td>
                <td style={{ color: stateLooks[node.state].ink, whiteSpace: 'nowrap' }}>
                  {stateLooks[node.state].sign} {nodeStateLabels[node.state][language]}
                </td>
                <td>{node.reasons.map((reason) => say(reason)).join(language === 'zh' ? '；' : '; ')}</td>
                <td>
                  {node.action && (
                    <PageLink to="/chain-actions/new" query={{ nodeId: node.id, kind: node.action }}>
                      {say(w.act[node.action])}
                    </PageLink>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** A chain's chief, office, visits, leaders and actions. */
export function ChainPeople({ row }: RecordPanelProps) {
  const say = useText();
  const overview = useRead(keyOf(chain, 'overview'), chainOverview, {});
  const own = overview.data?.chains.find((one) => one.id === row.id);
  const actions = useRead(keyOf(chainAction, 'of-chain', row.id), caseEndpoints(chainAction).list, {
    query: { chainId: row.id, status: 'active,reported', limit: 10 },
  });
  const leaders = useRead(keyOf(chainLeader, 'of-chain', row.id), caseEndpoints(chainLeader).list, {
    query: { chainId: row.id, limit: 10 },
  });
  if (!own) return null;
  return (
    <>
      <p>
        {say(w.chief)}：<strong>{own.chief?.name ?? say(w.noChief)}</strong>
      </p>
      <p>
        {say(w.office)}：{own.office ?? '—'}
      </p>
      <p>
        {say(w.visits)}：{own.visits.held} / {own.visits.wanted}
      </p>
      <h3>{say(w.leaders)}</h3>
      <ul className="lines">
        {leaders.data?.rows.map((one) => (
          <li key={one.id}>
            <PageLink to={`/chain-leaders/${one.id}`}>{String(one['title'])}</PageLink>{' '}
            <StatusTag declaration={chainLeader} status={String(one['status'])} />
          </li>
        ))}
      </ul>
      <h3>{say(w.actions)}</h3>
      <ul className="lines">
        {actions.data?.rows.map((one) => (
          <li key={one.id}>
            <PageLink to={`/chain-actions/${one.id}`}>{String(one['title'])}</PageLink>{' '}
            <span className="quiet">{String(one['dueOn'])}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Every chain in one line: states of its nodes, chief, visits, actions. */
export function ChainsPage() {
  const say = useText();
  const { language } = useSpeech();
  const overview = useRead(keyOf(chain, 'overview'), chainOverview, {});
  if (overview.error) return <ProblemNotice error={overview.error} />;
  return (
    <div>
      <PageHead title={say(w.overview)} />
      <div className="wide-scroll">
        <table className="grid-table">
          <thead>
            <tr>
              <th>{say(chain.label)}</th>
              <th>{say(w.firms)}</th>
              <th>{say(w.states)}</th>
              <th>{say(w.chief)}</th>
              <th>{say(w.visits)}</th>
              <th>{say(w.leaders)}</th>
              <th>{say(w.actions)}</th>
            </tr>
          </thead>
          <tbody>
            {overview.data?.chains.map((one) => (
              <tr key={one.id}>
                <td>
                  <PageLink to={`/chains/${one.id}`}>{one.name}</PageLink>
                </td>
                <td>
                  <PageLink to="/chain-memberships" query={{ chainId: one.id }}>
                    {one.firms}
                  </PageLink>
                </td>
                <td>
                  <span className="chain-states">
                    {nodeStates
                      .filter((state) => one.states[state] > 0)
                      .map((state) => (
                        <span key={state} style={{ color: stateLooks[state].ink }}>
                          {stateLooks[state].sign} {nodeStateLabels[state][language]} {one.states[state]}
                        </span>
                      ))}
                  </span>
                </td>
                <td>{one.chief?.name ?? say(w.noChief)}</td>
                <td>
                  {one.visits.held} / {one.visits.wanted}
                </td>
                <td>
                  <PageLink to="/chain-leaders" query={{ chainId: one.id }}>
                    {one.leaders}
                  </PageLink>
                </td>
                <td>
                  <PageLink to="/chain-actions" query={{ chainId: one.id, status: 'active,reported' }}>
                    {one.actions.open}
                  </PageLink>{' '}
                  {one.actions.late > 0 && <span className="quiet">{say(w.lateActions(one.actions.late))}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** A node's state, why, its firms and what to do about it. */
export function NodeState({ row }: RecordPanelProps) {
  const say = useText();
  const { language } = useSpeech();
  const states = useRead(keyOf(chainNode, 'states', String(row['chainId'])), nodeStatesOn, { query: { chainId: String(row['chainId']) } });
  const node = states.data?.nodes.find((one) => one.id === row.id);
  if (!node) return states.error ? <ProblemNotice error={states.error} /> : null;
  return (
    <>
      <p style={{ color: stateLooks[node.state].ink }}>
        <strong>
          {stateLooks[node.state].sign} {nodeStateLabels[node.state][language]}
        </strong>
      </p>
      <ul>
        {node.reasons.map((reason) => (
          <li key={reason.zh}>{say(reason)}</li>
        ))}
      </ul>
      <p className="quiet">
        {states.data?.edition} · {states.data?.asOf}
      </p>
      <p className="line-acts">
        {node.action && (
          <PageLink to="/chain-actions/new" query={{ nodeId: node.id, kind: node.action }}>
            {say(w.act[node.action])} ›
          </PageLink>
        )}
        <PageLink to="/ripple" query={{ nodeId: node.id }}>
          {say(w.seeRipple)} ›
        </PageLink>
        <PageLink to="/chain-memberships" query={{ nodeId: node.id }}>
          {say(w.firmsCount(node.firms))} ›
        </PageLink>
      </p>
    </>
  );
}
