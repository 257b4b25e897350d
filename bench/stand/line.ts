import { connect, type Socket } from 'node:net';

export type Call = {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type Reply = { readonly status: number; readonly text: string };

/** One kept-alive connection to a server, one call after the other. */
export type Line = { send(call: Call): Promise<Reply>; close(): void };

/**
 * Speaks HTTP on a bare socket: fetch costs the client as much as a light route costs the server, and both share the
 * machine's processors, which would make everybody look alike.
 */
export async function openLine(origin: string): Promise<Line> {
  const { hostname, port, host } = new URL(origin);
  const socket: Socket = connect(Number(port), hostname);
  await new Promise<void>((done, fail) => socket.once('connect', done).once('error', fail));
  socket.setNoDelay(true);
  let held = Buffer.alloc(0);
  let waiting: { done(reply: Reply): void; fail(error: Error): void } | undefined;
  socket.on('data', (bytes) => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    const reply = readReply(held);
    if (!reply || !waiting) return;
    const asked = waiting;
    held = Buffer.alloc(0);
    waiting = undefined;
    asked.done(reply);
  });
  const lost = (error?: Error) => {
    waiting?.fail(error ?? new Error(`${origin} hung up`));
    waiting = undefined;
  };
  socket.on('error', lost).on('close', () => lost());
  return {
    send({ method, path, headers = {}, body }) {
      const text = body === undefined ? '' : JSON.stringify(body);
      const own = {
        ...headers,
        ...(text ? { 'content-type': 'application/json' } : {}),
        'content-length': String(Buffer.byteLength(text)),
      };
      const lines = Object.entries(own).map(([name, value]) => `${name}: ${value}\r\n`);
      return new Promise((done, fail) => {
        waiting = { done, fail };
        socket.write(`${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n${lines.join('')}\r\n${text}`);
      });
    },
    close: () => socket.destroy(),
  };
}

/** A whole answer with a stated length, or undefined while some of it is under way. */
function readReply(bytes: Buffer): Reply | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? Number.NaN);
  if (Number.isNaN(length)) throw new Error(`An answer without a length: ${head}`);
  if (bytes.length < end + 4 + length) return undefined;
  return { status: Number(head.slice(9, 12)), text: bytes.toString('utf8', end + 4, end + 4 + length) };
}
