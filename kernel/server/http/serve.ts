import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Actor } from '#kernel/contract/access.ts';
import { fileAnswer, type AnswerOf, type Endpoint, type FileAnswer, type InputOf } from '#kernel/contract/endpoint.ts';
import type { LimitName } from '#kernel/rules/limits.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import { withZone, type Tx } from '../database/door.ts';
import { isOutdated } from '../database/planned.ts';
import { withReading } from '../database/replica.ts';
import type { Ask, House } from '../house.ts';
import { answerOnce } from './idempotency.ts';
import { countedAddress, type Limits } from './limits.ts';
import { refusedBySchema } from './problem.ts';
import { forbidden, Refused } from './refused.ts';
import type { Traffic } from './traffic.ts';
import { receiveFile } from './uploads.ts';

/** Who stands behind a request's cookie; undefined when nobody does. Identity provides it. */
export type SessionResolver = (request: FastifyRequest) => Promise<Session | undefined>;

export type Session = {
  readonly actor: Actor;
  readonly sessionId: string;
  readonly csrf: string;
  /** how far the database had written its log when the session was read; null where nobody needs to know */
  readonly position: string | null;
};

/** A request with its version (If-Match), when the endpoint changes something that has one. */
export type Question<E extends Endpoint> = InputOf<E> & { readonly version: number };

export type Handler<E extends Endpoint> = (
  input: Question<E>,
  ask: Ask & { readonly sessionId: string },
  reply: FastifyReply,
) => Promise<AnswerOf<E>>;

/** For endpoints that everyone may call: there is no actor and no zone yet. */
export type OpenHandler<E extends Endpoint> = (input: InputOf<E>, request: FastifyRequest, reply: FastifyReply) => Promise<AnswerOf<E>>;

export type Server = {
  readonly fastify: FastifyInstance;
  readonly house: House;
  readonly sessions: SessionResolver;
  readonly limits: Limits;
  readonly traffic: Traffic;
};

/** Binds an endpoint to its use case: caller, input, transaction, answer. */
export function serve<E extends Endpoint>(server: Server, endpoint: E, handler: Handler<E>): void {
  const { fastify, house } = server;
  house.endpoints.push(endpoint);
  fastify.route({
    method: endpoint.method,
    url: endpoint.path.replaceAll(/\.(\w+)$/g, '.$1'),
    handler: async (request, reply) => {
      const session = await admit(server, endpoint, request);
      const version = endpoint.effect === 'update' ? readVersion(request) : 0;
      const key = readIdempotencyKey(endpoint, request);
      const input = readInput(endpoint, request);
      const file = await receiveFile(request);
      const body = file ? [file.fileName, createHash('sha256').update(file.bytes).digest('hex')] : input.body;
      const { actor, position } = session;
      const answer = async (tx: Tx) => {
        const ask = { house, tx, actor, now: house.now(), ip: request.ip, sessionId: session.sessionId };
        const work = () => handler({ ...input, version }, ask, reply);
        return key ? answerOnce(ask, { key, route: `${endpoint.method} ${request.url}`, body }, work) : work();
      };
      const read = { zoneId: actor.zoneId, name: `${endpoint.path} ${actor.roles.join()}`, position };
      const transaction =
        endpoint.method === 'GET'
          ? () => withReading(house.db, house.replica, read, answer)
          : () => withZone(house.db, actor.zoneId, answer);
      return send(reply, await retrying(transaction), endpoint);
    },
  });
}

/** Binds a question that reads by connections of its own: no transaction is kept open around it, nor a second one waited for. */
export function serveApart<E extends Endpoint>(
  server: Server,
  endpoint: E,
  handler: (input: InputOf<E>, actor: Actor) => Promise<AnswerOf<E>>,
): void {
  server.house.endpoints.push(endpoint);
  server.fastify.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, reply) => {
      const { actor } = await admit(server, endpoint, request);
      return send(reply, await handler(readInput(endpoint, request), actor), endpoint);
    },
  });
}

/** Who asks, if they may ask this at all, and not too often. */
async function admit(server: Server, endpoint: Endpoint, request: FastifyRequest): Promise<Session> {
  const session = await server.sessions(request);
  if (!session) throw signInFirst();
  server.traffic.nameCaller(request, session.actor.userId);
  guardCsrf(request, session);
  guardCaller(endpoint, session.actor);
  const limit = limitOf(endpoint, request);
  if (limit) server.limits.take(limit, session.actor.userId);
  return session;
}

/** Binds an endpoint that needs no session (health, login, the provider's call-back). */
export function serveOpen<E extends Endpoint>(server: Server, endpoint: E, handler: OpenHandler<E>): void {
  server.house.endpoints.push(endpoint);
  server.fastify.route({
    method: endpoint.method,
    url: endpoint.path,
    handler: async (request, reply) => {
      if (endpoint.limit) server.limits.take(endpoint.limit, countedAddress(request.ip));
      return send(reply, await handler(readInput(endpoint, request), request, reply), endpoint);
    },
  });
}

/** What an endpoint says of itself; else by what goes in and comes out. */
function limitOf(endpoint: Endpoint, request: FastifyRequest): LimitName | undefined {
  return endpoint.limit ?? (request.isMultipart?.() ? 'upload' : endpoint.answer === fileAnswer ? 'export' : undefined);
}

