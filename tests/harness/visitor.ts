import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { App } from '#apps/server/app.ts';
import { testPassword, type Answer } from './app.ts';

/** Somebody signed in, over real lines: knows the cookie, and can go with it to another server. */
export type Visitor = {
  readonly cookie: string;
  readonly headers: Readonly<Record<string, string>>;
  send(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer<unknown>>;
  at(app: App): Visitor;
};

/** Where the server listens; it is made to when it does not yet. */
export async function addressOf({ fastify }: App): Promise<string> {
  if (!fastify.server.listening) await fastify.listen({ host: '127.0.0.1', port: 0 });
  return `http://127.0.0.1:${(fastify.server.address() as AddressInfo).port}`;
}

export async function visit(app: App, loginName: string): Promise<Visitor> {
  const login = await fetch(`${await addressOf(app)}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName, password: testPassword }),
  });
  const lines = login.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const csrf = lines.find((line) => line.startsWith('lianxin_csrf='))?.split('=')[1] ?? '';
  return visitor(app, lines.join('; '), csrf);
}

function visitor(app: App, cookie: string, csrf: string): Visitor {
  const headers = { cookie, 'x-csrf-token': csrf };
  return {
    cookie,
    headers,
    at: (other) => visitor(other, cookie, csrf),
    async send(method, path, body, more = {}) {
      const form = body instanceof FormData;
      const reply = await fetch(`${await addressOf(app)}${path}`, {
        method,
        headers: {
          ...headers,
          'idempotency-key': randomUUID(),
          ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
          ...more,
        },
        ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      });
      const isJson = (reply.headers.get('content-type') ?? '').includes('json');
      return { status: reply.status, body: isJson ? await reply.json() : await reply.text() };
    },
  };
}

/** An open page: the ids it has heard of, and whether the server has ended the stream. */
export async function listenTo(
  app: App,
  cookie: string,
): Promise<{ readonly heard: readonly string[]; readonly ended: Promise<void>; close(): void }> {
  const leave = new AbortController();
  const reply = await fetch(`${await addressOf(app)}/api/events`, { headers: { cookie }, signal: leave.signal });
  if (reply.status !== 200 || !reply.body) throw new Error(`no stream: ${reply.status}`);
  const heard: string[] = [];
  const stream = reply.body.pipeThrough(new TextDecoderStream());
  const ended = (async () => {
    let rest = '';
    try {
      for await (const chunk of stream) {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) heard.push(...(/"id":"([^"]+)"/.exec(line)?.slice(1) ?? []));
      }
    } catch {
      // cut off, by either side
    }
  })();
  return { heard, ended, close: () => leave.abort() };
}
