import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import type { CaseWeb } from './feature.ts';
import { FieldsForm } from './fields-form.tsx';
import { ownValues, valuesOfAddress } from './form-values.ts';
import { useActor } from './house.tsx';
import { useGo, usePage } from './link.tsx';
import { recordMessages as r } from './messages-record.ts';
import { PageHead } from './page-head.tsx';
import { inboxKey, keyOf, useAct } from './queries.ts';
import { useText } from './text.tsx';
import { useToast } from './toast.tsx';

/** The form that opens a case; the address may carry values to begin with. */
export function CaseOpenPage({ web }: { readonly web: CaseWeb }) {
  const say = useText();
  const toast = useToast();
  const go = useGo();
  const { query } = usePage();
  const { declaration } = web;
  const { scope } = useActor();
  const act = useAct(caseEndpoints(declaration).open, [keyOf(declaration), inboxKey]);
  const open = async (body: Readonly<Record<string, unknown>>) => {
    const view = await act.mutateAsync({ body });
    toast(say(r.created));
    go(`/${declaration.path}/${view.row.id}`, {}, { replace: true });
  };
  return (
    <div className="form-page">
      <PageHead title={say(declaration.open.label)} />
      <div className="card">
        <FieldsForm
          fields={declaration.open.input}
          initial={{ ...ownValues(declaration.open.input, scope), ...valuesOfAddress(declaration.open.input, query) }}
          mode="create"
          narrow
          submit={say(declaration.open.label)}
          autoFocus
          onSubmit={open}
          onCancel={() => go(`/${declaration.path}`)}
        />
      </div>
    </div>
  );
}
