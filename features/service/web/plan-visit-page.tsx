import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { FieldsForm } from '#kernel/web/fields-form.tsx';
import { useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { inboxKey, keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { visitClashes } from '../contract.ts';
import { visit } from '../visit-case.ts';
import { words as w } from './messages.ts';
import './service.css';

/** Planning a visit; who else comes, quiet weeks and the month's count are told before it is settled (无事不扰). */
export function PlanVisitPage() {
  const say = useText();
  const go = useGo();
  const { query } = usePage();
  const open = useAct(caseEndpoints(visit).open, [keyOf(visit), inboxKey]);
  const [initial] = useState(() => ({ ...(query['firmId'] && { firmId: query['firmId'] }), kind: 'routine', plannedAt: tomorrow() }));
  return (
    <>
      <PageHead title={say(w.planVisit)} />
      <div className="card form-page">
        <FieldsForm
          fields={visit.open.input}
          initial={initial}
          mode="create"
          narrow
          submit={say(w.planVisit)}
          onSubmit={async (body) => {
            const view = await open.mutateAsync({ body });
            go(`/visits/${view.row.id}`);
          }}
          above={(values) => <Clashes firmId={values['firmId']} plannedAt={values['plannedAt']} />}
        />
      </div>
    </>
  );
}

function Clashes({ firmId, plannedAt }: { readonly firmId: unknown; readonly plannedAt: unknown }) {
  const say = useText();
  const known = typeof firmId === 'string' && firmId !== '' && plannedAt !== undefined && plannedAt !== null;
  const on = known ? dayOf(plannedAt) : '';
  const clashes = useRead(
    ['clashes', firmId, on],
    visitClashes,
    { params: { id: String(firmId) }, query: { on } },
    { enabled: known && on !== '' },
  );
  if (!clashes.data) return null;
  return (
    <div className="aid" role="status">
      {clashes.data.clashes.length === 0 ? (
        <span>{say(w.noClash)}</span>
      ) : (
        clashes.data.clashes.map((clash) => <strong key={clash.says.zh}>{say(clash.says)}</strong>)
      )}
    </div>
  );
}

function dayOf(moment: unknown): string {
  const date = new Date(String(moment));
  return Number.isNaN(date.getTime()) ? '' : date.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
}

function tomorrow(): string {
  const day = new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });
  return new Date(`${day}T10:00:00+08:00`).toISOString();
}
