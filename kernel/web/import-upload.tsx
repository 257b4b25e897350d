import { useRef, useState, type DragEvent } from 'react';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { listImports, uploadSheet } from '#kernel/contract/import-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { download } from './api.ts';
import { formatMomentShort, instantOf } from './format.ts';
import { Icon } from './icons.tsx';
import { UndoButton } from './import-done.tsx';
import { importMessages as i } from './messages-import.ts';
import { messages as m } from './messages.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useAct, useRead } from './queries.ts';
import { useSpeech, useText } from './text.tsx';
import { useToast } from './toast.tsx';

/** The first step: the file, and what was imported before. */
export function ImportUpload(props: {
  readonly declaration: RecordDeclaration;
  readonly onUploaded: (uploaded: AnswerOf<typeof uploadSheet>) => void;
}) {
  const say = useText();
  const toast = useToast();
  const { declaration } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const act = useAct(uploadSheet, []);
  const take = async (file: File | undefined) => {
    if (file) props.onUploaded(await act.mutateAsync({ params: { record: declaration.name }, file }));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take(event.dataTransfer.files[0]).catch(() => undefined);
  };
  const template = () =>
    void download(recordEndpoints(declaration).template).catch((error: unknown) =>
      toast(error instanceof Error ? error.message : say(m.wentWrong), 'bad'),
    );
  return (
    <>
      <button
        type="button"
        className={over ? 'drop over' : 'drop'}
        disabled={act.isPending}
        onClick={() => chooser.current?.click()}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="import" size={28} />
        <strong>{say(act.isPending ? i.reading : i.drop)}</strong>
        <span className="quiet">{say(i.dropHint)}</span>
      </button>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        onChange={(event) => {
          void take(event.target.files?.[0]).catch(() => undefined);
          event.target.value = '';
        }}
      />
      {act.error && <ProblemNotice error={act.error} />}
      {!('states' in declaration) && (
        <button type="button" className="link-button" onClick={template}>
          {say(i.template)}
        </button>
      )}
      <PastImports declaration={declaration} />
    </>
  );
}

function PastImports({ declaration }: { readonly declaration: RecordDeclaration }) {
  const say = useText();
  const { language } = useSpeech();
  const past = useRead(keyOf(declaration, 'imports'), listImports, { query: { record: declaration.name } });
  const batches = (past.data?.batches ?? []).filter((batch) => batch.state === 'committed' || batch.state === 'undone');
  if (batches.length === 0) return null;
  const now = Date.now();
  return (
    <section className="card past-imports" aria-label={say(i.past)}>
      <h2>{say(i.past)}</h2>
      <ul>
        {batches.map((batch) => (
          <li key={batch.id}>
            <strong>{batch.fileName}</strong>
            <span className="quiet">
              {batch.by} · {formatMomentShort(instantOf(batch.at), now, language)}
            </span>
            <span>{batch.counts && say(i.done(batch.counts.added, batch.counts.changed))}</span>
            <span className="quiet">{say(i.states[batch.state])}</span>
            <UndoButton declaration={declaration} batch={batch} />
          </li>
        ))}
      </ul>
    </section>
  );
}
