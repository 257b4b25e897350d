import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { FieldsForm } from './fields-form.tsx';
import { ownValues, valuesOfAddress } from './form-values.ts';
import { useActor } from './house.tsx';
import { useGo, usePage } from './link.tsx';
import { messages as m } from './messages.ts';
import { recordMessages as r } from './messages-record.ts';
import { PageHead } from './page-head.tsx';
import { keyOf, useAct } from './queries.ts';
import { useText } from './text.tsx';
import { useToast } from './toast.tsx';

/** The form for a new row; the address may carry values to begin with. */
export function RecordCreatePage({ declaration }: { readonly declaration: RecordDeclaration }) {
  const say = useText();
  const toast = useToast();
  const go = useGo();
  const { query } = usePage();
  const { scope } = useActor();
  const act = useAct(recordEndpoints(declaration).create, [keyOf(declaration)]);
  const create = async (body: Readonly<Record<string, unknown>>) => {
    const row = await act.mutateAsync({ body });
    toast(say(r.created));
    go(`/${declaration.path}/${row.id}`, {}, { replace: true });
  };
  return (
    <div className="form-page">
      <PageHead title={say(r.create(declaration.label))} />
      <div className="card">
        <FieldsForm
          fields={declaration.fields}
          groups={declaration.form}
          initial={{ ...ownValues(declaration.fields, scope), ...valuesOfAddress(declaration.fields, query) }}
          mode="create"
          submit={say(m.save)}
          autoFocus
          onSubmit={create}
          onCancel={() => go(`/${declaration.path}`)}
        />
      </div>
    </div>
  );
}
