import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useState } from 'react';
import { download } from '#kernel/web/api.ts';
import type { Role } from '#kernel/contract/role.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { coverage, coverageFirms, coverageSheet } from '../contract.ts';
import { partyOrganisation } from '../records.ts';
import { coverageMeasures, coverageWords, type CoverageMeasure } from '../rules/coverage.ts';
import { GapMap } from './gap-map.tsx';
import { words as w } from './messages.ts';
import './organisation.css';

const planners: readonly Role[] = ['partyWorkOfficer', 'zoneLeader'];
const exporters: readonly Role[] = ['partyWorkOfficer', 'zoneLeader', 'assessmentOfficer', 'auditor'];
const cuts = ['park', 'chain', 'scale'] as const;
type Opened = {
  readonly measure: CoverageMeasure;
  readonly side: 'above' | 'missing' | 'below';
  readonly cut: Record<string, string>;
  readonly name: string;
};

/** 两个覆盖: four rates of any day, each opening the firms that make it, and where the gaps are. */
export function CoveragePage() {
  const say = useText();
  const go = useGo();
  const { query } = usePage();
  const [opened, setOpened] = useState<Opened>();
  const actor = useActor();
  const holds = (wanted: readonly Role[]) => wanted.some((role) => actor.roles.includes(role));
  const by = cuts.find((one) => one === query['by']) ?? 'park';
  const base = query['base'] === 'survey' ? 'survey' : 'operating';
  const asked = { base, ...(query['asOf'] && { asOf: query['asOf'] }) } as const;
  const answer = useRead(keyOf(partyOrganisation, 'coverage', by, asked), coverage, { query: { ...asked, by } }, { keepPrevious: true });
  const set = (change: Record<string, string>) =>
    go('/coverage', Object.fromEntries(Object.entries({ ...query, ...change }).filter(([, value]) => value !== '')), { replace: true });
  const open = (measure: CoverageMeasure, side: Opened['side'], cut: Record<string, string> = {}, name = '') =>
    setOpened({ measure, side, cut, name });
  return (
    <>
      <PageHead title={say(w.coverage)} aside={answer.data && `${say(w.asOf)} ${answer.data.asOf}`}>
        {holds(planners) && <PageLink to="/coverage/plan">{say(w.plan)} ›</PageLink>}
      </PageHead>
      <div className="tool-bar">
        <label className="as-of">
          {say(w.asOf)}
          <DateInput value={query['asOf'] ?? null} onChange={(day) => set({ asOf: day ?? '' })} />
        </label>
        <Segmented
          aria-label={say(w.base)}
          value={base}
          onChange={(value) => set({ base: value === 'survey' ? 'survey' : '' })}
          options={(['operating', 'survey'] as const).map((value) => ({ value, label: say(w.bases[value]) }))}
        />
        <Segmented
          value={by}
          onChange={(value) => set({ by: value })}
          options={cuts.map((value) => ({ value, label: say(w.by[value]) }))}
        />
        {holds(exporters) && <Button onClick={() => void download(coverageSheet, { query: { ...asked, by } })}>{say(w.sheet)}</Button>}
      </div>
      {answer.error && <ProblemNotice error={answer.error} />}
      {!answer.data && !answer.error && <Waiting />}
      {answer.data && (
        <>
          <div className="rates">
            {coverageMeasures.map((measure) => {
              const share = answer.data.measures[measure];
              return (
                <section key={measure} className="rate" aria-label={say(coverageWords[measure].label)}>
                  <span title={say(coverageWords[measure].definition)}>{say(coverageWords[measure].label)}</span>
                  <strong>{percent(share?.rate ?? null)}</strong>
                  <span className="quiet">
                    <button type="button" className="link-button" onClick={() => open(measure, 'above')}>
                      {share?.numerator}
                    </button>
                    {' / '}
                    <button type="button" className="link-button" onClick={() => open(measure, 'below')}>
                      {share?.denominator}
                    </button>
                    {' · '}
                    <button type="button" className="link-button" onClick={() => open(measure, 'missing')}>
                      {say(w.missing)} {(share?.denominator ?? 0) - (share?.numerator ?? 0)}
                    </button>
                  </span>
                  <span className="quiet small">{say(coverageWords[measure].definition)}</span>
                </section>
              );
            })}
          </div>
          {opened && <CoverageFirms opened={opened} base={asked} onClose={() => setOpened(undefined)} />}
          <div className="wide-scroll">
            <table className="grid-table">
              <thead>
                <tr>
                  <th>{say(w.by[by])}</th>
                  {coverageMeasures.map((measure) => (
                    <th key={measure}>{say(coverageWords[measure].label)}</th>
                  ))}
                  <th>{say(w.gapsNow)}</th>
                  <th>{say(w.memberNumbers)}</th>
                </tr>
              </thead>
              <tbody>
                {answer.data.rows.map((row) => (
                  <tr key={row.key ?? 'none'}>
                    <td>{say(row.name)}</td>
                    {coverageMeasures.map((measure) => {
                      const share = row.measures[measure];
                      return (
                        <td key={measure}>
                          <button
                            type="button"
                            className="link-button bar"
                            style={{ '--share': `${(share?.rate ?? 0) * 100}%` } as React.CSSProperties}
                            disabled={row.key === null}
                            onClick={() => row.key !== null && open(measure, 'missing', cutOf(by, row.key), say(row.name))}
                          >
                            {percent(share?.rate ?? null)} <span className="quiet">{`${share?.numerator}/${share?.denominator}`}</span>
                          </button>
                        </td>
                      );
                    })}
                    <td>{row.gaps}</td>
                    <td>{row.members}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <GapMap asked={asked} />
          <p className="quiet">{answer.data.edition}</p>
        </>
      )}
    </>
  );
}

function cutOf(by: (typeof cuts)[number], key: string): Record<string, string> {
  return { [by === 'park' ? 'parkId' : by === 'chain' ? 'chainId' : 'scaleClass']: key };
}

function percent(rate: number | null): string {
  return rate === null ? '—' : `${(rate * 100).toFixed(1)}%`;
}

/** The firms behind a number, each with why it counts or not. */
function CoverageFirms({
  opened,
  base,
  onClose,
}: {
  readonly opened: Opened;
  readonly base: Record<string, string>;
  readonly onClose: () => void;
}) {
  const say = useText();
  const [most, setMost] = useState(50);
  const firms = useRead(
    keyOf(partyOrganisation, 'coverage-firms', opened, base, most),
    coverageFirms,
    { query: { ...base, ...opened.cut, measure: opened.measure, side: opened.side, limit: most } },
    { keepPrevious: true },
  );
  return (
    <section className="card coverage-firms" aria-label={say(w.openFirms)}>
      <div className="card-head">
        <strong>
          {say(coverageWords[opened.measure].label)} ·{' '}
          {say(opened.side === 'above' ? w.numerator : opened.side === 'missing' ? w.missing : w.denominator)} {opened.name}{' '}
          {firms.data?.total ?? ''}
        </strong>
        <Button size="small" type="text" onClick={onClose}>
          {say(w.close)}
        </Button>
      </div>
      {firms.error && <ProblemNotice error={firms.error} />}
      <div className="wide-scroll">
        <table className="grid-table">
          <thead>
            <tr>
              <th>{say(w.firm)}</th>
              <th>{say(w.park)}</th>
              <th>{say(w.chain)}</th>
              <th>{say(w.fullMembers)}</th>
              <th>{say(w.party)}</th>
              <th>{say(w.why)}</th>
            </tr>
          </thead>
          <tbody>
            {firms.data?.rows.map((firm) => (
              <tr key={firm.id}>
                <td>
                  <PageLink to={`/firms/${firm.id}`}>{firm.name}</PageLink>
                </td>
                <td>{firm.park ?? '—'}</td>
                <td>{firm.chains.join('、')}</td>
                <td>{firm.fullMembers}</td>
                <td>
                  {firm.organisations.map((one) => (
                    <PageLink key={one.id} to={`/organisations/${one.id}`}>
                      {one.name}{' '}
                    </PageLink>
                  ))}
                </td>
                <td>{say(firm.why)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {(firms.data?.total ?? 0) > most && most < 500 && <Button onClick={() => setMost(Math.min(500, most * 4))}>{say(w.more)}</Button>}
    </section>
  );
}
