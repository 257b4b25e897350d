import compress from '@fastify/compress';
import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { House } from '../house.ts';
import { createLimits } from './limits.ts';
import type { LogLevel } from '../settings.ts';
import { createLog, faultOf } from './log.ts';
import { refusedByDatabase } from './database-faults.ts';
import { problemOf } from './problem.ts';
import { Refused } from './refused.ts';
import type { Server, SessionResolver } from './serve.ts';
import { routeOf, watchTraffic } from './traffic.ts';

/** A server with nothing on it yet but manners: limits, headers, cookies, problem documents. */
export async function createServer(
  house: House,
  sessions: SessionResolver,
  options: { readonly trustProxy: boolean; readonly secure: boolean; readonly limits: number; readonly log?: LogLevel },
): Promise<Server> {
  const log = createLog(options.log ?? 'error');
  const fastify = Fastify({
    logger: false,
    // one proxy is believed, which writes the caller's address last: what stands before it the caller may have made up
    trustProxy: options.trustProxy && ((_address: string, hop: number) => hop === 0),
    genReqId: (request) => {
      const given = request.headers['x-request-id'];
      return options.trustProxy && typeof given === 'string' && /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    },
    bodyLimit: 1_048_576,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // closing lets every request that was begun have its answer; only lines on which nothing is asked are cut
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // a request must have arrived, and a line must have moved, within these (ms)
    requestTimeout: 300_000,
    connectionTimeout: 600_000,
    // an address that cannot be decoded is refused before any route is looked for
    frameworkErrors: (_error, _request, reply) => {
      const message = { zh: '地址无法解读', en: 'The address cannot be read' };
      // no hook runs for it, so it brings the strictest headers itself
      reply.headers({ 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff' });
      void answerProblem(reply, new Refused(400, { code: 'ADDRESS_UNREADABLE', message }));
    },
  });
  const traffic = watchTraffic(fastify, log);
  fastify.setErrorHandler(async (error, request, reply) => {
    const refused = refusedOf(error);
    // of our own faults the whole story, and nothing of callers who hung up
    if (refused.status >= 500 && !request.raw.socket.destroyed)
      log('error', { requestId: request.id, method: request.method, route: routeOf(request), fault: faultOf(error) });
    return answerProblem(reply, refused);
  });
  fastify.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? '';
    const asksForPage = request.method === 'GET' && !path.startsWith('/api/') && !/\.\w+$/.test(path);
    // every address of a page is the application's own to route; sendFile is there once the pages are served
    if (asksForPage && 'sendFile' in reply) return reply.sendFile('index.html');
    return answerProblem(
      reply,
      new Refused(404, { code: 'NO_SUCH_ADDRESS', message: { zh: '没有这个地址', en: 'There is no such address' } }),
    );
  });
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        connectSrc: ["'self'"],
        frameAncestors: ["'none'"],
        upgradeInsecureRequests: options.secure ? [] : null,
      },
    },
    strictTransportSecurity: options.secure,
  });
  fastify.addHook('onRequest', async (request, reply) => {
    reply.header('permissions-policy', nothingAllowed);
    // what the API answers is for this reader, now: no cache on the way or in the browser keeps it
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store');
  });
  await fastify.register(cookie);
  await fastify.register(compress, { threshold: 2048 });
  await fastify.register(multipart, { limits: { fileSize: 21 * 1024 * 1024, files: 1, fields: 10, parts: 12 } });
  return { fastify: fastify as unknown as FastifyInstance, house, sessions, limits: createLimits(options.limits, house.now), traffic };
}

/** The pages use none of the browser's devices. */
const nothingAllowed = ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'serial', 'bluetooth', 'display-capture']
  .map((device) => `${device}=()`)
  .join(', ');

function answerProblem(reply: FastifyReply, refused: Refused): FastifyReply {
  const wait = refused.refusal.details?.['retryAfter'];
  if (refused.status === 429 && wait !== undefined) reply.header('retry-after', String(wait));
  return reply
    .code(refused.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(problemOf(refused, reply.request.id));
}

/** Everything that can go wrong, as an answer for people; only the last kind is our own fault. */
function refusedOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = knownErrors[code];
  if (known) return new Refused(known.status, { code: known.code, message: known.message });
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) {
    return new Refused(status, {
      code: 'BAD_REQUEST',
      message: { zh: '请求无法解读', en: error instanceof Error ? error.message : 'The request cannot be read' },
    });
  }
  const byDatabase = refusedByDatabase(error);
  if (byDatabase) return byDatabase;
  return new Refused(500, {
    code: 'OUR_FAULT',
    message: { zh: '系统出错，已记录；请稍后再试', en: 'Our fault; it is on record. Please try again later' },
  });
}

const knownErrors: Readonly<Record<string, { status: number; code: string; message: { zh: string; en: string } }>> = {
  '23505': { status: 409, code: 'ALREADY_THERE', message: { zh: '已有相同的记录', en: 'The same record is already there' } },
  '23503': { status: 422, code: 'REFERENCE_UNKNOWN', message: { zh: '所引用的记录不存在', en: 'A referenced record does not exist' } },
  '55P03': {
    status: 409,
    code: 'BUSY',
    message: { zh: '有人正在处理同一条记录，请稍后再试', en: 'Somebody is working on the same record; try again shortly' },
  },
  '57014': { status: 503, code: 'TOO_SLOW', message: { zh: '查询超时，请缩小范围', en: 'The query took too long; narrow it' } },
  FST_ERR_CTP_BODY_TOO_LARGE: { status: 413, code: 'TOO_LARGE', message: { zh: '内容过大', en: 'The body is too large' } },
  FST_REQ_FILE_TOO_LARGE: { status: 413, code: 'TOO_LARGE', message: { zh: '文件超过 20 MB', en: 'The file is larger than 20 MB' } },
  FST_ERR_CTP_INVALID_JSON_BODY: {
    status: 400,
    code: 'NOT_JSON',
    message: { zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
  },
  FST_ERR_CTP_INVALID_MEDIA_TYPE: {
    status: 415,
    code: 'MEDIA_TYPE',
    message: { zh: '不支持这种内容类型', en: 'This content type is not supported' },
  },
};
