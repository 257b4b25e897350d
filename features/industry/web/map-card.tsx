import Button from 'antd/es/button';
import { PageLink } from '#kernel/web/link.tsx';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import type { ChainMap } from '../map-contract.ts';
import { stateLooks } from '../rules/map-shapes.ts';
import { nodeStateLabels } from '../rules/node-state.ts';
import { words as w } from './messages.ts';

type Props = {
  readonly model: ChainMap;
  readonly firm: number | null;
  readonly node: number | null;
  readonly onFirm: (firm: number) => void;
  readonly onClose: () => void;
};

/** What is in hand on the map: a node with its reasons and what to do, or a firm with whom it trades. */
export function MapCard({ model, firm, node, onFirm, onClose }: Props) {
  const say = useText();
  return (
    <aside className="map-card">
      <Button size="small" type="text" className="map-card-close" aria-label={say(w.close)} onClick={onClose}>
        ✕
      </Button>
      {firm !== null ? (
        <FirmCard model={model} index={firm} onFirm={onFirm} />
      ) : (
        node !== null && <NodeCard model={model} index={node} onFirm={onFirm} />
      )}
    </aside>
  );
}

function NodeCard({ model, index, onFirm }: { readonly model: ChainMap; readonly index: number; readonly onFirm: (firm: number) => void }) {
  const say = useText();
  const { language } = useSpeech();
  const node = model.nodes[index];
  if (!node) return null;
  const firms = model.places.filter(([, place]) => place === index).map(([own]) => own);
  const look = stateLooks[node.state];
  const percent = (share: number | null) => (share === null ? '—' : `${Math.round(share * 100)}%`);
  return (
    <>
      <h2>{node.name}</h2>
      <p style={{ color: look.ink }}>
        <strong>
          {look.sign} {nodeStateLabels[node.state][language]}
        </strong>
        {'：'}
        {node.reasons.map((reason) => say(reason)).join(language === 'zh' ? '；' : '; ')}
      </p>
      <p className="quiet">
        {say(w.localSupply)} {percent(node.localSupply)} · {say(w.imports)} {percent(node.importDependence)}
        {node.statedOn ? ` · ${node.statedOn}` : ''}
      </p>
      <p className="map-card-links">
        {node.action && (
          <PageLink to="/chain-actions/new" query={{ nodeId: node.id, kind: node.action }}>
            {say(w.act[node.action])} ›
          </PageLink>
        )}
        <PageLink to="/ripple" query={{ nodeId: node.id }}>
          {say(w.seeRipple)} ›
        </PageLink>
        <PageLink to={`/chain-nodes/${node.id}`}>{say(w.openPage)} ›</PageLink>
        <PageLink to="/chain-memberships" query={{ nodeId: node.id }}>
          {say(w.firmsCount(firms.length))} ›
        </PageLink>
      </p>
      <ul className="map-card-list">
        {firms.slice(0, 60).map((own) => (
          <li key={own}>
            <button type="button" onClick={() => onFirm(own)}>
              {model.firms[own]?.leader ? '★ ' : ''}
              {model.firms[own]?.name}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function FirmCard({ model, index, onFirm }: { readonly model: ChainMap; readonly index: number; readonly onFirm: (firm: number) => void }) {
  const say = useText();
  const firm = model.firms[index];
  if (!firm) return null;
  const nodes = model.places.filter(([own]) => own === index).map(([, place]) => model.nodes[place]?.name);
  const suppliers = model.edges.filter(([, buyer]) => buyer === index).map(([supplier]) => supplier);
  const buyers = model.edges.filter(([supplier]) => supplier === index).map(([, buyer]) => buyer);
  const branches = model.organisations.filter((one) => one.firms.includes(index));
  return (
    <>
      <h2>{firm.name}</h2>
      <p className="quiet">
        {nodes.join('、')} · {firm.park ?? '—'}
      </p>
      <p>
        {say(w.organised[firm.organised])}
        {branches.map((one) => (
          <PageLink key={one.id} to={`/organisations/${one.id}`}>
            {' '}
            {one.name}
          </PageLink>
        ))}
        {firm.open > 0 && (
          <>
            {' · '}
            <PageLink to="/service-requests" query={{ firmId: firm.id }}>
              {say(w.open)} {firm.open}
            </PageLink>
          </>
        )}
      </p>
      <p className="map-card-links">
        <PageLink to={`/firms/${firm.id}`}>{say(w.openPage)} ›</PageLink>
        <PageLink to="/ripple" query={{ firmId: firm.id }}>
          {say(w.seeRipple)} ›
        </PageLink>
      </p>
      <Partners label={say(w.suppliers)} ids={suppliers} model={model} onFirm={onFirm} />
      <Partners label={say(w.buyers)} ids={buyers} model={model} onFirm={onFirm} />
    </>
  );
}

function Partners({
  label,
  ids,
  model,
  onFirm,
}: {
  readonly label: string;
  readonly ids: readonly number[];
  readonly model: ChainMap;
  readonly onFirm: (firm: number) => void;
}) {
  if (ids.length === 0) return null;
  return (
    <>
      <h3>
        {label} {ids.length}
      </h3>
      <ul className="map-card-list">
        {ids.slice(0, 30).map((own) => (
          <li key={own}>
            <button type="button" onClick={() => onFirm(own)}>
              {model.firms[own]?.name}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
