import Button from 'antd/es/button';
import { useState } from 'react';
import type { CasePanelProps } from '#kernel/web/feature.ts';
import { PageLink } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, keyOf, useAct } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { serviceRequest } from '../cases.ts';
import { raiseFromVisit } from '../contract.ts';
import { visit } from '../visit-case.ts';
import { words as w } from './messages.ts';
import './service.css';

/** The notes sentence by sentence: one is chosen, one click makes a request of it; the two stay linked. */
export function VisitSentences({ view }: CasePanelProps) {
  const say = useText();
  const toast = useToast();
  const [chosen, setChosen] = useState<string>();
  const raise = useAct(raiseFromVisit, [keyOf(visit), keyOf(serviceRequest), inboxKey]);
  const sentences = String(view.row['notes'] ?? '')
    .split(/(?<=[。！？!?\n])/)
    .map((one) => one.trim())
    .filter((one) => one.length > 3);
  if (sentences.length === 0) return <p className="quiet">{say(w.nothing)}</p>;
  return (
    <>
      <ul className="sentences">
        {sentences.map((sentence) => (
          <li key={sentence}>
            <button type="button" aria-pressed={chosen === sentence} onClick={() => setChosen(chosen === sentence ? undefined : sentence)}>
              {sentence}
            </button>
          </li>
        ))}
      </ul>
      <Button
        type="primary"
        disabled={!chosen}
        loading={raise.isPending}
        onClick={() =>
          chosen &&
          raise.mutate(
            { params: { id: view.row.id }, body: { text: chosen } },
            {
              onSuccess: () => {
                toast(say(w.raised));
                setChosen(undefined);
              },
            },
          )
        }
      >
        {say(w.raiseThis)}
      </Button>
      {raise.data && (
        <p>
          <PageLink to={`/service-requests/${raise.data.requestId}`}>{say(w.raised)} ›</PageLink>
        </p>
      )}
      {raise.error && <ProblemNotice error={raise.error} />}
    </>
  );
}
