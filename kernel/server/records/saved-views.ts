import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { savedViewEndpoints as api, type SavedView } from '#kernel/contract/saved-view-endpoints.ts';
import { toIso } from '#kernel/rules/instant.ts';
import type { Ask } from '../house.ts';
import { notFound, Refused } from '../http/refused.ts';
import { serve, type Server } from '../http/serve.ts';

const most = 200;
const label = { zh: '视图', en: 'View' };

/** Serves each person's own saved views; nobody sees or removes another's. */
export function serveSavedViews(server: Server): void {
  serve(server, api.list, async ({ query }, ask) => ({ views: await listViews(ask, query.path) }));
  serve(server, api.save, async ({ body }, ask) => saveView(ask, body));
  serve(server, api.remove, async ({ params }, ask) => {
    const { rows } = await sql`DELETE FROM saved_views
      WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id} AND user_id = ${ask.actor.userId} RETURNING id`.execute(ask.tx);
    if (rows.length === 0) throw notFound(label);
    return {};
  });
}

async function listViews(ask: Ask, path: string | undefined): Promise<SavedView[]> {
  const { rows } = await sql<Omit<SavedView, 'createdAt'> & { created_at: Date }>`
    SELECT id, path, name, query, created_at FROM saved_views
    WHERE zone_id = ${ask.actor.zoneId} AND user_id = ${ask.actor.userId} ${path === undefined ? sql`` : sql`AND path = ${path}`}
    ORDER BY path, created_at, id`.execute(ask.tx);
  return rows.map(({ created_at, ...view }) => ({ ...view, createdAt: created_at.toISOString() }));
}

async function saveView(ask: Ask, { path, name, query }: Pick<SavedView, 'path' | 'name' | 'query'>): Promise<SavedView> {
  const own = await listViews(ask, undefined);
  const same = own.find((view) => view.path === path && view.name === name);
  if (!same && own.length >= most) {
    throw new Refused(409, {
      code: 'TOO_MANY_VIEWS',
      message: { zh: `最多保存 ${most} 个视图，请先删去不用的`, en: `At most ${most} views; remove some you no longer use` },
    });
  }
  const saved = { id: same?.id ?? uuidv7(), path, name, query, createdAt: same?.createdAt ?? toIso(ask.now) };
  await sql`INSERT INTO saved_views (zone_id, id, user_id, path, name, query, created_at)
    VALUES (${ask.actor.zoneId}, ${saved.id}, ${ask.actor.userId}, ${path}, ${name}, ${query}, ${saved.createdAt})
    ON CONFLICT (zone_id, id) DO UPDATE SET query = excluded.query`.execute(ask.tx);
  return saved;
}
