import { useState } from 'react';
import { BareLayout } from '#kernel/web/bare-layout.tsx';
import { useText } from '#kernel/web/text.tsx';
import { pointsPassportCrypto } from '../../passport-crypto.ts';
import { longestPassport, trustedKeysOf, verifyPointsPassport, type TrustedKey } from '../../rules/passport-verify.ts';
import { words as w } from './passport-messages.ts';
import { VerdictView } from './verdict-view.tsx';

/** Checks a passport on the reader's own machine. It asks no network: its keys came with it, or are pasted. */
export function CheckPage({ keys }: { readonly keys: string }) {
  const say = useText();
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState('');
  const came = trustedKeysOf(keys, pointsPassportCrypto) ?? [];
  const given = trustedKeysOf(pasted, pointsPassportCrypto) ?? [];
  const verdict = text === '' ? undefined : verifyPointsPassport(text, [...came, ...given], Date.now(), pointsPassportCrypto);
  return (
    <div className="points-passport-check">
      <BareLayout title={say(w.checkTitle)}>
        <div className="points-passport">
          <p className="quiet">{say(w.checkExplain)}</p>
          <FileInput text={text} onText={setText} />
          {verdict && <VerdictView verdict={verdict} isAsked={false} />}
          <details className="points-passport-keys">
            <summary>
              {say(w.keys)}（{came.length + given.length}）
            </summary>
            {came.length + given.length === 0 && <p>{say(w.keysNone)}</p>}
            <KeyList label={say(w.keysFrom)} keys={came} />
            <KeyList label={say(w.keysPasted)} keys={given} />
            <label>
              {say(w.keysPaste)}
              <textarea value={pasted} spellCheck={false} onChange={(event) => setPasted(event.target.value)} />
            </label>
            {pasted !== '' && given.length === 0 && <p role="alert">{say(w.keysBad)}</p>}
          </details>
        </div>
      </BareLayout>
    </div>
  );
}

function FileInput({ text, onText }: { readonly text: string; readonly onText: (text: string) => void }) {
  const say = useText();
  const [isOver, setIsOver] = useState(false);
  // to its last letter, and no further than what can be a passport; a byte order mark is one of its letters
  const read = async (file: File | undefined) =>
    file && onText(new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.slice(0, longestPassport + 1).arrayBuffer()));
  return (
    <div
      className={isOver ? 'points-passport-drop points-passport-drop-over' : 'points-passport-drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        void read(event.dataTransfer.files[0]);
      }}
    >
      <label>
        {say(w.drop)}
        <input type="file" accept=".json,application/json" onChange={(event) => void read(event.target.files?.[0])} />
      </label>
      <label>
        {say(w.paste)}
        {/* what a mail program puts around a pasted text is not part of it */}
        <textarea value={text} spellCheck={false} onChange={(event) => onText(event.target.value.trim())} />
      </label>
    </div>
  );
}

function KeyList({ label, keys }: { readonly label: string; readonly keys: readonly TrustedKey[] }) {
  return (
    <ul>
      {keys.map((key) => (
        <li key={key.kid}>
          {label} · {key.iss}
          <code>{key.kid}</code>
        </li>
      ))}
    </ul>
  );
}
