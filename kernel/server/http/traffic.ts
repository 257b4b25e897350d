import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Log } from './log.ts';

/** How often a route was answered so, and how fast; `within` counts answers up to each of `secondBounds`. */
export type RouteCount = {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  count: number;
  seconds: number;
  readonly within: number[];
};

export const secondBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

export type Traffic = {
  readonly counts: ReadonlyMap<string, RouteCount>;
  isStopping(): boolean;
  /** who asks, for the log */
  nameCaller(request: FastifyRequest, userId: string): void;
  /** says so from now on to whoever asks for readiness, and waits until everything begun is answered, `most` milliseconds */
  drain(most: number): Promise<void>;
};

const stream = '/api/events';
/** the status that a client leaves behind who went before the answer */
const gone = 499;

/** Counts, times and logs every request from its head to its last byte. */
export function watchTraffic(fastify: FastifyInstance, log: Log): Traffic {
  const counts = new Map<string, RouteCount>();
  const callers = new WeakMap<FastifyRequest, string>();
  const open = new Map<FastifyRequest, number>();
  let whenIdle: (() => void) | undefined;
  let stopping = false;

  const end = (request: FastifyRequest, status: number) => {
    const began = open.get(request);
    if (began === undefined) return;
    open.delete(request);
    const ms = performance.now() - began;
    const { method, id: requestId } = request;
    const route = routeOf(request);
    countIn(counts, method, route, status, ms / 1000);
    const userId = callers.get(request);
    log(status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info', {
      requestId,
      method,
      route,
      status,
      ms: Math.round(ms),
      ...(userId && { userId }),
    });
    if (open.size === 0) whenIdle?.();
  };
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (routeOf(request) !== stream) open.set(request, performance.now());
  });
  // what was begun before a stop is answered on a line that then ends, so that the stop waits for no further question
  fastify.addHook('preClose', async () => void (stopping = true));
  fastify.addHook('onSend', async (_request, reply) => void (stopping && reply.header('connection', 'close')));
  fastify.addHook('onResponse', async (request, reply) => end(request, reply.statusCode));
  fastify.addHook('onRequestAbort', async (request) => end(request, gone));

  return {
    counts,
    isStopping: () => stopping,
    nameCaller: (request, userId) => callers.set(request, userId),
    async drain(most) {
      stopping = true;
      if (open.size === 0) return;
      await new Promise<void>((done) => {
        const timer = setTimeout(done, most);
        whenIdle = () => {
          clearTimeout(timer);
          done();
        };
      });
    },
  };
}

/** The pattern of the address; what no route answers is one. */
export function routeOf(request: FastifyRequest): string {
  return request.routeOptions.url ?? '(none)';
}

function countIn(counts: Map<string, RouteCount>, method: string, route: string, status: number, seconds: number): void {
  const key = `${method} ${route} ${status}`;
  const found = counts.get(key) ?? { method, route, status, count: 0, seconds: 0, within: secondBounds.map(() => 0) };
  counts.set(key, found);
  found.count += 1;
  found.seconds += seconds;
  for (const [index, bound] of secondBounds.entries()) if (seconds <= bound) found.within[index] = (found.within[index] ?? 0) + 1;
}
