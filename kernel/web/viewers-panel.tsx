import Input from 'antd/es/input';
import { useState } from 'react';
import { roles, type Role } from '#kernel/contract/role.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { t } from '#kernel/contract/text.ts';
import { recordMessages as r } from './messages-record.ts';
import { ProblemNotice } from './problem-notice.tsx';
import { keyOf, useRead } from './queries.ts';
import { useText } from './text.tsx';
import { Waiting } from './waiting.tsx';

/** So many names are read through without searching. */
const searchFrom = 12;

/** Who can see this, and why: one line a person, in the words of the access rules. */
export function ViewersPanel({ declaration, id }: { readonly declaration: RecordDeclaration; readonly id: string }) {
  const say = useText();
  const [asked, setAsked] = useState('');
  const viewers = useRead(keyOf(declaration, id, 'viewers'), recordEndpoints(declaration).viewers, { params: { id } });
  if (viewers.error) return <ProblemNotice error={viewers.error} onRetry={() => void viewers.refetch()} />;
  if (!viewers.data) return <Waiting />;
  const all = viewers.data.viewers;
  const shown = all.filter((viewer) => viewer.name.includes(asked.trim()));
  return (
    <section className="card viewers">
      <p>
        <strong>{say(r.viewersCount(all.length))}</strong> <span className="quiet">{say(r.viewersHint)}</span>
      </p>
      {all.length >= searchFrom && (
        <Input
          aria-label={say(r.find)}
          placeholder={say(r.find)}
          allowClear
          value={asked}
          onChange={(event) => setAsked(event.target.value)}
        />
      )}
      <ul>
        {shown.map((viewer) => (
          <li key={viewer.userId}>
            <div>
              <strong>{viewer.name}</strong>{' '}
              <span className="quiet">{viewer.roles.map((role) => say(roles[role as Role] ?? t(role, role))).join('、')}</span>
            </div>
            <div>{viewer.why.map((why) => say(why)).join('；')}</div>
            {viewer.may.some((action) => action !== 'read') && (
              <div className="quiet small">
                {say(r.mayAlso)}：
                {viewer.may
                  .filter((action) => action !== 'read')
                  .map((action) => say(r.actions[action] ?? t(action, action)))
                  .join('、')}
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
