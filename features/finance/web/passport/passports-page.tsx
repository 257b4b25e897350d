import Button from 'antd/es/button';
import { useState } from 'react';
import { formatDate, formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { pointsPassportsOfFirm, issueToOwnFirm, type PointsPassportOfFirm } from '../../passport-contract.ts';
import { pointsPassport } from '../../passport-records.ts';
import { FirmChoice, useOwnFirm } from '../own-firm.tsx';
import { words as w } from './passport-messages.ts';
import { RevokeButton, ShowForm } from './show-form.tsx';
import './passport.css';

/** A firm's own passports: issue one, choose its lines, hand it out, show it, see who looked, revoke it. */
export function PointsPassportsPage() {
  const firmId = useOwnFirm();
  return firmId ? <Passports key={firmId} firmId={firmId} /> : null;
}

function Passports({ firmId }: { readonly firmId: string }) {
  const say = useText();
  const toast = useToast();
  const params = { id: firmId };
  const read = useRead(keyOf(pointsPassport, 'firm', firmId), pointsPassportsOfFirm, { params });
  const issue = useAct(issueToOwnFirm, [keyOf(pointsPassport)]);
  const [opened, setOpened] = useState<string>();
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { passports } = read.data;
  const shown = opened ?? passports.find(({ status }) => status === 'valid')?.id;
  const issueNow = () =>
    issue.mutate(
      { params },
      {
        onSuccess: ({ id }) => {
          setOpened(id);
          toast(say(w.issued));
        },
      },
    );
  return (
    <>
      <PageHead title={say(w.passports)}>
        <FirmChoice />
        <a className="button-link" href="/passport-check" target="_blank" rel="noreferrer">
          {say(w.checkPage)}
        </a>
        <Button type="primary" loading={issue.isPending} onClick={issueNow}>
          {say(w.issue)}
        </Button>
      </PageHead>
      <p className="quiet">{say(w.explain)}</p>
      {issue.error && <ProblemNotice error={issue.error} everyField />}
      {passports.length === 0 && <p className="card">{say(w.none)}</p>}
      <div className="points-passport-list">
        {passports.map((one) => (
          <section key={one.id} className="card">
            <PassportHead passport={one} isOpen={one.id === shown} onOpen={() => setOpened(one.id === shown ? '' : one.id)} />
            {one.id === shown && one.status === 'valid' && <ShowForm passport={one} firmId={firmId} />}
            {one.id === shown && <Showings showings={one.showings} />}
          </section>
        ))}
      </div>
    </>
  );
}

function PassportHead(props: { readonly passport: PointsPassportOfFirm; readonly isOpen: boolean; readonly onOpen: () => void }) {
  const say = useText();
  const { language } = useSpeech();
  const { passport } = props;
  const tone = { valid: 'good', revoked: 'bad', corrected: 'bad', expired: 'waiting' }[passport.status];
  return (
    <div className="points-passport-head">
      <h2>
        <button type="button" className="link-button" aria-expanded={props.isOpen} onClick={props.onOpen}>
          {passport.year} · {say(w.score)} {passport.score.toFixed(2)}
        </button>
      </h2>
      <span className={`status status-${tone}`}>{say(w.statuses[passport.status])}</span>
      <span className="quiet">
        {say(w.issuedAt)} {formatMoment(instantOf(passport.issuedAt), language)} · {say(w.validUntil)}{' '}
        {formatDate(passport.validUntil, language)}
      </span>
      {passport.status === 'valid' && <RevokeButton id={passport.id} />}
    </div>
  );
}

function Showings({ showings }: { readonly showings: PointsPassportOfFirm['showings'] }) {
  const say = useText();
  const { language } = useSpeech();
  const moment = (at: string) => formatMoment(instantOf(at), language);
  if (showings.length === 0) return null;
  return (
    <>
      <h3>{say(w.shownTo)}</h3>
      <ul className="lines">
        {showings.map((one) => (
          <li key={one.id}>
            <div className="line-head">
              <strong>{one.receiver}</strong>
              <span className={one.isOpen ? 'status status-good' : 'status status-waiting'}>{say(one.isOpen ? w.open : w.closed)}</span>
            </div>
            <span>
              {moment(one.shownAt)} · {one.indicators.join('、') || say(w.scoreOnly)}
            </span>
            <span className="quiet">
              {say(w.looks(one.looks.length))}
              {one.looks.slice(0, 5).map((look) => (
                <span key={`${look.at}${look.who}`}>
                  {' '}
                  · {look.who} {moment(look.at)}
                </span>
              ))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
