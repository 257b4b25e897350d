import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useState } from 'react';
import { download } from '#kernel/web/api.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { findDeclaration, may, useHouse } from '#kernel/web/house.tsx';
import { PageLink, useGo, usePage, usePathParameter } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { figureRecords, figureSheet } from '../contract.ts';
import { CellInputs, TimeInputs } from './ask-bar.tsx';
import { CountedTable } from './counted-table.tsx';
import { FigureAge } from './figure-number.tsx';
import { askIn, askOf, textOf, type FigureAsk, type Info } from './figure-text.ts';
import { words as w } from './messages.ts';
import { useDictionary } from './use-figures.ts';

const page = 100;
const most = 1000;
const sides = ['above', 'missing', 'below'] as const;
type Side = (typeof sides)[number];

/** Exactly what a number counts. The address is the number's own, so a number and its list cannot differ. */
export function FigureRecordsPage() {
  const say = useText();
  const id = usePathParameter('id');
  const { infos, error } = useDictionary();
  const info = infos?.get(id);
  if (error) return <ProblemNotice error={error} />;
  if (!infos) return <Waiting />;
  return info ? <Records key={id} info={info} /> : <EmptyState title={say(w.noFigures)} hint={id} />;
}

function Records({ info }: { readonly info: Info }) {
  const say = useText();
  const go = useGo();
  const { language } = useSpeech();
  const { query } = usePage();
  const ask = askOf(info, askIn(query));
  const side = info.measure === 'share' ? (sides.find((one) => one === query['side']) ?? 'above') : undefined;
  const [limit, setLimit] = useState(page);
  const read = useRead(
    ['figures', 'records', info.id, ask, side, limit],
    figureRecords,
    { params: { id: info.id }, query: { ...ask, ...(side && { side }), limit } },
    { keepPrevious: true },
  );
  const set = (change: FigureAsk & { readonly side?: Side }) =>
    go(`/figures/${info.id}/records`, Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, one]) => one)), {
      replace: true,
    });
  const data = read.data;
  return (
    <>
      <PageHead
        title={data ? `${say(info.label)} ${textOf(data.value.value, info.unit, language)}` : say(info.label)}
        aside={
          data && (
            <>
              <span role="status">
                {say(w.recordsCount(String(data.total), info.record.label))}
                {say({ zh: '，', en: ', ' })}
                {say(w.adds[info.measure] ?? w.records)}
              </span>
              <FigureAge value={data.value} />
            </>
          )
        }
      >
        <Sheet info={info} ask={ask} {...(side && { side })} />
        <PageLink to={`/figures/${info.id}`} query={{ ...ask }} className="button-link">
          {say(w.definition)} ›
        </PageLink>
      </PageHead>
      <div className="tool-bar">
        {side && (
          <Segmented
            aria-label={say(w.records)}
            value={side}
            onChange={(next: Side) => set({ side: next })}
            options={sides.map((value) => ({ value, label: say(w.sides[value]) }))}
          />
        )}
        <TimeInputs ask={ask} windowed={info.time === 'window'} ownWindow={info.window ? say(w.windows[info.window]) : ''} onChange={set} />
        <CellInputs info={info} ask={ask} onChange={set} />
      </div>
      <p className="quiet">{say(info.definition)}</p>
      {read.error && <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />}
      {read.isPending && <Waiting />}
      {data && data.rows.length === 0 && <EmptyState title={say(w.noRecords)} hint={say(w.noRecordsHint)} />}
      {data && data.rows.length > 0 && (
        <div className={read.isPlaceholderData ? 'stale' : ''}>
          <CountedTable
            rows={data.rows}
            columns={data.columns.map(({ key }) => key)}
            record={info.record.name}
            unit={info.unit}
            weighed={info.measure !== 'count' && info.measure !== 'share'}
          />
          {data.total > data.rows.length && limit < most && (
            <Button onClick={() => setLimit(Math.min(most, limit * 4))}>
              {say(w.more)}（{data.rows.length} / {data.total}）
            </Button>
          )}
        </div>
      )}
    </>
  );
}

function Sheet({ info, ask, side }: { readonly info: Info; readonly ask: FigureAsk; readonly side?: Side }) {
  const say = useText();
  const toast = useToast();
  const house = useHouse();
  const [busy, setBusy] = useState(false);
  const declaration = findDeclaration(house, info.record.name);
  if (!declaration || !may(declaration, house.me.actor, 'export')) return null;
  const take = async () => {
    setBusy(true);
    try {
      await download(figureSheet, { params: { id: info.id }, query: { ...ask, ...(side && { side }) } });
    } catch (error) {
      toast(error instanceof Error ? error.message : String(error), 'bad');
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button loading={busy} onClick={() => void take()}>
      {say(busy ? w.exporting : w.sheet)}
    </Button>
  );
}
