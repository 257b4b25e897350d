import { useText } from '#kernel/web/text.tsx';
import type { ChainMap } from '../map-contract.ts';
import { lampColours, organisedLooks, stateLooks } from '../rules/map-shapes.ts';
import { nodeStateLabels, nodeStates } from '../rules/node-state.ts';
import { words as w } from './messages.ts';

type Organised = ChainMap['firms'][number]['organised'];

export type MapFilter = {
  readonly organised: ReadonlySet<Organised>;
  readonly lamps: ReadonlySet<'red' | 'yellow'>;
  readonly overlay: boolean;
};

export const noFilter: MapFilter = { organised: new Set(), lamps: new Set(), overlay: false };

/** Does the filter leave this firm? An empty choice leaves all. */
export function passes(firm: ChainMap['firms'][number], { organised, lamps }: MapFilter): boolean {
  return (
    (organised.size === 0 || organised.has(firm.organised)) &&
    (lamps.size === 0 || (firm.lamp !== 'none' && firm.lamp !== 'green' && lamps.has(firm.lamp)))
  );
}

/** What the colours and signs mean, how many there are of each, and by a click only those. */
export function Legend({
  model,
  filter,
  onChange,
}: {
  readonly model: ChainMap;
  readonly filter: MapFilter;
  readonly onChange: (filter: MapFilter) => void;
}) {
  const say = useText();
  const toggle = <T,>(set: ReadonlySet<T>, one: T) => new Set(set.has(one) ? [...set].filter((other) => other !== one) : [...set, one]);
  return (
    <div className="map-legend">
      <span className="quiet">{say(w.states)}</span>
      {nodeStates.map((state) => (
        <span key={state} className="legend-state" style={{ color: stateLooks[state].ink }}>
          {stateLooks[state].sign} {say(nodeStateLabels[state])} {model.nodes.filter((node) => node.state === state).length}
        </span>
      ))}
      <span className="quiet">{say(w.organisedWord)}</span>
      {(Object.keys(organisedLooks) as Organised[]).map((key) => {
        const look = organisedLooks[key];
        return (
          <button
            key={key}
            type="button"
            className="legend-chip"
            aria-pressed={filter.organised.has(key)}
            onClick={() => onChange({ ...filter, organised: toggle(filter.organised, key) })}
          >
            <i style={{ background: look.fill, borderColor: 'stroke' in look ? look.stroke : look.fill }} />
            {say(w.organised[key])} {model.firms.filter((firm) => firm.organised === key).length}
          </button>
        );
      })}
      <span className="quiet">{say(w.lamps)}</span>
      {(['red', 'yellow'] as const).map((lamp) => (
        <button
          key={lamp}
          type="button"
          className="legend-chip"
          aria-pressed={filter.lamps.has(lamp)}
          onClick={() => onChange({ ...filter, lamps: toggle(filter.lamps, lamp) })}
        >
          <i style={{ background: lampColours[lamp], borderColor: lampColours[lamp] }} />
          {say(w.lamp[lamp])} {model.firms.filter((firm) => firm.lamp === lamp).length}
        </button>
      ))}
    </div>
  );
}
