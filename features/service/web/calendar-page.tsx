import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { formatDay } from '#kernel/web/format.ts';
import { caseMessages as c } from '#kernel/web/messages-case.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { reckonDeadline, workCalendar } from '../limits-contract.ts';
import { words as w } from './messages.ts';
import './service.css';

/** The working calendar as it is loaded, and a deadline reckoned aloud for whoever doubts one. */
export function CalendarPage() {
  const say = useText();
  const { language } = useSpeech();
  const calendar = useRead(['work-calendar'], workCalendar);
  const reckon = useAct(reckonDeadline, []);
  const [from, setFrom] = useState(() => new Date().toLocaleDateString('sv-SE'));
  const [days, setDays] = useState('5');
  return (
    <>
      <PageHead title={say(w.calendar)} />
      <section className="card">
        <h2>{say(w.reckon)}</h2>
        <div className="tool-bar">
          <label>
            {say(w.from)}
            <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
          </label>
          <label>
            {say(w.workingDays)}
            <Input type="number" min={0} max={1000} value={days} onChange={(event) => setDays(event.target.value)} />
          </label>
          <Button type="primary" loading={reckon.isPending} onClick={() => reckon.mutate({ query: { from, workingDays: days } })}>
            {say(w.reckon)}
          </Button>
        </div>
        {reckon.data && (
          <p role="status">
            <strong>{say(w.endsOn(formatDay(reckon.data.date, language)))}</strong>{' '}
            {reckon.data.provisional && say(c.provisional(reckon.data.missingYears.join('、')))}
          </p>
        )}
        {reckon.error && <ProblemNotice error={reckon.error} />}
      </section>
      <section className="card">
        <h2>{say(w.loadedYears)}</h2>
        <p className="quiet">{say(w.notLoaded)}</p>
        {calendar.data?.years.map((year) => (
          <details key={year.year}>
            <summary>
              {year.year} <span className="quiet">{year.source}</span>
            </summary>
            <ul className="chips">
              {calendar.data?.entries
                .filter((entry) => entry.date.startsWith(String(year.year)))
                .map((entry) => (
                  <li key={entry.date} className="quiet">
                    {formatDay(entry.date, language)} {entry.isWorkday ? say(c.why.adjustedWorkday) : entry.name}
                  </li>
                ))}
            </ul>
          </details>
        ))}
      </section>
    </>
  );
}
