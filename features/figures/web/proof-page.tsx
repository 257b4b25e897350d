import { BareLayout } from '#kernel/web/bare-layout.tsx';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { usePathParameter } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { passportProof } from '../contract.ts';
import { partsOf } from './figure-text.ts';
import { words as w } from './messages.ts';
import './figures.css';

/** What anybody who scans the paper's code learns: genuine or not, and the number; never the records. */
export function ProofPage() {
  const say = useText();
  const { language } = useSpeech();
  const token = usePathParameter('token');
  const read = useRead(['proof', token], passportProof, { params: { token } });
  if (read.error) {
    return (
      <BareLayout title={say(w.proofTitle)}>
        <ProblemNotice error={read.error} />
      </BareLayout>
    );
  }
  if (!read.data) {
    return (
      <BareLayout title={say(w.proofTitle)}>
        <Waiting />
      </BareLayout>
    );
  }
  const proof = read.data;
  const { number, unit } = partsOf(proof.value, proof.unit, language);
  return (
    <BareLayout title={say(w.proofTitle)}>
      <p className={proof.genuine ? 'proof-mark proof-good' : 'proof-mark proof-bad'} role="status">
        {proof.genuine ? `✓ ${say(w.genuine)}` : `✕ ${say(w.notGenuine)}`}
      </p>
      <p className="proof-label">
        {proof.zone} · {say(proof.label)}
      </p>
      <p className="proof-value">
        {number}
        <span className="figure-unit">{unit}</span>
      </p>
      <dl className="facts">
        <dt>{say(w.asOf)}</dt>
        <dd>
          {proof.from ? `${formatDate(proof.from, language)} – ` : ''}
          {formatDate(proof.to ?? proof.asOf, language)}
        </dd>
        <dt>{say(w.cut)}</dt>
        <dd>
          {proof.filter.length === 0
            ? say(w.wholeCut)
            : proof.filter.map((part) => `${say(part.dimension)}：${say(part.label)}`).join('；')}
        </dd>
        <dt>{say(w.definition)}</dt>
        <dd>{say(proof.definition)}</dd>
        <dt>{say(w.frozenAt)}</dt>
        <dd>{formatMoment(instantOf(proof.frozenAt), language)}</dd>
        <dt>{say(w.code)}</dt>
        <dd className="code">{proof.code}</dd>
        <dt>{say(w.hash)}</dt>
        <dd className="code wrap-anywhere">{proof.hash}</dd>
      </dl>
      <p className="quiet small">{say(w.proofHint)}</p>
      <p>
        <a href={`/passports/${proof.passportId}`} className="button-link">
          {say(w.signInForRecords)} ›
        </a>
      </p>
    </BareLayout>
  );
}
