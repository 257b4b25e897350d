import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { date, text, type Fields } from '#kernel/contract/field.ts';
import type { RecordDeclaration, RecordRow } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { FieldsForm } from './fields-form.tsx';
import { messages as m } from './messages.ts';
import { recordMessages as r } from './messages-record.ts';
import { keyOf, useAct } from './queries.ts';
import { useText } from './text.tsx';
import { useToast } from './toast.tsx';

const why = text({ label: r.why, required: true, maxLength: 500 });
const endFields: Fields = { endedOn: date({ label: r.endedOn, required: true }), why };
const restoreFields: Fields = { why };

/** Ends a row as of a day, or makes an ended one current again; both with a reason. */
export function EndButton({ declaration, row }: { readonly declaration: RecordDeclaration; readonly row: RecordRow }) {
  const say = useText();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const act = useAct(recordEndpoints(declaration).end, [keyOf(declaration)]);
  const ended = row.endedOn !== null;
  const label = say(ended ? r.restore : r.end);
  const submit = async (values: Readonly<Record<string, unknown>>) => {
    const endedOn = typeof values['endedOn'] === 'string' ? values['endedOn'] : null;
    await act.mutateAsync({ params: { id: row.id }, version: row.version, body: { endedOn, why: String(values['why'] ?? '') } });
    setOpen(false);
    toast(say(m.saved));
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      <Modal
        open={open}
        title={ended ? label : say(r.endTitle(declaration.label))}
        footer={null}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <p className="quiet">{say(r.endHint)}</p>
        <FieldsForm
          fields={ended ? restoreFields : endFields}
          initial={ended ? {} : { endedOn: dateOf(Date.now()) }}
          mode="create"
          narrow
          submit={label}
          danger={!ended}
          onSubmit={submit}
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </>
  );
}
