import { PageLink } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { chainSegments } from '../choices.ts';
import type { ChainMap } from '../map-contract.ts';
import { stateLooks } from '../rules/map-shapes.ts';
import { nodeStateLabels } from '../rules/node-state.ts';
import { words as w } from './messages.ts';

/** The map in words and numbers: the same nodes, firms, lamps and organisations, for eyes and ears that want no picture. */
export function MapTable({ model, shown }: { readonly model: ChainMap; readonly shown: ReadonlySet<number> }) {
  const say = useText();
  const { language } = useSpeech();
  return (
    <div className="wide-scroll">
      <table className="grid-table">
        <thead>
          <tr>
            <th>{say(w.node)}</th>
            <th>{say(w.state)}</th>
            <th>{say(w.why)}</th>
            <th>{say(w.firms)}</th>
            <th>{say(w.covered)}</th>
            <th>{say(w.late)}</th>
            <th>{say(w.localSupply)}</th>
          </tr>
        </thead>
        {model.chains.map((chain) => (
          <tbody key={chain.id}>
            <tr>
              <th colSpan={7} scope="rowgroup">
                {chain.name}
              </th>
            </tr>
            {model.nodes.map((node, index) => {
              if (node.chainId !== chain.id) return null;
              const firms = model.places.filter(([firm, place]) => place === index && shown.has(firm)).map(([firm]) => model.firms[firm]);
              const covered = firms.filter((firm) => firm?.organised === 'own' || firm?.organised === 'joint').length;
              return (
                <tr key={node.id}>
                  <td>
                    <PageLink to={`/chain-nodes/${node.id}`}>
                      {node.keyNode ? '★ ' : ''}
                      {node.name}
                    </PageLink>{' '}
                    <span className="quiet">{say(chainSegments[node.segment])}</span>
                  </td>
                  <td style={{ color: stateLooks[node.state].ink }}>
                    {stateLooks[node.state].sign} {nodeStateLabels[node.state][language]}
                  </td>
                  <td>{node.reasons.map((reason) => say(reason)).join(language === 'zh' ? '；' : '; ')}</td>
                  <td>
                    <PageLink to="/chain-memberships" query={{ nodeId: node.id }}>
                      {firms.length}
                    </PageLink>
                  </td>
                  <td>{covered}</td>
                  <td>{firms.filter((firm) => firm?.lamp === 'red').length}</td>
                  <td>{node.localSupply === null ? '—' : `${Math.round(node.localSupply * 100)}%`}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}
