import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import InputNumber from 'antd/es/input-number';
import { useState } from 'react';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { acceptPlan, planLinks } from '../links-contract.ts';
import { specialistLink } from '../records.ts';
import { words as w } from './messages.ts';
import './service.css';

const inSight = 200;

/** Who should look after which firm: computed, explained change by change, accepted by a person. */
export function LinkPlanPage() {
  const say = useText();
  const toast = useToast();
  const plan = useAct(planLinks, []);
  const accept = useAct(acceptPlan, [keyOf(specialistLink)]);
  const [most, setMost] = useState<number | null>(null);
  const [keep, setKeep] = useState(true);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const changes = plan.data?.changes ?? [];
  const selected = changes.filter((change) => !left.has(change.firmId));
  return (
    <>
      <PageHead title={say(w.plan)} />
      <p className="quiet">{say(w.planHint)}</p>
      <div className="tool-bar">
        <label>
          {say(w.mostPer)}
          <InputNumber min={1} max={500} value={most} onChange={setMost} />
        </label>
        <Checkbox checked={keep} onChange={(event) => setKeep(event.target.checked)}>
          {say(w.keepExisting)}
        </Checkbox>
        <Button
          type="primary"
          loading={plan.isPending}
          onClick={() => {
            setLeft(new Set());
            plan.mutate({ body: { keepExisting: keep, ...(most && { mostPerSpecialist: most }) } });
          }}
        >
          {say(w.compute)}
        </Button>
        {changes.length > 0 && (
          <Button
            disabled={selected.length === 0}
            loading={accept.isPending}
            onClick={() =>
              accept.mutate(
                { body: { changes: selected.map(({ firmId, specialistId }) => ({ firmId, specialistId })) } },
                {
                  onSuccess: () => {
                    toast(say(w.accepted));
                    plan.reset();
                  },
                },
              )
            }
          >
            {say(w.acceptSelected(selected.length))}
          </Button>
        )}
      </div>
      {(plan.error ?? accept.error) && <ProblemNotice error={plan.error ?? accept.error ?? new Error()} />}
      {plan.data && (
        <div className="wide-scroll">
          <table className="grid-table">
            <thead>
              <tr>
                <th>{say(w.take)}</th>
                <th>{say(w.firm)}</th>
                <th>{say(w.now)}</th>
                <th>{say(w.proposed)}</th>
                <th>{say(w.reason)}</th>
              </tr>
            </thead>
            <tbody>
              {changes.slice(0, inSight).map((change) => (
                <tr key={change.firmId}>
                  <td>
                    <Checkbox
                      aria-label={change.firm}
                      checked={!left.has(change.firmId)}
                      onChange={(event) =>
                        setLeft(new Set(event.target.checked ? [...left].filter((id) => id !== change.firmId) : [...left, change.firmId]))
                      }
                    />
                  </td>
                  <td>{change.firm}</td>
                  <td>{change.previous ?? '—'}</td>
                  <td>{change.specialist}</td>
                  <td>{say(change.reason)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {changes.length === 0 && <p className="quiet">{say(w.nothing)}</p>}
        </div>
      )}
    </>
  );
}
