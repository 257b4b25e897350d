import { dateOf } from '#kernel/rules/instant.ts';
import { formatDate } from '#kernel/web/format.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import {
  pointsPassportAlgorithmNames,
  pointsPassportFaults,
  pointsPassportVerdictWords,
  signatureWords,
} from '../../rules/passport-faults.ts';
import type { PointsPassportClaims, PointsPassportLine } from '../../rules/passport-format.ts';
import type { PointsPassportVerdict } from '../../rules/passport-verify.ts';
import { measured } from '../points/points-messages.ts';
import { PointsBar } from '../points/points-bar.tsx';
import { words as w } from './passport-messages.ts';
import './passport.css';

/** What a passport is worth and what it says, in this order; the same on every screen that shows one. `isAsked`: the issuer has said that it is not revoked. */
export function VerdictView({ verdict, isAsked }: { readonly verdict: PointsPassportVerdict; readonly isAsked: boolean }) {
  const say = useText();
  const { isGenuine, faults, claims, lines, signatures } = verdict;
  return (
    <div className="points-passport">
      <div className={isGenuine ? 'points-passport-good' : 'points-passport-bad'} role="status">
        <strong>{isGenuine ? `✓ ${say(pointsPassportVerdictWords.genuine)}` : `✕ ${say(pointsPassportVerdictWords.notGenuine)}`}</strong>
        {faults.map((fault) => (
          <p key={fault}>{say(pointsPassportFaults[fault])}</p>
        ))}
      </div>
      {claims && <Claims claims={claims} />}
      {claims && (
        <section>
          <h2>{say(w.lines(lines.length, claims.lineCount))}</h2>
          {lines.length === 0 && <p className="quiet">{say(w.noLines)}</p>}
          {lines.map((line) => (
            <LineView key={line.code} line={line} />
          ))}
        </section>
      )}
      {signatures.length > 0 && (
        <section>
          <h2>{say(w.signatures)}</h2>
          <ul className="points-passport-signatures">
            {signatures.map((one) => (
              <li key={one.alg}>
                <strong>{pointsPassportAlgorithmNames[one.alg]}</strong>{' '}
                <span className={one.isTrusted ? 'points-passport-fits' : 'points-passport-doubt'}>{say(signatureWords(one))}</span>
                <code>{one.kid}</code>
              </li>
            ))}
          </ul>
          {isGenuine && claims && !isAsked && (
            <p className="quiet">
              {say(pointsPassportVerdictWords.askStatus)}
              {/^https?:\/\//.test(claims.status) && (
                <>
                  {' '}
                  <a href={claims.status} target="_blank" rel="noreferrer">
                    {claims.status}
                  </a>
                </>
              )}
            </p>
          )}
        </section>
      )}
    </div>
  );
}

function Claims({ claims }: { readonly claims: PointsPassportClaims }) {
  const say = useText();
  const { language } = useSpeech();
  const facts = [
    [w.firm, claims.firm.name],
    ...(claims.firm.uscc ? [[w.uscc, claims.firm.uscc] as const] : []),
    [w.issuer, claims.issuer],
    [w.year, String(claims.year)],
    [w.asOf, formatDate(claims.asOf, language)],
    [w.validUntil, formatDate(dateOf(claims.exp * 1000 - 1), language)],
    [w.standing, say(w.standings[claims.standing])],
    [w.scheme, claims.scheme.edition],
  ] as const;
  return (
    <div className="points-passport-claims">
      <p className="points-score">
        {say(w.score)} <strong>{claims.score.toFixed(2)}</strong>
        {claims.isVetoed && <em>{say(w.vetoed)}</em>}
      </p>
      <dl className="points-passport-facts">
        {facts.map(([label, value]) => (
          <div key={label.zh}>
            <dt>{say(label)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function LineView({ line }: { readonly line: PointsPassportLine }) {
  const lineWords = useLineWords();
  return <PointsBar line={line}>{lineWords(line)}</PointsBar>;
}

/** What stands behind a line's points: value, source, day, evidence. */
export function useLineWords(): (line: PointsPassportLine) => string {
  const say = useText();
  const { language } = useSpeech();
  return (line) => {
    if (line.state === 'notApplicable') return say(w.notApplicable);
    if (line.state === 'none') return say(w.nothing);
    if (line.state === 'missing') return say(w.missing);
    const evidence = line.evidence === null ? [] : [`${say(w.evidence)}：${line.evidence}`];
    const value = line.value === null ? '' : say(measured(line.value, line.unit));
    return [value, line.source, line.enteredOn && formatDate(line.enteredOn, language), ...evidence].filter(Boolean).join(' · ');
  };
}
