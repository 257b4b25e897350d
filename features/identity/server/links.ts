import { sql } from 'kysely';
import { withPlatform, withZone } from '#kernel/server/database/door.ts';
import { writeAuditFor } from '#kernel/server/audit/audit.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { serveOpen, type Server } from '#kernel/server/http/serve.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { readLink, useLink } from '../contract.ts';
import { createLink, createUsers, hashOfLink, setPassword } from './accounts.ts';
import { endSessions, type SessionDeps } from './sessions.ts';

type Link = { token_hash: string; purpose: 'invitation' | 'setUp'; zone: string; user_id: string; expires_at: Date; used_at: Date | null };

/**
 * Serves one-time links. A first start's link also names the zone and answers with two more links, for the
 * security and the audit administrator: three people, each with a password nobody else has seen (三员分立).
 */
export function serveLinks(server: Server, deps: SessionDeps, origin: string): void {
  const { db } = server.house;
  serveOpen(server, readLink, async ({ params }) => {
    const link = await withPlatform(db, (tx) => findLink(tx, params.token, deps.now()));
    const { rows } = await withZone(db, link.zone, (tx) =>
      sql<{ name: string; login_name: string; zone: string }>`
      SELECT u.name, u.login_name, z.name AS zone FROM users u JOIN zones z ON z.id = u.zone_id WHERE u.zone_id = ${link.zone} AND u.id = ${link.user_id}`.execute(
        tx,
      ),
    );
    return { name: rows[0]?.name ?? '', loginName: rows[0]?.login_name ?? '', zone: rows[0]?.zone ?? '', purpose: link.purpose };
  });
  serveOpen(server, useLink, async ({ params, body }, request) => {
    const now = deps.now();
    const link = await withPlatform(db, (tx) => findLink(tx, params.token, now));
    return withZone(db, link.zone, async (tx) => {
      const used =
        await sql`UPDATE one_time_links SET used_at = ${toIso(now)} WHERE token_hash = ${link.token_hash} AND used_at IS NULL RETURNING token_hash`.execute(
          tx,
        );
      if (used.rows.length === 0) throw gone();
      await setPassword(tx, link.zone, link.user_id, body.password, now);
      await endSessions(tx, link.zone, link.user_id, { except: null });
      const { rows } = await sql<{
        name: string;
        login_name: string;
      }>`SELECT name, login_name FROM users WHERE zone_id = ${link.zone} AND id = ${link.user_id}`.execute(tx);
      await writeAuditFor({ tx, zoneId: link.zone, now, ip: request.ip, actor: { userId: link.user_id, name: rows[0]?.name ?? '' } }, [
        { action: 'useLink', subjectKind: 'user', subjectId: link.user_id },
      ]);
      const links: { role: string; loginName: string; address: string }[] = [];
      if (link.purpose === 'setUp') {
        if (body.zoneName) await sql`UPDATE zones SET name = ${body.zoneName} WHERE id = ${link.zone}`.execute(tx);
        const others = [
          { name: '安全管理员', loginName: 'secadmin', grants: [{ role: 'securityAdmin' as const }] },
          { name: '审计管理员', loginName: 'auditadmin', grants: [{ role: 'auditAdmin' as const }] },
        ];
        const ids = await createUsers(tx, link.zone, others, now);
        for (const [index, person] of others.entries()) {
          const { token } = await createLink(tx, link.zone, ids[index] ?? '', 'invitation', now);
          links.push({ role: person.grants[0]?.role ?? '', loginName: person.loginName, address: `${origin}/welcome/${token}` });
        }
      }
      return { loginName: rows[0]?.login_name ?? '', links };
    });
  });
}

async function findLink(tx: Parameters<Parameters<typeof withPlatform>[1]>[0], token: string, now: number): Promise<Link> {
  const { rows } = await sql<Link>`SELECT * FROM one_time_links WHERE token_hash = ${hashOfLink(token)}`.execute(tx);
  const link = rows[0];
  if (!link || link.used_at !== null || link.expires_at.getTime() < now) throw gone();
  return link;
}

function gone(): Refused {
  return new Refused(410, {
    code: 'LINK_GONE',
    message: {
      zh: '链接无效、已用过或已过期，请系统管理员重新发送',
      en: 'This link is not valid, used or expired; ask the system administrator for a new one',
    },
  });
}
