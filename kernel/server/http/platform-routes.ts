import { existsSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { sql } from 'kysely';
import { events, health, openApi, ready } from '#kernel/contract/platform-endpoints.ts';
import type { AnswerOf } from '#kernel/contract/endpoint.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { rowsFor } from '../access/policy.ts';
import { listMigrations } from '../database/migrate.ts';
import { withZone } from '../database/door.ts';
import type { House } from '../house.ts';
import type { Changed } from './event-hub.ts';
import { describeApi } from './openapi.ts';
import { Refused } from './refused.ts';
import { serve, serveOpen, type Server } from './serve.ts';
import { accessRulesFor, type Actor } from '#kernel/contract/access.ts';

/** Serves what belongs to no feature: life signs, the API's description, the stream of changes. */
export function servePlatform(server: Server): void {
  const { house } = server;
  serveOpen(server, health, async () => ({ alive: true as const }));
  serveOpen(server, ready, async (_input, _request, reply) => {
    const state = await readiness(server);
    if (!state.ready) reply.code(503);
    return state;
  });
  let description: unknown;
  serveOpen(server, openApi, async () => (description ??= describeApi(house.endpoints)));
  serveEvents(server);
}

/** A reader that leaves this much unread (bytes) is cut off; its page comes back and reads everything anew. */
const mostUnread = 1024 * 1024;

/** So many pages one person has open with one server; each is asked for by every change. */
const streamsMost = 20;

function serveEvents(server: Server): void {
  const { house } = server;
  const streams = new Set<ServerResponse>();
  const open = new Map<string, number>();
  server.fastify.addHook('preClose', async () => streams.forEach((raw) => raw.end()));
  serve(server, events, async (_input, ask, reply) => {
    const { userId } = ask.actor;
    const others = open.get(userId) ?? 0;
    if (others >= streamsMost) throw tooManyPages();
    open.set(userId, others + 1);
    reply.hijack();
    const { raw } = reply;
    streams.add(raw);
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    const write = (text: string) => (raw.writableLength > mostUnread ? raw.destroy() : raw.write(text));
    write('retry: 3000\n\n');
    let { actor } = ask;
    const leave = house.hub.subscribe(
      actor.zoneId,
      (changed) => {
        tell(house, actor, changed)
          .then((event) => event && write(event))
          .catch(() => raw.end());
      },
      // the page comes back by itself and reads anew what it may have missed
      () => raw.end(),
    );
    // the stream is one long request: whether the session still stands, and with which rights, is asked with every pulse
    const beat = async () => {
      const session = await server.sessions(reply.request);
      if (!session) return raw.end();
      actor = session.actor;
      return write(': alive\n\n');
    };
    const pulse = setInterval(() => void beat().catch(() => raw.end()), 25_000);
    raw.on('close', () => {
      leave();
      clearInterval(pulse);
      streams.delete(raw);
      open.set(userId, (open.get(userId) ?? 1) - 1);
    });
    return undefined;
  });
}

function tooManyPages(): Refused {
  return new Refused(429, {
    code: 'TOO_MANY_PAGES',
    message: {
      zh: `同时打开的页面超过 ${streamsMost} 个，多出的页面不再自动刷新`,
      en: `More than ${streamsMost} pages are open; those beyond do not refresh by themselves`,
    },
    details: { retryAfter: 30 },
  });
}

/** The built pages; any address that is not the API's is the application's own to route. */
export async function servePages({ fastify }: Server, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) return;
  await fastify.register(fastifyStatic, {
    root: folder,
    wildcard: true,
    setHeaders: (reply, path) => {
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Only of what the reader may see, so that a hint never says that something is there. */
async function tell(house: House, actor: Actor, changed: Changed): Promise<string | undefined> {
  const declaration = house.records.get(changed.name)?.declaration ?? house.cases.get(changed.name)?.declaration;
  if (!declaration) return undefined;
  // of many rows at once nobody looks up each: whoever may see none of that kind is told nothing
  if (accessRulesFor(declaration.access, actor, 'read').length === 0) return undefined;
  const seen =
    changed.id === '*' ||
    (await withZone(house.db, actor.zoneId, async (tx) => {
      const { rows } =
        await sql`SELECT 1 FROM ${sql.table(declaration.table)} t WHERE t.zone_id = ${actor.zoneId} AND t.id = ${changed.id} AND ${rowsFor(declaration, { ...actor, today: dateOf(house.now()) }, 'read')}`.execute(
          tx,
        );
      return rows.length > 0;
    }));
  return seen ? `event: changed\ndata: ${JSON.stringify({ kind: changed.kind, name: changed.name, id: changed.id })}\n\n` : undefined;
}

/** A database that does not answer within this many milliseconds cannot be served from. */
const longestReadiness = 3000;

async function readiness({ house, traffic }: Server): Promise<AnswerOf<typeof ready>> {
  const stopping = traffic.isStopping();
  const never = AbortSignal.timeout(longestReadiness);
  try {
    const counted = sql<{ found: number }>`SELECT count(*)::int AS found FROM schema_migrations`.execute(house.db.kysely);
    const late = new Promise<never>((_done, fail) => never.addEventListener('abort', () => fail(never.reason as Error)));
    const { rows } = await Promise.race([counted, late]);
    const migrations = (rows[0]?.found ?? 0) >= (await listMigrations()).length;
    return { ready: migrations && !stopping, database: true, migrations, stopping };
  } catch {
    return { ready: false, database: false, migrations: false, stopping };
  }
}
