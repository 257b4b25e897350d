import { useState } from 'react';
import { call, addressOf } from '#kernel/web/api.ts';
import type { CasePanelProps } from '#kernel/web/feature.ts';
import { messages as m } from '#kernel/web/messages.ts';
import { useActor } from '#kernel/web/house.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useQueryClient } from '@tanstack/react-query';
import { serviceRequest } from '../cases.ts';
import { attachFile, listAttachments, readAttachment, requestHands } from '../contract.ts';
import { words as w } from './messages.ts';
import './service.css';

/** Files of a request: whoever takes part may add one; nobody is asked for a photo. */
export function Attachments({ view }: CasePanelProps) {
  const say = useText();
  const mayAdd = useActor().roles.some((role) => requestHands.some((hand) => hand === role));
  const client = useQueryClient();
  const { id } = view.row;
  const files = useRead(keyOf(serviceRequest, id, 'files'), listAttachments, { params: { id } });
  const [error, setError] = useState<Error>();
  const add = async (file: File | undefined) => {
    if (!file) return;
    const body = new FormData();
    body.append('file', file);
    try {
      setError(undefined);
      await call(attachFile, { params: { id }, body: body as never });
      await client.invalidateQueries({ queryKey: keyOf(serviceRequest) });
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)));
    }
  };
  return (
    <>
      <ul className="lines">
        {files.data?.files.map((file) => (
          <li key={file.id}>
            <a href={addressOf(readAttachment, { params: { id, attachmentId: file.id } })}>{file.fileName}</a>
          </li>
        ))}
      </ul>
      {mayAdd && (
        <label className="quiet">
          {say(w.chooseFile)}（{say(m.notClassified)}）<input type="file" onChange={(event) => void add(event.target.files?.[0])} />
        </label>
      )}
      {error && <ProblemNotice error={error} />}
    </>
  );
}
