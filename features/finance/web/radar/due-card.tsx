import Button from 'antd/es/button';
import { useState } from 'react';
import { formatDate, formatMoney } from '#kernel/web/format.ts';
import { useActor } from '#kernel/web/house.tsx';
import { PageLink, useGo } from '#kernel/web/link.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { inboxKey, useAct } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { obligationKinds } from '../../choices.ts';
import { openExtensionRequest, type RadarEntry } from '../../radar-contract.ts';
import { AskBanks } from './ask-banks.tsx';
import { radarKey } from './radar-key.ts';
import { words as w } from './radar-messages.ts';

/** One due thing: how long there is, what is short and until when, and what can be done about it. */
export function DueCard({ entry, day }: { readonly entry: RadarEntry; readonly day: string }) {
  const say = useText();
  const { language } = useSpeech();
  const [asking, setAsking] = useState(false);
  const { firms } = useActor().scope;
  const isOwn = firms.includes(entry.firmId);
  const path = entry.source === 'creditLine' ? 'credit-lines' : 'obligations';
  return (
    <article className={`card maturity maturity-${entry.band}`}>
      <div className="line-head">
        <h3>
          <PageLink to={`/${path}/${entry.id}`}>{entry.title}</PageLink>
        </h3>
        <span className="quiet">{say(obligationKinds[entry.kind])}</span>
      </div>
      {(!isOwn || firms.length > 1) && <p>{entry.firm}</p>}
      <p>
        <strong>{formatDate(entry.dueOn, language)}</strong> · {say(w.left(entry.daysLeft))}
        {entry.amount !== null && ` · ${formatMoney(entry.amount, language)}`}
      </p>
      <Gap gap={entry.gap} />
      <Help entry={entry} />
      {isOwn && (
        <div className="line-acts">
          {entry.kind === 'loan' && !entry.help.isAccepted && (
            <Button type={entry.help.asked === 0 ? 'primary' : 'default'} aria-expanded={asking} onClick={() => setAsking(!asking)}>
              {say(w.ask)}
            </Button>
          )}
          {!entry.help.requestId && <Request entry={entry} />}
          {entry.kind === 'loan' && <a href={`/api/radar/${entry.id}/extension-file`}>{say(w.file)} ›</a>}
        </div>
      )}
      {asking && <AskBanks entry={entry} day={day} onDone={() => setAsking(false)} />}
    </article>
  );
}

function Gap({ gap }: Pick<RadarEntry, 'gap'>) {
  const say = useText();
  const { language } = useSpeech();
  if (!gap) return null;
  if (gap.short === '0') return <p className="quiet">{say(w.enough)}</p>;
  return (
    <p className="gap-line">
      <span>
        {say(w.owed)} {formatMoney(gap.owed, language)}
      </span>
      <span>
        {say(w.incoming)} {formatMoney(gap.incoming, language)}
      </span>
      <strong>
        {say(w.short)} {formatMoney(gap.short, language)}
      </strong>
      <span>{say(gap.coveredOn === null ? w.never : w.covered(formatDate(gap.coveredOn, language)))}</span>
    </p>
  );
}

function Help({ entry }: { readonly entry: RadarEntry }) {
  const say = useText();
  const { asked, offered, isAccepted, requestId } = entry.help;
  if (asked === 0 && !requestId) return null;
  return (
    <p className="line-acts quiet">
      {asked > 0 && (
        <PageLink to="/bank-inquiries" query={{ subjectId: entry.id }}>
          {say(isAccepted ? w.accepted : offered > 0 ? w.offered(offered) : w.asked(asked))} · {say(w.inquiries)} ›
        </PageLink>
      )}
      {requestId && <PageLink to={`/service-requests/${requestId}`}>{say(w.requested)} ›</PageLink>}
    </p>
  );
}

function Request({ entry }: { readonly entry: RadarEntry }) {
  const say = useText();
  const go = useGo();
  const act = useAct(openExtensionRequest, [radarKey, inboxKey]);
  const open = async () => {
    const { requestId } = await act.mutateAsync({ params: { id: entry.id } });
    go(`/service-requests/${requestId}`);
  };
  return (
    <>
      <Button loading={act.isPending} onClick={() => void open().catch(() => undefined)}>
        {say(w.request)}
      </Button>
      {act.error && <ProblemNotice error={act.error} everyField />}
    </>
  );
}
