import { sql, type RawBuilder } from 'kysely';
import { t, type Text } from '#kernel/contract/text.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { writeTrails } from '#kernel/server/database/trail.ts';
import type { Ask } from '#kernel/server/house.ts';
import { retentionAt, type RetentionParams } from '../rules/retention.ts';

const linesMost = 1000;

type Line = Readonly<Record<string, unknown>>;

/** One kind of thing held about a person: what for, how long, in which columns. */
type Part = {
  readonly purpose: Text;
  readonly kept: (params: RetentionParams) => Text;
  readonly columns: Readonly<Record<string, Text>>;
  readonly lines: (zoneId: string, userId: string) => RawBuilder<Line>;
};

const withTheAccount = () =>
  t('账号在用期间；停用后仍留姓名，用来说明当时由谁办理', 'While the account is in use; the name stays after it, to say who handled what');
const days = (many: number, zh: string, en: string) => t(`${zh} ${many} 天`, `${many} days after ${en}`);

const parts: readonly Part[] = [
  {
    purpose: t('登录与识别身份', 'Signing in and telling who somebody is'),
    kept: withTheAccount,
    columns: {
      name: t('姓名', 'Name'),
      login_name: t('登录名', 'Login name'),
      post: t('职务', 'Post'),
      created_at: t('建立时间', 'Created'),
      ended_on: t('停用日期', 'Ended on'),
      password_changed_at: t('密码修改时间', 'Password changed'),
      totp_confirmed: t('已开双因素', 'Second factor set'),
    },
    lines: (zoneId, userId) => sql`SELECT name, login_name, post, created_at, ended_on, password_changed_at, totp_confirmed
      FROM users WHERE zone_id = ${zoneId} AND id = ${userId}`,
  },
  {
    purpose: t('授予的角色与范围', 'Roles granted, and their scope'),
    kept: withTheAccount,
    columns: {
      role: t('角色', 'Role'),
      scope_id: t('限定单位（编号）', 'For which unit (id)'),
      from_on: t('起始日', 'From'),
      to_on: t('截止日', 'Until'),
    },
    lines: (zoneId, userId) =>
      sql`SELECT role, scope_id, from_on, to_on FROM role_grants WHERE zone_id = ${zoneId} AND user_id = ${userId} ORDER BY id`,
  },
  {
    purpose: t('登录中的设备，供本人核对', 'Where one is signed in, to check it oneself'),
    kept: ({ sessionDays }) => days(sessionDays, '最后使用后', 'the last use'),
    columns: {
      created_at: t('登录时间', 'Signed in'),
      seen_at: t('最后使用', 'Last used'),
      ip: t('地址', 'Address'),
      agent: t('浏览器', 'Browser'),
    },
    lines: (zoneId, userId) =>
      sql`SELECT created_at, seen_at, ip, agent FROM sessions WHERE zone = ${zoneId} AND user_id = ${userId} ORDER BY id`,
  },
  {
    purpose: t('本人保存的视图', 'Views one has saved'),
    kept: () => t('至本人删去', 'Until one removes them'),
    columns: { path: t('页面', 'Page'), name: t('名称', 'Name'), query: t('条件', 'Conditions'), created_at: t('保存时间', 'Saved') },
    lines: (zoneId, userId) =>
      sql`SELECT path, name, query, created_at FROM saved_views WHERE zone_id = ${zoneId} AND user_id = ${userId} ORDER BY id`,
  },
  {
    purpose: t('本人提出的意见', 'What one has said of the system'),
    kept: () => t('与全区记录一同保存', "As long as the zone's records"),
    columns: { text: t('意见', 'What was said'), page: t('页面', 'Page'), created_at: t('提出时间', 'When') },
    lines: (zoneId, userId) =>
      sql`SELECT text, page, created_at FROM feedback_entries WHERE zone_id = ${zoneId} AND by_id = ${userId} ORDER BY id`,
  },
  {
    purpose: t(`安全审计：本人做过的操作（最近 ${linesMost} 条）`, `Audit: what one has done (the last ${linesMost})`),
    kept: () => t('三年（默认），本系统不删除', 'Three years (default); nothing here deletes it'),
    columns: {
      at: t('时间', 'When'),
      ip: t('地址', 'Address'),
      action: t('操作', 'Action'),
      subject_kind: t('对象', 'Of what kind'),
      subject_id: t('编号', 'Id'),
      result: t('结果', 'Result'),
    },
    lines: (zoneId, userId) => sql`SELECT at, ip, action, subject_kind, subject_id, result FROM audit_entries
      WHERE zone_id = ${zoneId} AND actor_id = ${userId} ORDER BY id DESC LIMIT ${linesMost}`,
  },
  {
    purpose: t('用统一身份认证登录', 'Signing in with a city account'),
    kept: withTheAccount,
    columns: { issuer: t('认证平台', 'Identity provider'), subject: t('在该平台的标识', 'Known there as') },
    lines: (zoneId, userId) =>
      sql`SELECT issuer, subject FROM oidc_subjects WHERE zone = ${zoneId} AND user_id = ${userId} ORDER BY issuer`,
  },
];

/** Everything that the platform holds about the person who asks, by what it is for and how long it is kept; the look is on record. */
export async function ownData(ask: Ask) {
  const { zoneId, userId } = ask.actor;
  await writeAudit(ask, [{ action: 'personalCopy', subjectKind: 'user', subjectId: userId, why: '本人' }]);
  await writeTrails(ask.tx);
  const params = retentionAt(await loadPacks(ask.tx, zoneId), ask.now);
  const told = [];
  for (const { purpose, kept, columns, lines } of parts) {
    const { rows } = await lines(zoneId, userId).execute(ask.tx);
    told.push({
      purpose,
      kept: kept(params),
      columns: Object.entries(columns).map(([name, label]) => ({ name, label })),
      rows: rows.map((line) => ({ ...line })),
    });
  }
  return { parts: told };
}
