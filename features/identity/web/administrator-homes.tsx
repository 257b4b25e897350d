import Button from 'antd/es/button';
import Input from 'antd/es/input';
import Select from 'antd/es/select';
import Switch from 'antd/es/switch';
import { useState } from 'react';
import { roleNames, roles, roleScopes, type Role } from '#kernel/contract/role.ts';
import { reference } from '#kernel/contract/field.ts';
import { t } from '#kernel/contract/text.ts';
import { FieldInput } from '#kernel/web/field-input.tsx';
import { useHouse } from '#kernel/web/house.tsx';
import { formatMoment, instantOf } from '#kernel/web/format.ts';
import { PageHead } from '#kernel/web/page-head.tsx';
import { ProblemNotice } from '#kernel/web/problem-notice.tsx';
import { RecordListPage } from '#kernel/web/record-list-page.tsx';
import { useAct, useRead } from '#kernel/web/queries.ts';
import { useSpeech, useText } from '#kernel/web/text.tsx';
import { useToast } from '#kernel/web/toast.tsx';
import {
  checkAudit,
  endUserSessions,
  grantRole,
  inviteUser,
  listAudit,
  listGrants,
  readSecurity,
  removeExample,
  revokeRole,
  unlockUser,
  writeSecurity,
} from '../contract.ts';
import { user } from '../records.ts';
import { words as w } from './messages.ts';
import './identity.css';

const userField = reference({ label: w.user, record: 'user' });

/** The system administrator's home: people, and the links by which they set their passwords. */
export function SystemAdminHome() {
  const { me } = useHouse();
  return (
    <>
      {me.zone.isExample && <ExampleRemoval />}
      <RecordListPage declaration={user} />
    </>
  );
}

/** One click takes the example zone away; the answer is the link of a first start. */
function ExampleRemoval() {
  const say = useText();
  const remove = useAct(removeExample, []);
  if (remove.data)
    return (
      <p className="duty" role="status">
        {say(w.exampleGone)} <a href={remove.data.address}>{remove.data.address}</a>
      </p>
    );
  return (
    <section className="duty">
      <span>{say(w.exampleHere)}</span>{' '}
      <Button danger size="small" loading={remove.isPending} onClick={() => remove.mutate({})}>
        {say(w.exampleRemove)}
      </Button>
      {remove.error && <ProblemNotice error={remove.error} />}
    </section>
  );
}

/** Beside a user's record: a one-time link, to be handed over in person. */
export function InvitationPanel({ row }: { readonly row: { readonly id: string } }) {
  const say = useText();
  const invite = useAct(inviteUser, []);
  return (
    <div className="stack">
      <p className="quiet">{say(w.inviteHint)}</p>
      <Button onClick={() => invite.mutate({ params: { id: row.id } })} loading={invite.isPending}>
        {say(w.invite)}
      </Button>
      {invite.data && <code className="secret">{invite.data.address}</code>}
      {invite.error && <ProblemNotice error={invite.error} />}
    </div>
  );
}

