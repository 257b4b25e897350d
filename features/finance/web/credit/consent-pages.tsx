import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { choice } from '#kernel/contract/field.ts';
import { addMonths, dateOf } from '#kernel/rules/instant.ts';
import { FieldsForm } from '#kernel/web/fields-form.tsx';
import { formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageLink, useGo, usePage } from '#kernel/web/link.tsx';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { consentPurposes, consentScopes } from '../../choices.ts';
import { consent } from '../../consent-case.ts';
import { consentLooks, consentReceivers } from '../../credit-contract.ts';
import { FirmChoice, useOwnFirm } from '../own-firm.tsx';
import { words as w } from './credit-messages.ts';
import './credit.css';

/** To whom, what for, what it opens, until when; for a year unless the firm says otherwise. */
export function ConsentNewPage() {
  const say = useText();
  const go = useGo();
  const firmId = useOwnFirm();
  const { firmId: _named, ...query } = usePage().query;
  const receivers = useRead(keyOf(consent, 'receivers'), consentReceivers);
  const act = useAct(caseEndpoints(consent).open, [keyOf(consent)]);
  if (receivers.error) return <ProblemNotice error={receivers.error} onRetry={() => void receivers.refetch()} />;
  if (!receivers.data) return <Waiting />;
  const options = Object.fromEntries(receivers.data.receivers.map(({ id, name }) => [id, { zh: name, en: name }]));
  const { firmId: _own, receiverId: _picked, ...rest } = consent.open.input;
  const fields = { receiverId: choice({ label: w.receiver, options, required: true }), ...rest };
  return (
    <div className="form-page">
      <PageHead title={say(consent.open.label)}>
        <FirmChoice />
      </PageHead>
      <div className="card">
        {receivers.data.receivers.length === 0 && <p className="quiet">{say(w.noReceivers)}</p>}
        <FieldsForm
          fields={fields}
          initial={{ purpose: 'credit', scopes: ['points'], untilOn: addMonths(dateOf(Date.now()), 12), ...query }}
          mode="create"
          narrow
          submit={say(w.giveConsent)}
          onSubmit={async (body) => {
            const view = await act.mutateAsync({ body: { ...body, firmId } });
            go(`/consents/${view.row.id}`, {}, { replace: true });
          }}
          onCancel={() => go('/finance', { ...(firmId && { firmId }) })}
        />
      </div>
    </div>
  );
}

const inSight = 50;

/** Every look that a consent allowed, the latest first: who, of which house, at what. */
export function LooksPage() {
  const say = useText();
  const { language } = useSpeech();
  const firmId = useOwnFirm() ?? '';
  const [before, setBefore] = useState<string>();
  const query = { limit: inSight, ...(before && { before }) };
  const read = useRead(keyOf(consent, 'looks', firmId, before), consentLooks, { params: { id: firmId }, query }, { keepPrevious: true });
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const { looks, total } = read.data;
  const last = looks.at(-1);
  return (
    <>
      <PageHead title={say(w.looks)} aside={<span>{say(w.looksTotal(total))}</span>}>
        <FirmChoice />
      </PageHead>
      <ul className="lines card looks">
        {looks.map((look) => (
          <li key={look.id}>
            <div className="line-head">
              <strong>
                {look.receiver} · {look.who}
              </strong>
              <span className="quiet">{formatMoment(instantOf(look.at), language)}</span>
            </div>
            <span className="quiet">
              {say(w.how[look.how])}：{say(consentScopes[look.scope as keyof typeof consentScopes] ?? { zh: look.scope, en: look.scope })} ·{' '}
              <PageLink to={`/consents/${look.consentId}`}>
                {say(w.under)}{' '}
                {say(consentPurposes[look.purpose as keyof typeof consentPurposes] ?? { zh: look.purpose, en: look.purpose })}
              </PageLink>
            </span>
          </li>
        ))}
        {looks.length === 0 && <li className="quiet">{say(w.looksEmpty)}</li>}
      </ul>
      {looks.length === inSight && last && (
        <button type="button" className="link-button" onClick={() => setBefore(last.id)}>
          {say(w.looksMore)} ›
        </button>
      )}
      <p className="after-list">
        <PageLink to="/finance" query={{ firmId }}>
          {say(w.finance)} ›
        </PageLink>
      </p>
    </>
  );
}
