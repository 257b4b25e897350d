import Button from 'antd/es/button';
import { useEffect } from 'react';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { instructorAssignment } from '../people-records.ts';
import { acceptInstructorPlan, planInstructors } from '../plan-contract.ts';
import { partyOrganisation } from '../records.ts';
import { words as w } from './messages.ts';
import './organisation.css';

/** 指导员规划: who looks after which uncovered firm, and how many more are needed where. */
export function InstructorPlanPage() {
  const say = useText();
  const toast = useToast();
  const plan = useAct(planInstructors, []);
  const accept = useAct(acceptInstructorPlan, [keyOf(instructorAssignment), keyOf(partyOrganisation)]);
  const { mutate: ask } = plan;
  useEffect(() => ask({ body: {} }), [ask]);
  const pairs = plan.data?.pairs ?? [];
  return (
    <>
      <PageHead title={say(w.instructorPlan)} aside={plan.data && say(w.quality(0, plan.data.optimal, plan.data.seconds))} />
      <p className="quiet">{say(w.instructorHint)}</p>
      {plan.error && <ProblemNotice error={plan.error} />}
      {accept.error && <ProblemNotice error={accept.error} />}
      {!plan.data && !plan.error && <Waiting />}
      {plan.data && (
        <>
          <div className="tool-bar">
            <Button
              type="primary"
              disabled={pairs.length === 0}
              loading={accept.isPending}
              onClick={() =>
                accept.mutate(
                  { body: { pairs: pairs.map(({ firmId, userId }) => ({ firmId, userId })) } },
                  {
                    onSuccess: ({ assigned }) => {
                      toast(say(w.assigned(assigned)));
                      plan.mutate({ body: {} });
                    },
                  },
                )
              }
            >
              {say(w.assign(pairs.length))}
            </Button>
          </div>
          <h2>{say(w.missingInstructors)}</h2>
          <ul className="lines">
            {plan.data.missing.map((one) => (
              <li key={one.parkId ?? 'none'}>
                <strong>{one.park}</strong> {say(w.instructors(one.instructors))} <span className="quiet">{say(w.units(one.firms))}</span>
              </li>
            ))}
          </ul>
          <div className="wide-scroll">
            <table className="grid-table">
              <tbody>
                {pairs.slice(0, 300).map((pair) => (
                  <tr key={pair.firmId}>
                    <td>
                      <PageLink to={`/firms/${pair.firmId}`}>{pair.firm}</PageLink>
                    </td>
                    <td>{pair.user}</td>
                    <td className="quiet">{say(pair.why)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </>
  );
}
