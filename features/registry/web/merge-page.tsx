import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useId, useState } from 'react';
import type { RecordRow } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { EmptyState } from '#kernel/web/empty-state.tsx';
import { useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { registryEndpoints } from '../contract.ts';
import { firm } from '../records.ts';
import type { Side } from '../rules/merge.ts';
import { CompareTable } from './compare-table.tsx';
import { messages as m } from './messages.ts';
import './registry.css';

/** Two firms side by side: which survives, whose value each field keeps, and why they are one. */
export function MergePage() {
  const say = useText();
  const { query } = usePage();
  const { from, into } = query;
  const read = recordEndpoints(firm).read;
  const both = { enabled: from !== undefined && into !== undefined };
  const first = useRead(keyOf(firm, from), read, { params: { id: from ?? '' } }, both);
  const second = useRead(keyOf(firm, into), read, { params: { id: into ?? '' } }, both);
  if (!both.enabled) return <EmptyState title={say(m.chooseOther)} />;
  const error = first.error ?? second.error;
  if (error) return <ProblemNotice error={error} onRetry={() => void Promise.all([first.refetch(), second.refetch()])} />;
  if (!first.data || !second.data) return <Waiting />;
  const reload = () => void Promise.all([first.refetch(), second.refetch()]);
  return <MergeForm key={`${from} ${into}`} from={first.data} into={second.data} onReload={reload} />;
}

function MergeForm({ from, into, onReload }: { readonly from: RecordRow; readonly into: RecordRow; readonly onReload: () => void }) {
  const say = useText();
  const go = useGo();
  const toast = useToast();
  const whyId = useId();
  const [choose, setChoose] = useState<Readonly<Record<string, Side>>>({});
  const [why, setWhy] = useState('');
  const merge = useAct(registryEndpoints.merge, [['of'], ['inbox']]);
  const submit = async () => {
    await merge.mutateAsync({
      params: { id: from.id },
      version: from.version,
      body: { intoId: into.id, intoVersion: into.version, choose, why },
    });
    toast(say(m.merged));
    go(`/firms/${into.id}`);
  };
  return (
    <form
      className="list-page"
      onSubmit={(event) => {
        event.preventDefault();
        void submit().catch(() => undefined);
      }}
    >
      <PageHead title={say(m.mergeTitle)} />
      <p className="quiet">{say(m.mergeHint)}</p>
      <CompareTable
        from={from}
        into={into}
        choose={choose}
        onChoose={(field, side) => setChoose({ ...choose, [field]: side })}
        onSwap={() => go('/firms/merge', { from: into.id, into: from.id }, { replace: true })}
      />
      <div className="merge-why">
        <label htmlFor={whyId}>{say(m.why)}</label>
        <Input
          id={whyId}
          value={why}
          required
          maxLength={500}
          placeholder={say(m.whyPlaceholder)}
          onChange={(event) => setWhy(event.target.value)}
        />
      </div>
      {merge.error && <ProblemNotice error={merge.error} onReload={onReload} />}
      <Button type="primary" htmlType="submit" disabled={why.trim() === ''} loading={merge.isPending}>
        {say(m.doMerge)}
      </Button>
    </form>
  );
}