/** The security administrator's home: who holds which role, lockouts, the second factor. */
export function SecurityAdminHome() {
  const say = useText();
  const toast = useToast();
  const [q, setQ] = useState('');
  const grants = useRead(['grants', q], listGrants, { query: { q } }, { keepPrevious: true });
  const security = useRead(['security'], readSecurity);
  const revoke = useAct(revokeRole, [['grants']]);
  const unlock = useAct(unlockUser, []);
  const endAll = useAct(endUserSessions, []);
  const write = useAct(writeSecurity, [['security']]);
  return (
    <>
      <PageHead title={say(w.grants)} />
      <GrantForm />
      <div className="admin-bar">
        <label>
          {say(w.find)}
          <Input.Search allowClear onSearch={setQ} />
        </label>
        <label>
          {say(w.requireFactor)}
          <Switch
            checked={security.data?.requireSecondFactor ?? false}
            aria-label={say(w.requireFactor)}
            onChange={(on) => write.mutate({ body: { requireSecondFactor: on } })}
            style={{ width: 44 }}
          />
        </label>
      </div>
      <div className="admin-scroll">
        <table className="admin-table">
          <thead>
            <tr>
              <th>{say(w.user)}</th>
              <th>{say(w.role)}</th>
              <th>{say(w.scope)}</th>
              <th>{say(w.doing)}</th>
            </tr>
          </thead>
          <tbody>
            {grants.data?.grants.map((grant) => (
              <tr key={grant.id}>
                <td>
                  {grant.name} <span className="quiet">{grant.loginName}</span>
                </td>
                <td>{say(roles[grant.role as Role])}</td>
                <td>{grant.scope ?? '—'}</td>
                <td>
                  <Button size="small" danger onClick={() => revoke.mutate({ params: { id: grant.id } })}>
                    {say(w.revoke)}
                  </Button>{' '}
                  <Button
                    size="small"
                    onClick={() => unlock.mutate({ params: { id: grant.userId } }, { onSuccess: () => toast(say(w.unlocked)) })}
                  >
                    {say(w.unlock)}
                  </Button>{' '}
                  <Button size="small" onClick={() => endAll.mutate({ params: { id: grant.userId } })}>
                    {say(w.endAll)}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {grants.data?.grants.length === 0 && <p className="quiet">{say(w.nothing)}</p>}
      </div>
    </>
  );
}

function GrantForm() {
  const say = useText();
  const toast = useToast();
  const grant = useAct(grantRole, [['grants']]);
  const [userId, setUserId] = useState<unknown>();
  const [role, setRole] = useState<Role>();
  const [scopeId, setScopeId] = useState<unknown>();
  const kind = role ? roleScopes[role] : 'zone';
  return (
    <>
      <div className="admin-bar">
        <label>
          {say(w.user)}
          <FieldInput field={userField} value={userId} onChange={setUserId} titles={undefined} />
        </label>
        <label>
          {say(w.role)}
          <Select
            showSearch
            optionFilterProp="label"
            {...(role && { value: role })}
            onChange={(value: Role) => setRole(value)}
            options={roleNames.map((name) => ({ value: name, label: say(roles[name]) }))}
          />
        </label>
        {kind !== 'zone' && (
          <label>
            {say(w.scope)}
            <FieldInput
              field={reference({ label: t('单位', 'Unit'), record: kind })}
              value={scopeId}
              onChange={setScopeId}
              titles={undefined}
            />
          </label>
        )}
        <Button
          type="primary"
          disabled={!userId || !role}
          loading={grant.isPending}
          onClick={() =>
            role &&
            grant.mutate(
              { body: { userId: String(userId), role, ...(kind !== 'zone' && typeof scopeId === 'string' && { scopeId }) } },
              { onSuccess: () => toast(say(w.granted)) },
            )
          }
        >
          {say(w.grant)}
        </Button>
      </div>
      {grant.error && <ProblemNotice error={grant.error} />}
    </>
  );
}

/** The audit administrator's home: the trail, and the proof that it is whole. */
export function AuditAdminHome() {
  const say = useText();
  const { language } = useSpeech();
  const [actor, setActor] = useState('');
  const [after, setAfter] = useState<readonly string[]>([]);
  const trail = useRead(['audit', actor, after], listAudit, { query: { actor, after: after.at(-1) } }, { keepPrevious: true });
  const check = useAct(checkAudit, []);
  return (
    <>
      <PageHead title={say(w.audit)}>
        <Button type="primary" onClick={() => check.mutate({})} loading={check.isPending}>
          {say(w.verify)}
        </Button>
      </PageHead>
      {check.data && (
        <p role="status" className={check.data.faults.length === 0 ? '' : 'duty'}>
          {say(check.data.faults.length === 0 ? w.verifyGood : w.verifyBad)}：{check.data.entries} {say(w.entries)}
          {check.data.faults.map((fault) => (
            <span key={`${fault.seq}${fault.entryId}${fault.what}`}>
              {' '}
              · {fault.what} {fault.entryId ?? fault.seq}
            </span>
          ))}
        </p>
      )}
      <div className="admin-bar">
        <label>
          {say(w.who)}
          <Input.Search
            allowClear
            onSearch={(name) => {
              setActor(name);
              setAfter([]);
            }}
          />
        </label>
      </div>
      <div className="admin-scroll">
        <table className="admin-table">
          <thead>
            <tr>
              <th>{say(w.when)}</th>
              <th>{say(w.who)}</th>
              <th>{say(w.what)}</th>
              <th>{say(w.onWhat)}</th>
              <th>{say(w.result)}</th>
              <th>{say(w.from)}</th>
            </tr>
          </thead>
          <tbody>
            {trail.data?.entries.map((entry) => (
              <tr key={entry.id}>
                <td>{formatMoment(instantOf(entry.at), language)}</td>
                <td>{entry.actor}</td>
                <td>
                  {entry.action}
                  {entry.why && <div className="quiet">{entry.why}</div>}
                </td>
                <td>
                  {entry.subjectKind} <span className="quiet">{entry.subjectId}</span>
                </td>
                <td>{say(entry.result === 'done' ? w.ok : w.refused)}</td>
                <td>{entry.ip}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {trail.data?.next && <Button onClick={() => setAfter([...after, trail.data?.next ?? ''])}>{say(w.more)}</Button>}
    </>
  );
}
