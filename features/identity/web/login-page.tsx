import Button from 'antd/es/button';
import Input from 'antd/es/input';
import { useState, type FormEvent } from 'react';
import { roles, type Role } from '#kernel/contract/role.ts';
import { BareLayout } from '#kernel/web/bare-layout.tsx';
import { call } from '#kernel/web/api.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { login, loginHints, oidcRefusals } from '../contract.ts';
import { words as w } from './messages.ts';
import './identity.css';

/** Two steps at most: name and password, then the code where a second factor is set. */
export function LoginPage() {
  const say = useText();
  const hints = useRead(['login-hints'], loginHints);
  const [loginName, setLoginName] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [step, setStep] = useState<'password' | 'code'>('password');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<Error>();

  const refused = oidcRefusals.find((one) => one === new URLSearchParams(location.search).get('refused'));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const { state } = await call(login, { body: { loginName, password, ...(step === 'code' && { code }) } });
      if (state === 'signedIn') location.assign(nextAddress());
      else setStep('code');
    } catch (refusal) {
      setError(refusal instanceof Error ? refusal : new Error(String(refusal)));
    } finally {
      setBusy(false);
    }
  };

  return (
    <BareLayout title={hints.data?.zone ?? say(w.signIn)}>
      {refused && !error && (
        <p className="problem" role="alert">
          {say(w.cityRefused[refused])}
        </p>
      )}
      <form className="login-form" onSubmit={(event) => void submit(event)}>
        {step === 'password' ? (
          <>
            <label htmlFor="login-name">{say(w.loginName)}</label>
            <Input
              id="login-name"
              size="large"
              autoComplete="username"
              autoFocus
              required
              value={loginName}
              onChange={(event) => setLoginName(event.target.value)}
            />
            <label htmlFor="password">{say(w.password)}</label>
            <Input
              id="password"
              size="large"
              type="password"
              autoComplete="current-password"
              required
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </>
        ) : (
          <>
            <label htmlFor="code">{say(w.code)}</label>
            <Input
              id="code"
              size="large"
              autoFocus
              inputMode="numeric"
              autoComplete="one-time-code"
              maxLength={6}
              required
              value={code}
              onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ''))}
            />
          </>
        )}
        {!error && nextAddress() !== '/' && (
          <p className="quiet" role="status">
            {say(w.comesBack)}
          </p>
        )}
        {error && <ProblemNotice error={error} />}
        <Button type="primary" size="large" block htmlType="submit" loading={busy}>
          {say(step === 'password' ? w.signIn : w.next)}
        </Button>
        {hints.data?.oidc && (
          <Button size="large" block href="/api/oidc/start">
            {say(w.withCity)}
          </Button>
        )}
      </form>
      {(hints.data?.accounts.length ?? 0) > 0 && (
        <section className="login-hints" aria-label={say(w.example)}>
          <p className="quiet">{say(w.example)}</p>
          <ul>
            {hints.data?.accounts.map((account) => (
              <li key={account.loginName}>
                <button
                  type="button"
                  onClick={() => {
                    setLoginName(account.loginName);
                    setPassword(hints.data?.password ?? '');
                  }}
                >
                  <strong>{say(roles[account.role as Role] ?? { zh: account.role, en: account.role })}</strong>
                  <span>{account.name}</span>
                  <span className="quiet">{account.loginName}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </BareLayout>
  );
}

/** Back to the page that asked to sign in; only an address of our own. */
function nextAddress(): string {
  const next = new URLSearchParams(location.search).get('next') ?? '/';
  return next.startsWith('/') && !next.startsWith('//') ? next : '/';
}