function signInFirst(): Refused {
  return new Refused(401, { code: 'SIGN_IN_FIRST', message: { zh: '请先登录', en: 'Please sign in first' } });
}

function guardCsrf(request: FastifyRequest, session: Session): void {
  if (request.method === 'GET' || request.headers['x-csrf-token'] === session.csrf) return;
  throw new Refused(403, {
    code: 'CSRF',
    message: { zh: '页面已过期，请刷新后重试', en: 'This page is out of date; reload it and try again' },
  });
}

function guardCaller(endpoint: Endpoint, actor: Actor): void {
  const { callers } = endpoint;
  if (callers === 'everyone' || callers === 'signedIn') return;
  if (callers.some((role) => actor.roles.includes(role))) return;
  throw forbidden({ zh: '您的角色不能进行此项操作', en: 'Your role does not allow this' });
}

function readInput<E extends Endpoint>(endpoint: E, request: FastifyRequest): InputOf<E> {
  const issues: z.core.$ZodIssue[] = [];
  const read = (schema: z.ZodType, value: unknown, prefix: string): unknown => {
    issues.push(...unsayable(value, prefix ? [prefix] : []));
    const parsed = schema.safeParse(value ?? {}, { reportInput: true });
    if (parsed.success) return parsed.data;
    issues.push(...parsed.error.issues.map((issue) => (prefix ? { ...issue, path: [prefix, ...issue.path] } : issue)));
    return undefined;
  };
  const input = {
    params: read(endpoint.params, request.params, 'path'),
    query: read(endpoint.query, request.query, 'query'),
    // a file comes beside the body, never instead of it: what the schema asks for is missed by name
    body: read(endpoint.body, request.isMultipart?.() ? {} : request.body, ''),
  };
  if (issues.length > 0) throw refusedBySchema(issues);
  return input as InputOf<E>;
}

/** Text that no database can keep: NUL, and half of a surrogate pair. Looked for everywhere, so that no schema need. */
function unsayable(value: unknown, path: readonly PropertyKey[]): z.core.$ZodIssue[] {
  if (typeof value === 'string') {
    const sayable = !value.includes('\u0000') && value.isWellFormed();
    return sayable ? [] : [issueOf(path, unsayableText)];
  }
  if (typeof value !== 'object' || value === null) return [];
  if (path.length >= depthMost) return [issueOf([], tooDeep)];
  return Object.entries(value).flatMap(([key, item]) => [
    ...unsayable(key, [...path, key.toWellFormed()]),
    ...unsayable(item, [...path, key.toWellFormed()]),
  ]);
}

function issueOf(path: readonly PropertyKey[], refusal: Refusal): z.core.$ZodIssue {
  return { code: 'custom', path: [...path], input: undefined, message: refusal.message.zh, params: { refusal } };
}

const depthMost = 32;

const tooDeep: Refusal = {
  code: 'TOO_DEEP',
  message: { zh: `嵌套不超过 ${depthMost} 层`, en: `At most ${depthMost} levels deep` },
};

const unsayableText: Refusal = {
  code: 'TEXT_UNSAYABLE',
  message: {
    zh: '含有不能保存的字符（NUL 或不成对的代理字符）',
    en: 'Holds a character that cannot be kept (NUL or an unpaired surrogate)',
  },
};

function readVersion(request: FastifyRequest): number {
  const match = /^(?:W\/)?"(\d{1,9})"$/.exec(request.headers['if-match'] ?? '');
  if (match?.[1]) return Number(match[1]);
  throw new Refused(428, {
    code: 'VERSION_REQUIRED',
    message: {
      zh: '修改时须在 If-Match 中给出所读到的版本号，例如 "3"',
      en: 'A change must name the version it was read at in If-Match, for example "3"',
    },
  });
}

/** A question changes nothing and is asked anew each time, whatever key it carries. */
function readIdempotencyKey(endpoint: Endpoint, request: FastifyRequest): string | undefined {
  if (request.method === 'GET') return undefined;
  const key = request.headers['idempotency-key'];
  if (typeof key === 'string' && /^[\x21-\x7e]{8,100}$/.test(key)) return key;
  if (key === undefined && endpoint.effect !== 'create') return undefined;
  throw new Refused(400, {
    code: 'IDEMPOTENCY_KEY_REQUIRED',
    message: {
      zh: '新建时须带 Idempotency-Key（8–100 个可见字符），重发同一请求用同一个',
      en: 'A create needs an Idempotency-Key of 8 to 100 visible characters; repeat it when you resend',
    },
  });
}

/** Serialisation failures, deadlocks and a migration under way are nobody's fault: the whole transaction is tried again. */
async function retrying<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (attempt >= 3 || !(code === '40001' || code === '40P01' || isOutdated(error))) throw error;
    }
  }
}

function send(reply: FastifyReply, answer: unknown, endpoint: Endpoint): unknown {
  if (isFile(answer)) {
    const name = encodeURIComponent(answer.fileName);
    return reply
      .header('content-type', answer.contentType)
      .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
      .send(answer.content instanceof Uint8Array ? Buffer.from(answer.content) : answer.content);
  }
  if (endpoint.effect === 'create' && !reply.sent) reply.code(201);
  return answer;
}

function isFile(answer: unknown): answer is FileAnswer {
  return typeof answer === 'object' && answer !== null && 'fileName' in answer && 'content' in answer;
}
