import { useState } from 'react';
import { formatMoney, formatMonth } from '#kernel/web/format.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { radar, type RadarEntry } from '../../radar-contract.ts';
import { DueCard } from './due-card.tsx';
import { radarKey } from './radar-key.ts';
import { words as w } from './radar-messages.ts';
import './radar.css';

/** Refused by every bank is not helped. */
const isHelped = ({ help }: RadarEntry) => help.isAccepted || help.isPending || help.requestId !== null;
const sides = { helpless: (entry: RadarEntry) => !isHelped(entry), helped: isHelped, all: () => true } as const;
type Cell = { readonly month: string | null; readonly side: keyof typeof sides };

/** What falls due in the zone by month: who is being helped, who is not; each number opens its rows below. */
export function PoolPage() {
  const say = useText();
  const { language } = useSpeech();
  const [cell, setCell] = useState<Cell>({ month: null, side: 'helpless' });
  const read = useRead([...radarKey, 'zone'], radar, {}, { hasClocks: true });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { entries, day } = read.data;
  const months = [...new Set(entries.map(({ dueOn }) => dueOn.slice(0, 7)))].toSorted();
  const inCell = ({ month, side }: Cell) =>
    entries.filter((entry) => (month === null || entry.dueOn.startsWith(month)) && sides[side](entry));
  return (
    <>
      <PageHead title={say(w.pool)} />
      <div className="wide-scroll">
        <table className="grid-table pool-table">
          <thead>
            <tr>
              <th scope="col">{say(w.month)}</th>
              <th scope="col">{say(w.helpless)}</th>
              <th scope="col">{say(w.helped)}</th>
              <th scope="col">{say(w.total)}</th>
            </tr>
          </thead>
          <tbody>
            {[...months, null].map((month) => (
              <tr key={month ?? 'all'}>
                <th scope="row">{month === null ? say(w.total) : formatMonth(month, language)}</th>
                {(['helpless', 'helped', 'all'] as const).map((side) => (
                  <td key={side}>
                    <Amount
                      entries={inCell({ month, side })}
                      isOpen={cell.month === month && cell.side === side}
                      onOpen={() => setCell({ month, side })}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {entries.length === 0 && <p className="quiet">{say(w.empty)}</p>}
      <section aria-live="polite" aria-labelledby="pool-rows">
        <h2 id="pool-rows">
          {cell.month === null ? say(w.total) : formatMonth(cell.month, language)} · {say(cell.side === 'all' ? w.all : w[cell.side])}
        </h2>
        {inCell(cell).map((entry) => (
          <DueCard key={entry.id} entry={entry} day={day} />
        ))}
      </section>
    </>
  );
}

function Amount(props: { readonly entries: readonly RadarEntry[]; readonly isOpen: boolean; readonly onOpen: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const sum = props.entries.reduce((total, { amount }) => total + BigInt(amount ?? '0'), 0n);
  if (props.entries.length === 0) return <span className="quiet">{say(w.items(0))}</span>;
  return (
    <button type="button" className="link-button" aria-pressed={props.isOpen} onClick={props.onOpen}>
      {say(w.items(props.entries.length))}
      {sum > 0n && <span className="pool-sum">{formatMoney(String(sum), language)}</span>}
    </button>
  );
}
