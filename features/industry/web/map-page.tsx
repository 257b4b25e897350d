import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Segmented from 'antd/es/segmented';
import Select from 'antd/es/select';
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { DateInput } from '#kernel/web/date-input.tsx';
import { useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { chainMap } from '../map-contract.ts';
import { chainOverview } from '../contract.ts';
import { chain } from '../records.ts';
import { layoutMap } from '../rules/map-layout.ts';
import { shapesOf } from '../rules/map-shapes.ts';
import { nodeStateLabels } from '../rules/node-state.ts';
import { MapCanvas, type MapHandle } from './map-canvas.tsx';
import { MapCard } from './map-card.tsx';
import { Legend, noFilter, passes, type MapFilter } from './map-legend.tsx';
import { svgOf } from './map-svg.ts';
import { MapTable } from './map-table.tsx';
import { save } from './save-file.ts';
import { words as w } from './messages.ts';
import './industry.css';

/** 产业链图: what people open first. The picture and the table say the same. */
export function MapPage() {
  const say = useText();
  const { language } = useSpeech();
  const { query } = usePage();
  const go = useGo();
  const [filter, setFilter] = useState<MapFilter>(noFilter);
  const [chosen, setChosen] = useState<{ readonly firm: number | null; readonly node: number | null }>({ firm: null, node: null });
  const [hover, setHover] = useState<{ readonly words: string; readonly x: number; readonly y: number }>();
  const handle = useRef<MapHandle>(null);
  const asked = { ...(query['chainId'] && { chainId: query['chainId'] }), ...(query['asOf'] && { asOf: query['asOf'] }) };
  const map = useRead(keyOf(chain, 'map', asked), chainMap, { query: asked }, { keepPrevious: true });
  const chains = useRead(keyOf(chain, 'overview'), chainOverview, {});
  const model = map.data;
  const layout = useMemo(() => (model ? layoutMap(model) : undefined), [model]);
  const shown = useMemo(() => new Set(model?.firms.flatMap((firm, index) => (passes(firm, filter) ? [index] : []))), [model, filter]);
  const shapes = useMemo(
    () => (model && layout ? shapesOf(model, layout, { language, firm: chosen.firm, organisations: filter.overlay, shown }) : []),
    [model, layout, language, chosen.firm, filter.overlay, shown],
  );
  const set = (change: Record<string, string | undefined>) =>
    go(
      '/chains/map',
      Object.fromEntries(Object.entries({ ...query, ...change }).filter((one): one is [string, string] => Boolean(one[1]))),
      { replace: true },
    );
  const asTable = query['view'] === 'table';

  const at = (point: { readonly x: number; readonly y: number }) => {
    const dot = layout?.dots.findLast((one) => (one.x - point.x) ** 2 + (one.y - point.y) ** 2 <= 49);
    const card = layout?.cards.find(
      (one) => point.x >= one.x && point.x <= one.x + one.width && point.y >= one.y && point.y <= one.y + one.height,
    );
    return { firm: dot?.firm ?? null, node: card?.node ?? null };
  };
  const choose = (firm: number | null, node: number | null, fly = false) => {
    setChosen({ firm, node });
    const place = firm === null ? layout?.cards.find((card) => card.node === node) : layout?.dots.find((dot) => dot.firm === firm);
    if (fly && place)
      handle.current?.flyTo(
        'r' in place ? place.x : place.x + place.width / 2,
        'r' in place ? place.y : place.y + 40,
        'r' in place ? 1.8 : 1.1,
      );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!model || !layout) return;
    const taken = keyStep(event.key, chosen, layout, (firm, node) => choose(firm, node, true), handle.current);
    if (taken) event.preventDefault();
  };
  const node = chosen.node === null ? undefined : model?.nodes[chosen.node];
  const inNode = node && model ? model.places.filter(([firm, place]) => place === chosen.node && shown.has(firm)).length : 0;
  const title = `${model?.chains.length === 1 ? model.chains[0]?.name : say(w.allChains)} · ${say(w.map)}`;
  const notes = model ? `${say(w.asOf)} ${model.asOf}　${say(w.firmsCount(model.firms.length))}　${model.edition}` : '';
  return (
    <div className="map-page">
      <PageHead title={say(w.map)} aside={model ? `${say(w.asOf)} ${model.asOf} · ${say(w.firmsCount(model.firms.length))}` : undefined} />
      <div className="tool-bar">
        <Select
          aria-label={say(chain.label)}
          value={query['chainId'] ?? ''}
          onChange={(chainId) => set({ chainId: chainId || undefined })}
          style={{ minWidth: 150 }}
          options={[
            { value: '', label: say(w.allChains) },
            ...(chains.data?.chains ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <label className="as-of">
          {say(w.asOf)}
          <DateInput value={query['asOf'] ?? null} onChange={(asOf) => set({ asOf: asOf ?? undefined })} />
        </label>
        <Select
          showSearch
          allowClear
          aria-label={say(w.find)}
          placeholder={say(w.find)}
          style={{ minWidth: 200 }}
          value={chosen.firm}
          filterOption={(typed, option) => (option?.label ?? '').includes(typed)}
          options={(model?.firms ?? []).map((firm, index) => ({ value: index, label: firm.name }))}
          onChange={(firm: number | null | undefined) => choose(firm ?? null, null, true)}
        />
        <Segmented
          value={asTable ? 'table' : 'map'}
          onChange={(view) => set({ view: view === 'table' ? 'table' : undefined })}
          options={[
            { value: 'map', label: say(w.picture) },
            { value: 'table', label: say(w.table) },
          ]}
        />
        {!asTable && (
          <>
            <Button onClick={() => handle.current?.fit()}>{say(w.fit)}</Button>
            <Button aria-label={say(w.closer)} onClick={() => handle.current?.zoomBy(1.4)}>
              ＋
            </Button>
            <Button aria-label={say(w.farther)} onClick={() => handle.current?.zoomBy(1 / 1.4)}>
              －
            </Button>
          </>
        )}
        <Button
          className="wide-only"
          disabled={!layout}
          onClick={() => layout && save(new Blob([svgOf(shapes, layout, title, notes)], { type: 'image/svg+xml' }), `${title}.svg`)}
        >
          SVG
        </Button>
        <Button
          className="wide-only"
          disabled={!layout || asTable}
          onClick={() => void handle.current?.png().then((blob) => blob && save(blob, `${title}.png`))}
        >
          PNG
        </Button>
        <Checkbox checked={filter.overlay} onChange={(event) => setFilter({ ...filter, overlay: event.target.checked })}>
          {say(w.overlay)}
        </Checkbox>
      </div>
      {map.error && <ProblemNotice error={map.error} onRetry={() => void map.refetch()} />}
      {!model && !map.error && <Waiting />}
      {model && <Legend model={model} filter={filter} onChange={setFilter} />}
      {model && layout && asTable && <MapTable model={model} shown={shown} />}
      {model && layout && !asTable && (
        <div className="map-body">
          <MapCanvas
            ref={handle}
            layout={layout}
            shapes={shapes}
            label={`${title}。${say(w.mapHint)}`}
            onPick={(point) => {
              const { firm, node: card } = point ? at(point) : { firm: null, node: null };
              choose(firm, firm === null ? card : null);
            }}
            onHover={(point, place) => {
              const found = point ? at(point) : undefined;
              const name = found?.firm === null || found?.firm === undefined ? undefined : model.firms[found.firm]?.name;
              if (name !== hover?.words || !name) setHover(name ? { words: name, ...place } : undefined);
            }}
            onKeyDown={onKeyDown}
          />
          {hover && (
            <span className="map-hover" style={{ left: hover.x + 12, top: hover.y + 12 }}>
              {hover.words}
            </span>
          )}
          {(chosen.firm !== null || node) && (
            <MapCard
              model={model}
              firm={chosen.firm}
              node={chosen.node}
              onFirm={(firm) => choose(firm, null, true)}
              onClose={() => choose(null, null)}
            />
          )}
        </div>
      )}
      <p className="unseen" aria-live="polite">
        {chosen.firm !== null
          ? model?.firms[chosen.firm]?.name
          : node
            ? say(w.here(node.name, nodeStateLabels[node.state][language], inNode))
            : ''}
      </p>
      {!asTable && <p className="quiet map-hint">{say(w.mapHint)}</p>}
    </div>
  );
}

/** What a key does on the map: arrows walk the nodes in reading order, Enter goes into their firms. @returns whether it did anything */
function keyStep(
  key: string,
  chosen: { readonly firm: number | null; readonly node: number | null },
  layout: ReturnType<typeof layoutMap>,
  choose: (firm: number | null, node: number | null) => void,
  handle: MapHandle | null,
): boolean {
  const inNode = (node: number) => layout.dots.filter((dot) => dot.node === node).map((dot) => dot.firm);
  const own = chosen.firm === null ? undefined : layout.dots.find((dot) => dot.firm === chosen.firm);
  const step = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : key === 'ArrowLeft' || key === 'ArrowUp' ? -1 : 0;
  if (step !== 0 && own) {
    const firms = inNode(own.node);
    choose(firms[Math.min(firms.length - 1, Math.max(0, firms.indexOf(own.firm) + step))] ?? own.firm, null);
  } else if (step !== 0) {
    const order = layout.cards.map((card) => card.node);
    const place = chosen.node === null ? (step > 0 ? -1 : 0) : order.indexOf(chosen.node);
    choose(null, order[(place + step + order.length) % order.length] ?? null);
  } else if (key === 'Enter' && chosen.node !== null) choose(inNode(chosen.node)[0] ?? null, null);
  else if (key === 'Escape') choose(null, own?.node ?? null);
  else if (key === '+' || key === '=') handle?.zoomBy(1.4);
  else if (key === '-') handle?.zoomBy(1 / 1.4);
  else if (key === '0') handle?.fit();
  else if (key === '/') document.querySelector<HTMLInputElement>('.map-page input[role=combobox]')?.focus();
  else return false;
  return true;
}
