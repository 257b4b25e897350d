import Button from 'antd/es/button';
import { useState } from 'react';
import type { z } from 'zod';
import {
  commitImport,
  listImportRows,
  refusedRows,
  type ImportBatch,
  type ImportCounts,
  type ImportRow,
} from '#kernel/contract/import-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { call, download } from './api.ts';
import { formatNumber } from './format.ts';
import { importMessages as i } from './messages-import.ts';
import { messages as m } from './messages.ts';
import { recordMessages as r } from './messages-record.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useAct } from './queries.ts';
import { useText } from './text.tsx';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useToast } from './toast.tsx';

type Outcome = z.infer<typeof ImportRow>['outcome'];
const outcomes: readonly Outcome[] = ['refused', 'added', 'changed', 'unchanged'];

/** The third step: what the import would do, row by row, before anything is written. */
export function ImportCheck(props: {
  readonly declaration: RecordDeclaration;
  readonly batchId: string;
  readonly counts: z.infer<typeof ImportCounts>;
  readonly onCommitted: (batch: z.infer<typeof ImportBatch>) => void;
  readonly onBack: () => void;
}) {
  const say = useText();
  const toast = useToast();
  const { declaration, batchId, counts } = props;
  const [outcome, setOutcome] = useState<Outcome>(() => outcomes.find((one) => counts[one] > 0) ?? 'added');
  const act = useAct(commitImport, [keyOf(declaration)]);
  const good = counts.added + counts.changed;
  const commit = async () => props.onCommitted(await act.mutateAsync({ params: { id: batchId }, body: { onlyGood: counts.refused > 0 } }));
  const fetchRefused = () =>
    void download(refusedRows, { params: { id: batchId } }).catch((error: unknown) =>
      toast(error instanceof Error ? error.message : say(m.wentWrong), 'bad'),
    );
  return (
    <div className="card">
      <div className="outcomes" role="group">
        {outcomes.map((one) => (
          <button
            key={one}
            type="button"
            className={`outcome outcome-${one}`}
            aria-pressed={one === outcome}
            onClick={() => setOutcome(one)}
          >
            <strong>{formatNumber(counts[one])}</strong>
            <span>{say(i.outcomes[one])}</span>
          </button>
        ))}
      </div>
      {counts.refused > 0 && outcome === 'refused' && (
        <p>
          <button type="button" className="link-button" onClick={fetchRefused}>
            {say(i.refusedFile)}
          </button>{' '}
          <span className="quiet">{say(i.refusedHint)}</span>
        </p>
      )}
      <Rows declaration={declaration} batchId={batchId} outcome={outcome} />
      {act.error && <ProblemNotice error={act.error} />}
      <div className="form-actions">
        <Button type="primary" disabled={good === 0} loading={act.isPending} onClick={() => void commit().catch(() => undefined)}>
          {say(good === 0 ? i.nothingToDo : counts.refused > 0 ? i.commitGood(good) : i.commit(good))}
        </Button>
        <Button onClick={props.onBack}>{say(i.backToMapping)}</Button>
      </div>
    </div>
  );
}

function Rows(props: { readonly declaration: RecordDeclaration; readonly batchId: string; readonly outcome: Outcome }) {
  const say = useText();
  const { batchId, outcome, declaration } = props;
  const pages = useInfiniteQuery({
    queryKey: ['import-rows', batchId, outcome],
    initialPageParam: 0,
    // a dry run of the same batch with other columns gives other rows
    staleTime: 0,
    queryFn: ({ pageParam, signal }) => call(listImportRows, { params: { id: batchId }, query: { outcome, from: pageParam }, signal }),
    getNextPageParam: (last, all) => {
      const shown = all.reduce((sum, page) => sum + page.rows.length, 0);
      return last.rows.length > 0 && shown < last.total ? shown : undefined;
    },
  });
  if (pages.error) return <ProblemNotice error={pages.error} onRetry={() => void pages.refetch()} />;
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <>
      {pages.data && rows.length === 0 && <p className="quiet">{say(i.noneOf)}</p>}
      <ol className="import-rows">
        {rows.map((row) => (
          <li key={row.row}>
            <span className="quiet">{say(i.row(row.row))}</span>
            <div>
              <strong>{row.title || '—'}</strong>
              {row.refusals.map((refusal) => (
                <p key={`${refusal.column ?? ''}${refusal.message.zh}`} className="refusal">
                  {refusal.column && <span>{say(i.cell(refusal.column, refusal.header ?? ''))} </span>}
                  {refusal.value && <del>{refusal.value}</del>} {say(refusal.message)}
                  {refusal.rule && <span className="quiet"> {say(m.rule(refusal.rule))}</span>}
                </p>
              ))}
              {outcome === 'changed' &&
                row.changes.map((change) => (
                  <p key={change.field} className="cell-change">
                    <span className="quiet">{say(declaration.fields[change.field]?.label ?? { zh: change.field, en: change.field })}</span>{' '}
                    <del>{change.before ?? say(r.empty)}</del> <span aria-label={say(r.became)}>→</span>{' '}
                    <ins>{change.after ?? say(r.empty)}</ins>
                  </p>
                ))}
              {outcome === 'added' && (
                <p className="quiet">
                  {row.changes
                    .filter((change) => change.after && change.field !== declaration.title)
                    .map(
                      (change) =>
                        `${say(declaration.fields[change.field]?.label ?? { zh: change.field, en: change.field })} ${change.after}`,
                    )
                    .join('；')}
                </p>
              )}
            </div>
          </li>
        ))}
      </ol>
      {pages.hasNextPage && (
        <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
          {say(i.more)}
        </Button>
      )}
    </>
  );
}
