import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState } from 'react';
import { call } from '#kernel/web/api.ts';
import { formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import {
  changePassword,
  confirmSecondFactor,
  endOtherSessions,
  endSession,
  listSessions,
  me,
  removeSecondFactor,
  startSecondFactor,
} from '../contract.ts';
import { words as w } from './messages.ts';
import { PasswordForm } from './password-form.tsx';
import './identity.css';

/** One's own account: password, second factor, and where one is signed in. */
export function AccountPage() {
  const say = useText();
  const toast = useToast();
  const mine = useRead(['me'], me);
  const duty = mine.data?.duty;
  return (
    <>
      <PageHead title={say(w.account)} aside={mine.data?.loginName} />
      {duty === 'changePassword' && (
        <p role="alert" className="duty">
          {say(w.mustPassword)}
        </p>
      )}
      {duty === 'setSecondFactor' && (
        <p role="alert" className="duty">
          {say(w.mustFactor)}
        </p>
      )}
      <div className="account-grid">
        <section className="panel">
          <h2>{say(w.changePassword)}</h2>
          <PasswordForm
            current
            onSubmit={async (values) => {
              await call(changePassword, { body: values as { current: string; password: string } });
              toast(say(w.changed));
              if (duty === 'changePassword') location.assign('/');
            }}
          />
        </section>
        <SecondFactor on={mine.data?.secondFactor ?? false} onChange={() => void mine.refetch()} />
        {duty === 'none' && <Sessions />}
      </div>
    </>
  );
}

function SecondFactor({ on, onChange }: { readonly on: boolean; readonly onChange: () => void }) {
  const say = useText();
  const start = useAct(startSecondFactor, []);
  const confirm = useAct(confirmSecondFactor, []);
  const remove = useAct(removeSecondFactor, []);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const error = start.error ?? confirm.error ?? remove.error;
  const passwordInput = (
    <label>
      {say(w.currentPassword)}
      <Input.Password autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} />
    </label>
  );
  const codeInput = (
    <label>
      {say(w.code)}
      <Input inputMode="numeric" maxLength={6} value={code} onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ''))} />
    </label>
  );
  const settle = () => {
    setCode('');
    setPassword('');
    start.reset();
    onChange();
  };
  return (
    <section className="panel stack">
      <h2>{say(w.factor)}</h2>
      <p>{say(on ? w.factorOn : w.factorOff)}</p>
      {!on && !start.data && (
        <>
          {passwordInput}
          <Button onClick={() => start.mutate({ body: { password } })} loading={start.isPending}>
            {say(w.factorStart)}
          </Button>
        </>
      )}
      {!on && start.data && (
        <>
          <p>{say(w.factorScan)}</p>
          <img src={start.data.picture} alt={start.data.secret} width={200} height={200} />
          <code className="secret">{start.data.secret}</code>
          {codeInput}
          <Button type="primary" onClick={() => confirm.mutate({ body: { code } }, { onSuccess: settle })}>
            {say(w.confirm)}
          </Button>
        </>
      )}
      {on && (
        <>
          {passwordInput}
          {codeInput}
          <Button danger onClick={() => remove.mutate({ body: { password, code } }, { onSuccess: settle })}>
            {say(w.factorRemove)}
          </Button>
        </>
      )}
      {error && <ProblemNotice error={error} />}
    </section>
  );
}

function Sessions() {
  const say = useText();
  const { language } = useSpeech();
  const sessions = useRead(['sessions'], listSessions);
  const end = useAct(endSession, [['sessions']]);
  const endOthers = useAct(endOtherSessions, [['sessions']]);
  return (
    <section className="panel wide-panel">
      <h2>{say(w.sessions)}</h2>
      <ul className="plain-list">
        {sessions.data?.sessions.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{session.ip}</strong> {session.current && <em>({say(w.current)})</em>}
              <div className="quiet">{session.agent}</div>
              <div className="quiet">{formatMoment(instantOf(session.seenAt), language)}</div>
            </div>
            {!session.current && (
              <Button size="small" onClick={() => end.mutate({ params: { id: session.id } })}>
                {say(w.end)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {(sessions.data?.sessions.length ?? 0) > 1 && <Button onClick={() => endOthers.mutate({})}>{say(w.endOthers)}</Button>}
    </section>
  );
}
