import Input from 'antd/es/input';
import { useState } from 'react';
import type { Text } from '#kernel/contract/text.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { serviceRates } from '../contract.ts';
import { words as w } from './messages.ts';
import './service.css';

/** The three rates with their parts; nothing divided by nothing is "—". */
export function RatesPage() {
  const say = useText();
  const [from, setFrom] = useState(() => new Date(Date.now() - 30 * 86_400_000).toLocaleDateString('sv-SE'));
  const [to, setTo] = useState(() => new Date().toLocaleDateString('sv-SE'));
  const rates = useRead(
    ['rates', from, to],
    serviceRates,
    { query: { from, to } },
    { keepPrevious: true, enabled: from !== '' && to !== '' },
  );
  const window = { 'submittedOn.from': from, 'submittedOn.to': to };
  return (
    <>
      <PageHead title={say(w.rates)} aside={rates.data?.edition} />
      <div className="tool-bar">
        <label>
          {say(w.from)}
          <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label>
          {say(w.until)}
          <Input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
      </div>
      {rates.error && <ProblemNotice error={rates.error} />}
      {rates.data && (
        <div className="rates">
          <Rate label={w.responseRate} rate={rates.data.responseRate} />
          <Rate label={w.resolutionRate} rate={rates.data.resolutionRate} />
          <Rate label={w.satisfactionRate} rate={rates.data.satisfactionRate} />
          <Rate label={w.onTimeRate} rate={rates.data.onTimeRate} />
        </div>
      )}
      <p className="quiet">
        {say(w.ratesHint)}{' '}
        <PageLink to="/service-requests" query={window}>
          {say(w.requests)} ›
        </PageLink>
      </p>
    </>
  );
}

function Rate({
  label,
  rate,
}: {
  readonly label: Text;
  readonly rate: { readonly count: number; readonly base: number; readonly percent: number | null };
}) {
  const say = useText();
  return (
    <section className="rate" aria-label={say(label)}>
      <span>{say(label)}</span>
      <strong>{rate.percent === null ? '—' : `${rate.percent}%`}</strong>
      <span className="quiet">
        {rate.count} / {rate.base}
      </span>
    </section>
  );
}
