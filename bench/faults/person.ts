import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { password as drillPassword } from './zone.ts';

export type Reply = { readonly status: number; readonly body: unknown };

/** Somebody at a browser: signed in once, and then never sure whether the server is there. */
export type Person = {
  /** what goes with every request: who asks */
  readonly headers: Readonly<Record<string, string>>;
  /** one try; throws when no answer came */
  once(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
  /** tries with one idempotency key until the outcome is known */
  settle(method: string, path: string, body?: unknown, more?: { readonly version?: number }): Promise<Settled>;
  /** a long answer, as it comes */
  stream(path: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
};

export type Settled = Reply & {
  /** how many tries had an unknown outcome */
  readonly lost: number;
  /** sends the very same once more */
  again(): Promise<Settled>;
};

const longest = 25_000;

/** Signs in. `unclean` is told of every answer that is neither the outcome nor a plain "not now". */
export async function signIn(
  origin: () => string,
  loginName: string,
  unclean: (what: string) => void,
  password = drillPassword,
): Promise<Person> {
  const login = await fetch(`${origin()}/api/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ loginName, password }),
  });
  if (login.status !== 200) throw new Error(`${loginName} cannot sign in: ${await login.text()}`);
  const cookies = login.headers.getSetCookie().map((line) => line.split(';')[0] ?? '');
  const csrf = cookies.find((cookie) => cookie.startsWith('lianxin_csrf='))?.split('=')[1] ?? '';

  const given = { cookie: cookies.join('; '), 'x-csrf-token': csrf };
  const once: Person['once'] = async (method, path, body, headers = {}) => {
    const form = body instanceof FormData;
    const reply = await fetch(`${origin()}${path}`, {
      method,
      headers: {
        ...given,
        ...(body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: form ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(longest),
    });
    const isJson = (reply.headers.get('content-type') ?? '').includes('json');
    return { status: reply.status, body: isJson ? await reply.json() : Buffer.from(await reply.arrayBuffer()) };
  };
  const settleWith = async (key: string, ...[method, path, body, more]: Parameters<Person['settle']>): Promise<Settled> => {
    const headers = { 'idempotency-key': key, ...(more?.version === undefined ? {} : { 'if-match': `"${more.version}"` }) };
    const again = () => settleWith(key, method, path, body, more);
    for (let lost = 0; ; lost += 1) {
      const reply = await once(method, path, body, headers).catch((error: unknown) => {
        if (error instanceof Error && error.name === 'TimeoutError') unclean(`${method} ${path}: no answer in ${longest / 1000} s`);
        return undefined;
      });
      if (reply && reply.status < 300) return { ...reply, lost, again };
      if (reply && !isNotNow(reply)) {
        unclean(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body).slice(0, 300)}`);
        return { ...reply, lost, again };
      }
      await pause(100);
    }
  };
  const stream: Person['stream'] = async (path, signal) => {
    const reply = await fetch(`${origin()}${path}`, { headers: given, signal });
    if (reply.status !== 200 || !reply.body) throw new Error(`${path}: ${reply.status}`);
    return reply.body;
  };
  return { headers: given, once, stream, settle: (...asked) => settleWith(randomUUID(), ...asked) };
}

/** "Try again later", in words: the database is away, or somebody holds the row. */
function isNotNow({ status, body }: Reply): boolean {
  const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
  return code !== '' && (status === 503 || status === 507 || (status === 409 && code === 'BUSY'));
}
