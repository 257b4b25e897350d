import Button from 'antd/es/button';
import Input from 'antd/es/input';
import InputNumber from 'antd/es/input-number';
import { useState } from 'react';
import { formatDate, formatMomentShort, instantOf } from '#kernel/web/format.ts';
import { LampMark } from '#kernel/web/lamp-mark.tsx';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { adoptPolicy, previewPolicy, servicePolicy } from '../limits-contract.ts';
import { levels } from '../request-fields.ts';
import type { SlaParams } from '../rules/sla.ts';
import { words as w } from './messages.ts';
import './service.css';

type Draft = { edition: string; effectiveFrom: string; source: string; params: SlaParams };
const steps = ['accept', 'dispatch', 'contact', 'close'] as const;

/** The limits in force; a change is previewed on the open cases before anyone can adopt it. */
export function PolicyPage() {
  const say = useText();
  const { language } = useSpeech();
  const policy = useRead(['service-policy'], servicePolicy);
  const current = policy.data?.editions.find((one) => one.edition === policy.data.inForce);
  return (
    <>
      <PageHead title={say(w.policy)} />
      <p className="quiet">{say(w.policyHint)}</p>
      {policy.error && <ProblemNotice error={policy.error} />}
      {current && <Editor key={current.edition} base={current.params as unknown as SlaParams} />}
      <section className="card">
        <ul className="lines">
          {policy.data?.editions.map((one) => (
            <li key={one.edition}>
              <strong>
                {one.edition} {one.edition === policy.data.inForce && `（${say(w.inForce)}）`}
              </strong>
              <span className="quiet">
                {formatDate(one.effectiveFrom, language)} · {one.source} · {one.confidence}
              </span>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Editor({ base }: { readonly base: SlaParams }) {
  const say = useText();
  const toast = useToast();
  const today = new Date().toLocaleDateString('sv-SE');
  const [draft, setDraft] = useState<Draft>({ edition: today, effectiveFrom: today, source: '', params: base });
  const preview = useAct(previewPolicy, []);
  const adopt = useAct(adoptPolicy, [['service-policy'], ['of', 'serviceRequest']]);
  const setLimit = (level: keyof SlaParams['levels'], step: (typeof steps)[number], value: number) => {
    const old = draft.params.levels[level];
    const limit = 'hours' in old[step] ? { hours: value } : { workingDays: value };
    setDraft({ ...draft, params: { ...draft.params, levels: { ...draft.params.levels, [level]: { ...old, [step]: limit } } } });
  };
  const body = { ...draft, source: draft.source || '—', params: draft.params as unknown as Record<string, unknown> };
  return (
    <section className="card">
      <div className="wide-scroll">
        <table className="grid-table">
          <thead>
            <tr>
              <th>{say(w.step)}</th>
              {(Object.keys(levels) as (keyof typeof levels)[]).map((level) => (
                <th key={level}>{say(levels[level])}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step}>
                <th scope="row">{say(stepWords[step])}</th>
                {(Object.keys(levels) as (keyof typeof levels)[]).map((level) => {
                  const limit = draft.params.levels[level][step];
                  const hours = 'hours' in limit;
                  return (
                    <td key={level}>
                      <InputNumber
                        min={1}
                        max={250}
                        value={hours ? limit.hours : limit.workingDays}
                        aria-label={`${say(levels[level])} ${say(stepWords[step])}`}
                        onChange={(value) => value && setLimit(level, step, value)}
                      />{' '}
                      {hours ? 'h' : say(w.workingDays)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <div className="tool-bar">
        <label>
          {say(w.edition)}
          <Input value={draft.edition} onChange={(event) => setDraft({ ...draft, edition: event.target.value })} />
        </label>
        <label>
          {say(w.effectiveFrom)}
          <Input type="date" value={draft.effectiveFrom} onChange={(event) => setDraft({ ...draft, effectiveFrom: event.target.value })} />
        </label>
        <label>
          {say(w.source)}
          <Input value={draft.source} onChange={(event) => setDraft({ ...draft, source: event.target.value })} />
        </label>
        <Button onClick={() => preview.mutate({ body })} loading={preview.isPending}>
          {say(w.preview)}
        </Button>
        <Button
          type="primary"
          disabled={!preview.data || draft.source === ''}
          loading={adopt.isPending}
          onClick={() => adopt.mutate({ body }, { onSuccess: () => toast(say(w.adopted)) })}
        >
          {say(w.adopt)}
        </Button>
      </div>
      {(preview.error ?? adopt.error) && <ProblemNotice error={preview.error ?? adopt.error ?? new Error()} />}
      {preview.data && <Preview moved={preview.data} />}
    </section>
  );
}

function Preview({
  moved,
}: {
  readonly moved: {
    readonly looked: number;
    readonly moved: readonly {
      requestId: string;
      number: string;
      title: string;
      clock: string;
      before: string;
      after: string;
      lampBefore: string;
      lampAfter: string;
    }[];
    readonly turned: { toRed: number; fromRed: number };
  };
}) {
  const say = useText();
  const { language } = useSpeech();
  return (
    <div role="status">
      <p>
        <strong>{say(w.looked(moved.looked, moved.moved.length))}</strong>　{say(w.turned(moved.turned.toRed, moved.turned.fromRed))}
      </p>
      <ul className="lines">
        {moved.moved.slice(0, 50).map((one) => (
          <li key={`${one.requestId}${one.clock}`}>
            <PageLink to={`/service-requests/${one.requestId}`}>{one.title}</PageLink>
            <span className="line-head">
              <span>{one.clock}</span>
              <span>
                {formatMomentShort(instantOf(one.before), Date.now(), language)} <LampMark state={one.lampBefore as 'green'} /> →{' '}
                {formatMomentShort(instantOf(one.after), Date.now(), language)} <LampMark state={one.lampAfter as 'green'} />
              </span>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

const stepWords = {
  accept: { zh: '受理', en: 'Accept' },
  dispatch: { zh: '派单', en: 'Dispatch' },
  contact: { zh: '首次联系', en: 'First contact' },
  close: { zh: '办结', en: 'Close' },
} satisfies Record<(typeof steps)[number], { zh: string; en: string }>;
