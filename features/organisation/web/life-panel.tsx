import Select from 'antd/es/select';
import { useState } from 'react';
import type { RecordPanelProps } from '#kernel/web/feature.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { lifeKinds } from '../choices.ts';
import { lifeRecord } from '../scheme-records.ts';
import { lifeDue, organisationLife } from '../work-contract.ts';
import { words as w } from './messages.ts';
import './organisation.css';

const signs = { met: '✓', overdue: '✕', dueSoon: '▲', open: '·', notRequired: '–', waived: '○' } as const;
const thisYear = new Date().getFullYear();

/** A year of organisation life: what was asked when, and the record that serves it; a gap opens a form begun for it. */
export function LifePanel({ row }: RecordPanelProps) {
  return <LifeYear organisationId={row.id} />;
}

export function LifeYear({ organisationId }: { readonly organisationId: string }) {
  const say = useText();
  const [year, setYear] = useState(thisYear);
  const life = useRead(
    keyOf(lifeRecord, 'life', organisationId, year),
    organisationLife,
    { params: { id: organisationId }, query: { year } },
    { keepPrevious: true },
  );
  if (life.error) return <ProblemNotice error={life.error} />;
  const kinds = [...Map.groupBy(life.data?.requirements ?? [], (one) => `${one.kind}|${one.groupId ?? ''}`)];
  return (
    <>
      <div className="tool-bar">
        <Select
          aria-label={say(w.year)}
          value={year}
          onChange={setYear}
          options={[thisYear, thisYear - 1, thisYear - 2].map((value) => ({ value, label: String(value) }))}
        />
        <span>
          {say(w.lifeMet(life.data?.met ?? 0, life.data?.required ?? 0))}{' '}
          {life.data?.rate === null || life.data === undefined ? '—' : `${(life.data.rate * 100).toFixed(2)}%`}
        </span>
        <PageLink to="/life-records/new" query={{ organisationId }}>
          {say(w.recordLife)} ›
        </PageLink>
        <PageLink to="/life-records" query={{ organisationId }}>
          {say(lifeRecord.plural)} ›
        </PageLink>
      </div>
      <div className="wide-scroll">
        <table className="grid-table life-table">
          <tbody>
            {kinds.map(([key, own]) => (
              <tr key={key}>
                <th scope="row">
                  {say(lifeKinds[own[0]?.kind as keyof typeof lifeKinds])} <span className="quiet">{own[0]?.rule}</span>
                </th>
                <td>
                  <span className="life-cells">
                    {own.map((one) => {
                      const label = `${one.periodStart.slice(0, 7)} ${say(w.lifeStatus[one.status])}`;
                      const words = `${one.periodStart.slice(5, 7)} ${signs[one.status]}`;
                      if (one.eventId !== null)
                        return (
                          <PageLink key={one.periodStart} to={`/life-records/${one.eventId}`}>
                            <span className="life-met" title={label}>
                              {words}
                            </span>
                          </PageLink>
                        );
                      if (one.status === 'notRequired' || one.status === 'waived')
                        return (
                          <span key={one.periodStart} className="quiet" title={label}>
                            {words}
                          </span>
                        );
                      return (
                        <PageLink
                          key={one.periodStart}
                          to="/life-records/new"
                          query={{ organisationId, kinds: one.kind, ...(one.groupId ? { groupId: one.groupId } : {}) }}
                        >
                          <span className={`life-${one.status}`} title={label}>
                            {words}
                          </span>
                        </PageLink>
                      );
                    })}
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="quiet">
        {say(w.lifeLegend)} {life.data?.edition}
      </p>
    </>
  );
}

/** What organisation life is due in which branches: in the order of what is due, without scores or ranks. */
export function LifePage() {
  const say = useText();
  const due = useRead(keyOf(lifeRecord, 'due'), lifeDue, {});
  const data = due.data;
  return (
    <>
      <PageHead
        title={say(w.lifeOfAll)}
        aside={data && `${say(w.lifeMet(data.met, data.required))} ${data.rate === null ? '—' : `${(data.rate * 100).toFixed(1)}%`}`}
      />
      {due.error && <ProblemNotice error={due.error} />}
      {!data && !due.error && <Waiting />}
      <ul className="lines">
        {data?.rows.slice(0, 200).map((row) => (
          <li key={row.id}>
            <div className="line-head">
              <PageLink to={`/organisations/${row.id}`}>{row.name}</PageLink>
              <span>
                {row.dueSoon > 0 && say(w.dueSoonCount(row.dueSoon))} {row.overdue > 0 && say(w.overdueCount(row.overdue))}
              </span>
            </div>
            <span className="quiet">{row.kinds.map((kind) => say(lifeKinds[kind as keyof typeof lifeKinds])).join('、')}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
