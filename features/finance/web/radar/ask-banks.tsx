import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { addMonths } from '#kernel/rules/instant.ts';
import { formatDate } from '#kernel/web/format.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { consent } from '../../consent-case.ts';
import { consentReceivers } from '../../credit-contract.ts';
import { bankInquiry } from '../../inquiry-case.ts';
import { askBanks, type RadarEntry } from '../../radar-contract.ts';
import { words as w } from './radar-messages.ts';
import '../credit/credit.css';

/** Which banks, the loan's own first, and a word to them; the consent is the firm's own tick, never ours. */
export function AskBanks({ entry, day, onDone }: { readonly entry: RadarEntry; readonly day: string; readonly onDone: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const receivers = useRead(keyOf(consent, 'receivers'), consentReceivers);
  const act = useAct(askBanks, [keyOf(bankInquiry), keyOf(consent), inboxKey]);
  const banks = (receivers.data?.receivers ?? [])
    .filter(({ kind }) => kind === 'bank')
    .toSorted((a, b) => Number(b.id === entry.bankId) - Number(a.id === entry.bankId));
  const [picked, setPicked] = useState<readonly string[]>();
  const [note, setNote] = useState('');
  const until = addMonths(day, 6);
  const [consents, setConsents] = useState(false);
  const chosen = picked ?? banks.slice(0, 2).map(({ id }) => id);
  if (!receivers.data) return <Waiting />;
  const send = async () => {
    const body = { bankIds: [...chosen], ...(note.trim() !== '' && { note }), ...(consents && { consentUntil: until }) };
    await act.mutateAsync({ params: { id: entry.id }, body });
    onDone();
  };
  return (
    <div className="move-form">
      <fieldset className="bank-boxes">
        <legend>{say(w.banks)}</legend>
        {banks.map(({ id, name }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              onChange={(event) => setPicked(event.target.checked ? [...chosen, id] : chosen.filter((one) => one !== id))}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <label>
        {say(w.note)}
        <Input.TextArea rows={2} maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      <label className="consent-tick">
        <input type="checkbox" checked={consents} onChange={(event) => setConsents(event.target.checked)} />
        <span>{say(w.consents(formatDate(until, language)))}</span>
      </label>
      {act.error && <ProblemNotice error={act.error} everyField />}
      <Button
        className="own-width"
        type="primary"
        disabled={chosen.length === 0}
        loading={act.isPending}
        onClick={() => void send().catch(() => undefined)}
      >
        {say(w.send)}
      </Button>
    </div>
  );
}
