import { useState } from 'react';
import { text } from '#kernel/contract/field.ts';
import { roles, type Role } from '#kernel/contract/role.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { BareLayout } from '#kernel/web/bare-layout.tsx';
import { call } from '#kernel/web/api.ts';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { usePathParameter } from '#kernel/web/link.tsx';
import { useRead } from '#kernel/web/queries.ts';
import { useText } from '#kernel/web/text.tsx';
import { readLink, useLink as spendLink } from '../contract.ts';
import { words as w } from './messages.ts';
import { PasswordForm } from './password-form.tsx';
import './identity.css';

/** An invitation, or the first start: the person sets a password that nobody else has seen. */
export function WelcomePage() {
  const say = useText();
  const token = usePathParameter('token');
  const link = useRead(['link', token], readLink, { params: { token } });
  const [done, setDone] = useState<AnswerOf<typeof spendLink>>();
  const setUp = link.data?.purpose === 'setUp';
  if (done) {
    return (
      <BareLayout title={say(w.done)}>
        {done.links.length > 0 && (
          <>
            <p>{say(w.otherLinks)}</p>
            <dl className="welcome-links">
              {done.links.map((one) => (
                <div key={one.loginName}>
                  <dt>
                    {say(roles[one.role as Role])} · {one.loginName}
                  </dt>
                  <dd>
                    <code>{one.address}</code>
                  </dd>
                </div>
              ))}
            </dl>
          </>
        )}
        <p>
          <a href="/login">{say(w.toSignIn)}</a>（{say(w.loginName)}：{done.loginName}）
        </p>
      </BareLayout>
    );
  }
  return (
    <BareLayout title={say(setUp ? w.firstStart : w.welcome)}>
      {link.error && <ProblemNotice error={link.error} />}
      {link.data && (
        <>
          <p className="quiet">
            {link.data.name} · {link.data.loginName}
          </p>
          <PasswordForm
            extra={setUp ? { zoneName: text({ label: w.zoneName, required: true, maxLength: 60 }) } : {}}
            initial={setUp ? { zoneName: link.data.zone } : {}}
            onSubmit={async (values) => setDone(await call(spendLink, { params: { token }, body: values as { password: string } }))}
          />
        </>
      )}
    </BareLayout>
  );
}
