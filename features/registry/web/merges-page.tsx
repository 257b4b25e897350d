import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import { text, type Fields } from '#kernel/contract/field.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { FieldsForm } from '#kernel/web/fields-form.tsx';
import { formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { registryEndpoints, type FirmMerge } from '../contract.ts';
import { firm } from '../records.ts';
import { messages as m } from './messages.ts';
import './registry.css';

const whyFields: Fields = { why: text({ label: m.undoWhy, required: true, maxLength: 500 }) };

/** Every merge made, newest first, each undoable. */
export function MergesPage() {
  const say = useText();
  const found = useRead(keyOf(firm, 'merges'), registryEndpoints.merges);
  return (
    <div className="list-page">
      <PageHead title={say(m.merges)}>
        <PageLink to="/firm-duplicates">{say(m.duplicates)}</PageLink>
      </PageHead>
      <p className="quiet">{say(m.mergesHint)}</p>
      {found.error && <ProblemNotice error={found.error} onRetry={() => void found.refetch()} />}
      {!found.data && !found.error && <Waiting />}
      {found.data?.merges.length === 0 && <EmptyState title={say(m.noMerges)} />}
      <ul className="pairs">
        {found.data?.merges.map((merge) => (
          <li key={merge.id} className="card">
            <MergeCard merge={merge} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function MergeCard({ merge }: { readonly merge: FirmMerge }) {
  const say = useText();
  const { language } = useSpeech();
  return (
    <>
      <div className="card-head">
        <h2>
          <PageLink to={`/firms/${merge.into.id}`}>{say(m.mergedInto(merge.from.name, merge.into.name))}</PageLink>
        </h2>
        {merge.undone ? <span className="quiet">{say(m.undone(merge.undone.by))}</span> : <UndoButton merge={merge} />}
      </div>
      <p>{merge.why}</p>
      <p className="quiet">
        {merge.by} · <time dateTime={merge.at}>{formatMoment(instantOf(merge.at), language)}</time> ·{' '}
        {say(m.moved(merge.moved.cases, merge.moved.records))}
      </p>
    </>
  );
}

function UndoButton({ merge }: { readonly merge: FirmMerge }) {
  const say = useText();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const undo = useAct(registryEndpoints.undoMerge, [['of'], ['inbox']]);
  const submit = async (values: Readonly<Record<string, unknown>>) => {
    const { left } = await undo.mutateAsync({ params: { id: merge.id }, body: { why: String(values['why'] ?? '') } });
    setOpen(false);
    const names = left.map((name) => say(Object.entries(firm.fields).find(([key]) => key === name)?.[1].label ?? { zh: name, en: name }));
    toast(say(names.length > 0 ? m.undoneLeft(names.join('、')) : m.undoneAll));
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>{say(m.undo)}</Button>
      <Modal
        open={open}
        title={say(m.mergedInto(merge.from.name, merge.into.name))}
        footer={null}
        destroyOnHidden
        onCancel={() => setOpen(false)}
      >
        <FieldsForm
          fields={whyFields}
          mode="create"
          narrow
          autoFocus
          submit={say(m.undo)}
          onSubmit={submit}
          onCancel={() => setOpen(false)}
        />
      </Modal>
    </>
  );
}
