import Button from 'antd/es/button';
import Segmented from 'antd/es/segmented';
import { useEffect, useState } from 'react';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, keyOf, useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { formation } from '../formation-case.ts';
import { acceptCoveragePlan, planCoverage } from '../plan-contract.ts';
import { partyOrganisation } from '../records.ts';
import { words as w } from './messages.ts';
import { ProposalCard, type PlanFirm, type Proposal } from './plan-card.tsx';
import './organisation.css';

type Firm = Pick<PlanFirm, 'id' | 'name'>;

const kinds = ['joint', 'join', 'independent'] as const;
const inSight = 60;

/** 覆盖规划: what to build, why, and in one step the formation cases for what people chose. */
export function PlanPage() {
  const say = useText();
  const toast = useToast();
  const go = useGo();
  const plan = useAct(planCoverage, []);
  const accept = useAct(acceptCoveragePlan, [keyOf(formation), keyOf(partyOrganisation), inboxKey]);
  const [kind, setKind] = useState<(typeof kinds)[number]>('joint');
  const [kept, setKept] = useState<readonly (readonly string[])[]>([]);
  const [left, setLeft] = useState<readonly Firm[]>([]);
  const [apart, setApart] = useState<readonly (readonly [Firm, Firm])[]>([]);
  const [parting, setParting] = useState<Firm>();
  const [moving, setMoving] = useState<Firm>();
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [limit, setLimit] = useState(inSight);
  const ask = () =>
    plan.mutate(
      {
        body: {
          locked: kept.map((ids) => [...ids]),
          leaveOut: left.map((one) => one.id),
          apart: apart.map(([a, b]): [string, string] => [a.id, b.id]),
        },
      },
      { onSuccess: () => setTaken(new Set()) },
    );
  const { mutate: first } = plan;
  useEffect(() => first({ body: {} }), [first]);
  const data = plan.data;
  const proposals = (data?.proposals ?? []).filter((one) => one.kind === kind);
  const chosen = (data?.proposals ?? []).filter((one) => taken.has(one.key));
  const without = (...ids: readonly string[]) => kept.filter((own) => !own.some((id) => ids.includes(id)));
  const leave = (firm: Firm) => {
    setKept(without(firm.id));
    setLeft([...left, firm]);
  };
  const putInto = (to: Proposal) => {
    if (!moving) return;
    setKept([...without(...idsOf(to), moving.id), [...idsOf(to), moving.id]]);
    setMoving(undefined);
  };
  const part = (firm: Firm) => {
    if (!parting) setParting(firm);
    else {
      if (parting.id !== firm.id) setApart([...apart, [parting, firm]]);
      setParting(undefined);
    }
  };
  const open = () =>
    accept.mutate(
      {
        body: {
          proposals: chosen.map((one) => ({
            kind: one.kind,
            name: one.name,
            firmIds: [...idsOf(one)],
            ...(one.branchId === null ? {} : { branchId: one.branchId }),
            parkId: one.parkId,
            chainId: one.chainId,
            ground: one.why.zh,
          })),
        },
      },
      {
        onSuccess: ({ formations, joined }) => {
          toast(say(w.opened(formations.length + (joined > 0 ? 1 : 0))));
          go('/formations', { order: '-createdAt' });
        },
      },
    );
  return (
    <>
      <PageHead title={say(w.plan)} aside={data && say(w.quality(data.gap, data.optimal, data.seconds))} />
      <p className="quiet">{say(w.planHint)}</p>
      {data && (
        <div className="rates">
          <Figure label={say(w.before)} value={data.before.covered} of={data.before.firms} />
          <Figure label={say(w.after)} value={data.after.covered} of={data.before.firms} />
          <Figure label={say(w.fullMembers)} value={data.after.members} />
        </div>
      )}
      <div className="tool-bar plan-bar">
        <Segmented
          value={kind}
          onChange={(value) => {
            setKind(value);
            setLimit(inSight);
          }}
          options={kinds.map((value) => ({
            value,
            label: `${say(w.kinds[value])} ${data?.proposals.filter((one) => one.kind === value).length ?? ''}`,
          }))}
        />
        <Button onClick={ask} loading={plan.isPending}>
          {say(kept.length + left.length + apart.length > 0 ? w.again : w.compute)}
        </Button>
        <Button type="primary" disabled={chosen.length === 0} loading={accept.isPending} onClick={open}>
          {say(w.openTasks(chosen.length))}
        </Button>
        <PageLink to="/coverage/instructors">{say(w.instructorPlan)} ›</PageLink>
      </div>
      {(plan.error ?? accept.error) && <ProblemNotice error={plan.error ?? accept.error ?? new Error()} />}
      {parting && (
        <p role="status">
          {parting.name}：{say(w.apartFrom)}{' '}
          <Button size="small" onClick={() => setParting(undefined)}>
            {say(w.close)}
          </Button>
        </p>
      )}
      {moving && (
        <p role="status">
          {moving.name}：{say(w.moveTo)}{' '}
          <Button size="small" onClick={() => setMoving(undefined)}>
            {say(w.close)}
          </Button>
        </p>
      )}
      <Adjusted
        left={left}
        apart={apart}
        kept={kept.length}
        onBack={(id) => setLeft(left.filter((one) => one.id !== id))}
        onTogether={(index) => setApart(apart.filter((_, other) => other !== index))}
        onLoose={() => setKept([])}
      />
      {!data && !plan.error && <Waiting />}
      <ul className="plan-list">
        {proposals.slice(0, limit).map((one) => (
          <ProposalCard
            key={one.key}
            one={one}
            taken={taken.has(one.key)}
            onTake={(take) => setTaken(new Set(take ? [...taken, one.key] : [...taken].filter((key) => key !== one.key)))}
            kept={kept.some((ids) => ids.length === one.firms.length && one.firms.every((firm) => ids.includes(firm.id)))}
            onKeep={() => setKept([...without(...idsOf(one)), idsOf(one)])}
            onLeave={leave}
            onPart={part}
            onMove={setMoving}
            {...(moving && !idsOf(one).includes(moving.id) ? { onPut: () => putInto(one) } : {})}
            left={new Set(left.map((firm) => firm.id))}
          />
        ))}
      </ul>
      {proposals.length > limit && <Button onClick={() => setLimit(limit + 100)}>{say({ zh: '显示更多', en: 'More' })}</Button>}
      {data && data.uncovered.length > 0 && (
        <section>
          <h2>
            {say(w.uncovered)} {data.uncovered.length}
          </h2>
          <ul className="lines">
            {data.uncovered.slice(0, 40).map((one) => (
              <li key={one.id}>
                <PageLink to={`/firms/${one.id}`}>{one.name}</PageLink> <span className="quiet">{say(one.why)}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function idsOf(one: Proposal): readonly string[] {
  return one.firms.map((firm) => firm.id);
}

function Figure({ label, value, of }: { readonly label: string; readonly value: number; readonly of?: number }) {
  return (
    <section className="rate" aria-label={label}>
      <span>{label}</span>
      <strong>{value}</strong>
      {of !== undefined && <span className="quiet">{`/ ${of} · ${of === 0 ? '—' : `${((value / of) * 100).toFixed(1)}%`}`}</span>}
    </section>
  );
}

/** What people asked for so far, each to be taken back. */
function Adjusted(props: {
  readonly left: readonly Firm[];
  readonly apart: readonly (readonly [Firm, Firm])[];
  readonly kept: number;
  readonly onBack: (id: string) => void;
  readonly onTogether: (index: number) => void;
  readonly onLoose: () => void;
}) {
  const say = useText();
  if (props.left.length + props.apart.length + props.kept === 0) return null;
  return (
    <p className="plan-adjusted">
      {props.kept > 0 && (
        <Button size="small" onClick={props.onLoose}>
          {say(w.kept)} {props.kept} ✕
        </Button>
      )}
      {props.left.map((firm) => (
        <Button key={firm.id} size="small" onClick={() => props.onBack(firm.id)}>
          {say(w.left)} {firm.name} ✕
        </Button>
      ))}
      {props.apart.map(([a, b], index) => (
        <Button key={`${a.id}${b.id}`} size="small" onClick={() => props.onTogether(index)}>
          {a.name} ≠ {b.name} ✕
        </Button>
      ))}
    </p>
  );
}
