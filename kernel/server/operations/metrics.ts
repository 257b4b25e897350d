import { timingSafeEqual } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { FastifyRequest } from 'fastify';
import { lastRuns } from '../backup/drill.ts';
import { lagOf } from '../database/replica.ts';
import type { House } from '../house.ts';
import { forbidden } from '../http/refused.ts';
import type { Server } from '../http/serve.ts';
import { secondBounds, type RouteCount } from '../http/traffic.ts';
import { readQueues } from './queues.ts';

const local = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

/**
 * GET /api/metrics, Prometheus text format 0.0.4, of this process and of the queues all processes share. No business
 * data. For callers on this machine that no proxy stands before, and for whoever bears the token.
 */
export function serveMetrics(server: Server, token: string | undefined): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  server.fastify.addHook('onClose', async () => delay.disable());
  server.fastify.get('/api/metrics', async (request, reply) => {
    if (!mayRead(request, token)) {
      throw forbidden({
        zh: '指标只供本机或持有 LIANXIN_METRICS_TOKEN 者读取',
        en: 'Metrics are for callers on this machine, or with LIANXIN_METRICS_TOKEN as bearer token',
      });
    }
    const { db } = server.house;
    const queues = await readQueues(server.house);
    const { proved } = await lastRuns(server.house);
    const replica = await replicaLines(server.house);
    const memory = process.memoryUsage();
    const lag = [0.5, 0.99, 1].map((part) => [`quantile="${part}"`, delay.percentile(part * 100) / 1e9] as const);
    delay.reset();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(
      [
        ...requestLines([...server.traffic.counts.values()]),
        ...metric('lianxin_clocks_due', 'gauge', 'Clocks that have turned and were not looked at yet', queues.clocks.waiting),
        ...metric('lianxin_clocks_due_oldest_seconds', 'gauge', 'How long the oldest of them waits', queues.clocks.oldestSeconds),
        ...metric('lianxin_audit_unsealed', 'gauge', 'Audit entries that no link of the chain covers yet', queues.audit.waiting),
        ...metric('lianxin_audit_unsealed_oldest_seconds', 'gauge', 'How long the oldest of them waits', queues.audit.oldestSeconds),
        ...metric(
          'lianxin_backup_proved_timestamp_seconds',
          'gauge',
          'When the newest proved backup was taken; 0: never',
          (proved ?? 0) / 1000,
        ),
        ...metric('lianxin_database_queries_total', 'counter', 'Queries sent', db.timing.queries),
        ...metric('lianxin_database_slow_queries_total', 'counter', 'Queries that took longer than half a second', db.timing.slow),
        ...metric('lianxin_database_pool_connections', 'gauge', 'Connections by state', [
          ['state="idle"', db.pool.idleCount],
          ['state="used"', db.pool.totalCount - db.pool.idleCount],
        ]),
        ...metric('lianxin_database_pool_waiting', 'gauge', 'Requests that wait for a connection', db.pool.waitingCount),
        ...replica,
        ...metric('lianxin_memory_bytes', 'gauge', 'Memory of the process', [
          ['kind="resident"', memory.rss],
          ['kind="heap"', memory.heapUsed],
        ]),
        ...metric('lianxin_event_loop_lag_seconds', 'gauge', 'Delay of the event loop since the last look', lag),
        ...metric('lianxin_stopping', 'gauge', 'Is the process about to end?', server.traffic.isStopping() ? 1 : 0),
        '',
      ].join('\n'),
    );
  });
}

function mayRead(request: FastifyRequest, token: string | undefined): boolean {
  const given = Buffer.from(request.headers.authorization?.replace(/^Bearer /, '') ?? '');
  const wanted = Buffer.from(token ?? '');
  if (token !== undefined && given.length === wanted.length && timingSafeEqual(given, wanted)) return true;
  return request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined && local.includes(request.ip);
}

async function replicaLines({ db, replica }: House): Promise<string[]> {
  if (!replica) return [];
  const lag = await lagOf(db, replica);
  const passed = Object.entries(replica.reads.passed).map(
    ([because, count]) => [`answered="primary",because="${because}"`, count] as const,
  );
  return [
    ...metric('lianxin_replica_reads_total', 'counter', 'Reads that a replica might answer, by who did and why', [
      ['answered="replica",because=""', replica.reads.answered],
      ...passed,
    ]),
    ...metric('lianxin_replica_up', 'gauge', 'Does the replica say where it is?', lag === undefined ? 0 : 1),
    ...(lag === undefined
      ? []
      : metric('lianxin_replica_lag_bytes', 'gauge', 'Log of the primary that the replica has not replayed yet', lag)),
  ];
}

type Values = number | readonly (readonly [labels: string, value: number])[];

function metric(name: string, type: 'gauge' | 'counter', help: string, values: Values): string[] {
  const lines = typeof values === 'number' ? [`${name} ${values}`] : values.map(([labels, value]) => `${name}{${labels}} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}

function requestLines(counts: readonly RouteCount[]): string[] {
  const labels = ({ method, route, status }: RouteCount) => `method="${method}",route="${route}",status="${status}"`;
  const name = 'lianxin_http_request_seconds';
  return [
    `# HELP ${name} Requests by route pattern and status, from their head to the last byte of the answer`,
    `# TYPE ${name} histogram`,
    ...counts.flatMap((one) => [
      ...secondBounds.map((bound, index) => `${name}_bucket{${labels(one)},le="${bound}"} ${one.within[index] ?? 0}`),
      `${name}_bucket{${labels(one)},le="+Inf"} ${one.count}`,
      `${name}_sum{${labels(one)}} ${one.seconds}`,
      `${name}_count{${labels(one)}} ${one.count}`,
    ]),
  ];
}
