import Button from 'antd/es/button';
import Checkbox from 'antd/es/checkbox';
import Popconfirm from 'antd/es/popconfirm';
import Select from 'antd/es/select';
import { useState } from 'react';
import { caseEndpoints } from '#kernel/contract/case-endpoints.ts';
import { addDays, dateOf } from '#kernel/rules/instant.ts';
import { download } from '#kernel/web/api.ts';
import { DateInput } from '#kernel/web/date-input.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { keyOf, useAct, useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import { Waiting } from '#kernel/web/waiting.tsx';
import { consentPurposes, purposesFor } from '../../choices.ts';
import { consent } from '../../consent-case.ts';
import { consentReceivers } from '../../credit-contract.ts';
import {
  pointsPassportFile,
  pointsPassportStatement,
  revokePointsPassport,
  showPointsPassport,
  type PointsPassportOfFirm,
} from '../../passport-contract.ts';
import { passportScopes, pointsPassport } from '../../passport-records.ts';
import { writeCodes } from '../../rules/passport-codes.ts';
import { words as w } from './passport-messages.ts';
import { useLineWords } from './verdict-view.tsx';

/** Which lines, and then where to: into a file, or before a bank or a fund. */
export function ShowForm({ passport, firmId }: { readonly passport: PointsPassportOfFirm; readonly firmId: string }) {
  const say = useText();
  const toast = useToast();
  const lineWords = useLineWords();
  const params = { id: passport.id };
  const read = useRead(keyOf(pointsPassport, passport.id, 'statement'), pointsPassportStatement, { params });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  if (read.error) return <ProblemNotice error={read.error} onRetry={() => void read.refetch()} />;
  if (!read.data) return <Waiting />;
  const lines = read.data.verdict?.lines ?? [];
  // the signed sum is there to be checked: of a single line kept back it says the points
  const [keptBack, ...others] = lines.filter(({ code, points }) => points > 0 && !chosen.includes(code));
  const save = () =>
    void download(pointsPassportFile, { params, query: { indicators: writeCodes(chosen) } }).catch((error: unknown) =>
      toast(error instanceof Error ? error.message : String(error), 'bad'),
    );
  const toggle = (code: string, isOn: boolean) => setChosen(isOn ? [...chosen, code] : chosen.filter((one) => one !== code));
  return (
    <>
      <h3>{say(w.choose)}</h3>
      <div className="tool-bar">
        <Button size="small" onClick={() => setChosen(lines.filter(({ state }) => state === 'value').map(({ code }) => code))}>
          {say(w.entered)}
        </Button>
        <Button size="small" onClick={() => setChosen(lines.map(({ code }) => code))}>
          {say(w.all)}
        </Button>
        <Button size="small" onClick={() => setChosen([])}>
          {say(w.noneChosen)}
        </Button>
        <span className="quiet">{say(w.chosen(chosen.length, lines.length))}</span>
      </div>
      <div className="points-passport-choice">
        {lines.map((line) => (
          <Checkbox key={line.code} checked={chosen.includes(line.code)} onChange={(event) => toggle(line.code, event.target.checked)}>
            {line.name}{' '}
            <span className="quiet">
              {line.weight > 0 && `${line.points.toFixed(2)} / ${line.weight} · `}
              {lineWords(line)}
            </span>
          </Checkbox>
        ))}
      </div>
      {keptBack && others.length === 0 && <p role="note">{say(w.followsFromSum(keptBack.name))}</p>}
      <div className="tool-bar">
        <Button onClick={save}>{say(w.download)}</Button>
      </div>
      <ToReceiver id={passport.id} firmId={firmId} codes={chosen} />
    </>
  );
}

/** Before a bank or a fund: with the consent that is in force, or giving it in the same step (PIP-02, PIP-05). */
function ToReceiver({ id, firmId, codes }: { readonly id: string; readonly firmId: string; readonly codes: readonly string[] }) {
  const say = useText();
  const toast = useToast();
  const today = dateOf(Date.now());
  const [receiverId, setReceiver] = useState<string>();
  const [chosen, setPurpose] = useState<keyof typeof consentPurposes>('credit');
  const [untilOn, setUntil] = useState<string | null>(addDays(today, 180));
  const receivers = useRead(keyOf(consent, 'receivers'), consentReceivers);
  const kind = receivers.data?.receivers.find((one) => one.id === receiverId)?.kind ?? 'bank';
  const purpose = purposesFor[kind].find((one) => one === chosen) ?? purposesFor[kind][0];
  const query = { status: 'inForce', firmId, limit: 200 };
  const consents = useRead(keyOf(consent, 'inForce', firmId), caseEndpoints(consent).list, { query });
  const show = useAct(showPointsPassport, [keyOf(pointsPassport), keyOf(consent)]);
  const scopes = (consents.data?.rows ?? []).flatMap((row) =>
    row['receiverId'] === receiverId && String(row['untilOn']) >= today && Array.isArray(row['scopes']) ? row['scopes'] : [],
  );
  const isLet = passportScopes.some((scope) => scopes.includes(scope));
  const send = () => {
    if (!receiverId || (!isLet && untilOn === null)) return;
    const given = isLet || untilOn === null ? {} : { consent: { purpose, untilOn } };
    show.mutate({ params: { id }, body: { receiverId, indicators: [...codes], ...given } }, { onSuccess: () => toast(say(w.shown)) });
  };
  return (
    <div className="points-passport-show">
      <div className="tool-bar">
        <label>
          {say(w.receiver)}
          <Select
            style={{ width: 220 }}
            value={receiverId ?? null}
            options={receivers.data?.receivers.map((one) => ({ value: one.id, label: one.name })) ?? []}
            onChange={(value) => setReceiver(value ?? undefined)}
          />
        </label>
        {receiverId && consents.data && !isLet && (
          <>
            <label>
              {say(w.purpose)}
              <Select
                style={{ width: 180 }}
                value={purpose}
                options={purposesFor[kind].map((value) => ({ value, label: say(consentPurposes[value]) }))}
                onChange={(value: keyof typeof consentPurposes) => setPurpose(value)}
              />
            </label>
            <label>
              {say(w.until)}
              <DateInput value={untilOn} onChange={setUntil} />
            </label>
          </>
        )}
        <Button type="primary" disabled={!receiverId || !consents.data} loading={show.isPending} onClick={send}>
          {say(receiverId && consents.data && !isLet ? w.consentAndShow : w.show)}
        </Button>
      </div>
      {receiverId && consents.data && !isLet && <p className="quiet">{say(w.consentNote)}</p>}
      {scopes.includes('points') && <p role="note">{say(w.seesAll)}</p>}
      {show.error && <ProblemNotice error={show.error} everyField />}
    </div>
  );
}

export function RevokeButton({ id }: { readonly id: string }) {
  const say = useText();
  const revoke = useAct(revokePointsPassport, [keyOf(pointsPassport)]);
  return (
    <>
      <Popconfirm title={say(w.revokeSure)} okText={say(w.revoke)} onConfirm={() => revoke.mutate({ params: { id } })}>
        <Button size="small" danger loading={revoke.isPending}>
          {say(w.revoke)}
        </Button>
      </Popconfirm>
      {revoke.error && <ProblemNotice error={revoke.error} />}
    </>
  );
}
