import Button from 'antd/es/button';
import { useState } from 'react';
import { call } from '#kernel/web/api.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useText } from '#kernel/web/text.tsx';
import { hotlineFile } from '../contract.ts';
import { messages as m } from '#kernel/web/messages.ts';
import { words as w } from './messages.ts';
import './service.css';

/** A hotline's file becomes requests: read first, then loaded; what cannot be read says why. */
export function HotlinePage() {
  const say = useText();
  const [file, setFile] = useState<File>();
  const [answer, setAnswer] = useState<AnswerOf<typeof hotlineFile>>();
  const [loaded, setLoaded] = useState(false);
  const [error, setError] = useState<Error>();
  const [busy, setBusy] = useState(false);
  const send = async (dryRun: boolean) => {
    if (!file) return;
    setBusy(true);
    setError(undefined);
    const body = new FormData();
    body.append('file', file);
    try {
      setAnswer(await call(hotlineFile, { query: { dryRun: String(dryRun) }, body: body as never }));
      setLoaded(!dryRun);
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <PageHead title={say(w.hotline)} />
      <section className="card">
        <p>{say(w.hotlineHint)}</p>
        <p className="quiet">{say(m.notClassified)}</p>
        <div className="tool-bar">
          <label>
            {say(w.chooseFile)}
            <input
              type="file"
              accept=".xlsx,.csv"
              onChange={(event) => {
                setFile(event.target.files?.[0]);
                setAnswer(undefined);
                setLoaded(false);
              }}
            />
          </label>
          <Button disabled={!file} loading={busy} onClick={() => void send(true)}>
            {say(w.dryRun)}
          </Button>
          <Button type="primary" disabled={!answer || loaded || answer.opened === 0} loading={busy} onClick={() => void send(false)}>
            {say(w.load)}
          </Button>
        </div>
        {error && <ProblemNotice error={error} />}
        {answer && (
          <div role="status">
            <strong>{say(loaded ? w.didOpen(answer.opened) : w.wouldOpen(answer.opened, answer.refused.length))}</strong>
            <ul className="lines">
              {answer.refused.map((one) => (
                <li key={one.row}>
                  {say(w.row(one.row))}：{say(one.reason)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
    </>
  );
}
