import Input from 'antd/es/input';
import { useState } from 'react';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { StatusTag } from '#kernel/web/status-tag.tsx';
import { useText } from '#kernel/web/text.tsx';
import { serviceRequest } from '../cases.ts';
import { callBackSample } from '../contract.ts';
import { words as w } from './messages.ts';
import './service.css';

/** The month's call-back sample, with the digest that proves nobody steered it. */
export function SamplePage() {
  const say = useText();
  const [month, setMonth] = useState(() => new Date().toLocaleDateString('sv-SE').slice(0, 7));
  const sample = useRead(['sample', month], callBackSample, { query: { month } }, { keepPrevious: true, enabled: month !== '' });
  return (
    <>
      <PageHead title={say(w.sample)} />
      <p className="quiet">{say(w.sampleHint)}</p>
      <div className="tool-bar">
        <label>
          {say(w.month)}
          <Input type="month" value={month} onChange={(event) => setMonth(event.target.value)} />
        </label>
      </div>
      {sample.error && <ProblemNotice error={sample.error} />}
      {sample.data && (
        <section className="card">
          <p>
            {say(w.digest)}：<span className="mono">{sample.data.digest}</span>
          </p>
          {sample.data.seed && (
            <p>
              {say(w.seed)}：<span className="mono">{sample.data.seed}</span>
            </p>
          )}
          <ul className="lines">
            {sample.data.sampled.map((one) => (
              <li key={one.id}>
                <div className="line-head">
                  <PageLink to={`/service-requests/${one.id}`}>{one.title}</PageLink>
                  <span>
                    <StatusTag declaration={serviceRequest} status={one.status} /> {say(one.calledBack ? w.called : w.notCalled)}
                  </span>
                </div>
                <span className="quiet mono">{one.number}</span>
              </li>
            ))}
          </ul>
          {sample.data.sampled.length === 0 && <p className="quiet">{say(w.nothing)}</p>}
        </section>
      )}
    </>
  );
}
