import { randomUUID } from 'node:crypto';
import { request as plainRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as secureRequest } from 'node:https';
import { setTimeout as pause } from 'node:timers/promises';
import type { Answer } from './app.ts';

/** Where to knock: a server's own port, or a proxy that shows the given certificate for the given name. */
export type Door = { readonly port: number; readonly secure?: { readonly host: string; readonly certificate: string } };

/** Somebody signed in once, who may go to any door. */
export type Caller = {
  ask<T = Record<string, unknown>>(
    door: Door,
    method: string,
    path: string,
    body?: unknown,
    more?: Record<string, string>,
  ): Promise<Answer<T>>;
  /** sends again, with the same key, until the outcome is known */
  settle<T = Record<string, unknown>>(door: Door, method: string, path: string, body: unknown): Promise<Answer<T>>;
  /** an open page: which ids it hears of */
  listen(door: Door): Promise<{ readonly heard: ReadonlySet<string>; close(): void }>;
};

export async function signInAt(door: Door, loginName: string, password: string): Promise<Caller> {
  const login = await send(door, 'POST', '/api/login', { loginName, password }, {});
  if (login.statusCode !== 200) throw new Error(`${loginName} cannot sign in: ${login.statusCode}`);
  login.resume();
  const cookies = (login.headers['set-cookie'] ?? []).map((line) => line.split(';')[0] ?? '');
  const csrf = cookies.find((cookie) => cookie.startsWith('lianxin_csrf='))?.split('=')[1] ?? '';
  const given = { cookie: cookies.join('; '), 'x-csrf-token': csrf };
  const ask: Caller['ask'] = async <T>(to: Door, method: string, path: string, body?: unknown, more: Record<string, string> = {}) => {
    const reply = await send(to, method, path, body, { ...given, 'idempotency-key': randomUUID(), ...more });
    const text = await textOf(reply);
    const isJson = (reply.headers['content-type'] ?? '').includes('json');
    return { status: reply.statusCode ?? 0, body: (isJson ? JSON.parse(text) : text) as T };
  };
  return {
    ask,
    async settle<T>(to: Door, method: string, path: string, body: unknown) {
      const key = { 'idempotency-key': randomUUID() };
      for (;;) {
        const answer = await ask<T>(to, method, path, body, key).catch(() => undefined);
        if (answer && ![502, 503, 504].includes(answer.status)) return answer;
        await pause(50);
      }
    },
    async listen(to) {
      const stream = await send(to, 'GET', '/api/events', undefined, given);
      if (stream.statusCode !== 200) throw new Error(`no stream: ${stream.statusCode}`);
      const heard = new Set<string>();
      let rest = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) for (const [, id] of line.matchAll(/"id":"([^"]+)"/g)) heard.add(id ?? '');
      });
      stream.on('error', () => undefined);
      return { heard, close: () => stream.destroy() };
    },
  };
}

function send(door: Door, method: string, path: string, body: unknown, headers: Record<string, string>): Promise<IncomingMessage> {
  const content = body === undefined ? undefined : JSON.stringify(body);
  const options: RequestOptions = {
    host: '127.0.0.1',
    port: door.port,
    method,
    path,
    headers: { ...headers, ...(content !== undefined && { 'content-type': 'application/json' }) },
  };
  return new Promise((done, fail) => {
    const { secure } = door;
    const request = secure
      ? secureRequest(
          { ...options, servername: secure.host, ca: secure.certificate, headers: { ...options.headers, host: secure.host } },
          done,
        )
      : plainRequest(options, done);
    request.on('error', fail);
    request.end(content);
  });
}

async function textOf(reply: IncomingMessage): Promise<string> {
  reply.setEncoding('utf8');
  let text = '';
  for await (const chunk of reply) text += String(chunk);
  return text;
}
