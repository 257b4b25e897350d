import { BareLayout } from '#kernel/web/bare-layout.tsx';
import { formatDate } from '#kernel/web/format.ts';
import { usePathParameter } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { briefingProof } from '../../briefing-contract.ts';
import { briefingWords as b } from './briefing-messages.ts';
import { words as w } from '../messages.ts';
import '../figures.css';

/** Whoever holds the paper learns which of its numbers are genuine. */
export function BriefingProofPage() {
  const say = useText();
  const { language } = useSpeech();
  const token = usePathParameter('token');
  const read = useRead(['briefing-proof', token], briefingProof, { params: { token } });
  return (
    <BareLayout title={say(b.proofTitle)}>
      {read.error && <ProblemNotice error={read.error} />}
      {read.isPending && <Waiting />}
      {read.data && (
        <>
          <p className="proof-label">
            {read.data.zone} · {read.data.mark} {read.data.number !== null && say(b.issueNumber(read.data.number))}
          </p>
          <p>
            <strong>{read.data.title}</strong> {formatDate(read.data.day, language)}
          </p>
          {read.data.withdrawn && (
            <p className="proof-mark proof-bad" role="status">
              {say(b.withdrawn)}
            </p>
          )}
          <ul className="lines">
            {read.data.numbers.map((one) => (
              <li key={one.code}>
                <div className="line-head">
                  <span>{`〔${one.place}〕${say(one.label)} ${one.value}`}</span>
                  <a href={one.proofPath} className={one.genuine ? 'proof-good' : 'proof-bad'}>
                    {one.genuine ? `✓ ${say(w.genuine)}` : `✕ ${say(w.notGenuine)}`}
                  </a>
                </div>
                <span className="quiet small">
                  {say(w.asOf)} {formatDate(one.asOf, language)} · <span className="code">{one.code}</span>
                </span>
              </li>
            ))}
          </ul>
          <p className="quiet small">{say(b.proofHint)}</p>
        </>
      )}
    </BareLayout>
  );
}
