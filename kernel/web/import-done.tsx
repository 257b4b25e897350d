import Button from 'antd/es/button';
import Modal from 'antd/es/modal';
import { useState } from 'react';
import type { z } from 'zod';
import { undoImport, type ImportBatch } from '#kernel/contract/import-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { formatDate, instantOf } from './format.ts';
import { PageLink } from './link.tsx';
import { importMessages as i } from './messages-import.ts';
import { messages as m } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useAct } from './queries.ts';
import { useSpeech, useText } from './text.tsx';

type Batch = z.infer<typeof ImportBatch>;

/** The last step: what was done, and how to take it back. */
export function ImportDone(props: { readonly declaration: RecordDeclaration; readonly batch: Batch; readonly onAnother: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const { declaration, batch } = props;
  return (
    <div className="card import-done" role="status">
      <h2>{batch.counts && say(i.done(batch.counts.added, batch.counts.changed))}</h2>
      {batch.undoUntil && <p className="quiet">{say(i.doneHint(formatDate(dateOf(instantOf(batch.undoUntil)), language)))}</p>}
      <div className="form-actions">
        <PageLink to={`/${declaration.path}`} className="button-link button-primary">
          {say(i.toList)}
        </PageLink>
        <Button onClick={props.onAnother}>{say(i.another)}</Button>
        <UndoButton declaration={declaration} batch={batch} />
      </div>
    </div>
  );
}

/** Takes a batch back, while that is possible; says what people have changed since and is kept. */
export function UndoButton({ declaration, batch }: { readonly declaration: RecordDeclaration; readonly batch: Batch }) {
  const say = useText();
  const [asking, setAsking] = useState(false);
  const act = useAct(undoImport, [keyOf(declaration)]);
  const possible = batch.state === 'committed' && batch.undoUntil !== null && instantOf(batch.undoUntil) > Date.now();
  if (!possible && !act.data) return null;
  return (
    <>
      {!act.data && (
        <Button danger onClick={() => setAsking(true)}>
          {say(i.undo)}
        </Button>
      )}
      <Modal
        open={asking}
        title={say(i.undo)}
        onCancel={() => setAsking(false)}
        footer={
          act.data
            ? [
                <Button key="close" onClick={() => setAsking(false)}>
                  {say(m.close)}
                </Button>,
              ]
            : [
                <Button key="cancel" onClick={() => setAsking(false)}>
                  {say(m.cancel)}
                </Button>,
                <Button key="undo" danger type="primary" loading={act.isPending} onClick={() => act.mutate({ params: { id: batch.id } })}>
                  {say(i.undo)}
                </Button>,
              ]
        }
      >
        {act.data ? (
          <>
            <p role="status">{say(i.undone(act.data.undone))}</p>
            {act.data.kept.length > 0 && <p>{say(i.kept)}</p>}
            <ul>
              {act.data.kept.map((kept) => (
                <li key={kept.title}>
                  {kept.title}：{say(kept.message)}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p>{say(i.undoAsk)}</p>
        )}
        {act.error && <ProblemNotice error={act.error} />}
      </Modal>
    </>
  );
}
