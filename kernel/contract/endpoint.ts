import { z } from 'zod';
import type { LimitName } from '#kernel/rules/limits.ts';
import type { Role } from './role.ts';

/** Who may call: everyone, anyone signed in, or holders of a role. Row rights come on top. */
export type Callers = 'everyone' | 'signedIn' | readonly Role[];

/**
 * One operation of the API as plain data that server and web both import. `query` values arrive as text:
 * use `z.coerce` or the helpers below.
 */
export type Endpoint<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  O extends z.ZodType = z.ZodType,
> = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** `/api/firms/:id` */
  readonly path: string;
  readonly summary: string;
  readonly callers: Callers;
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** the answer's schema; `fileAnswer` for bytes */
  readonly answer: O;
  /** creates take an Idempotency-Key; updates need If-Match with the version read */
  readonly effect: 'none' | 'create' | 'update' | 'act';
  /** how often one address or person may ask this; by what it answers when absent (kernel/rules/limits.ts) */
  readonly limit?: LimitName | undefined;
};

type Draft<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType> = {
  readonly method: Endpoint['method'];
  readonly path: string;
  readonly summary: string;
  readonly callers: Callers;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly answer: O;
  readonly effect?: Endpoint['effect'];
  readonly limit?: LimitName;
};

export const nothing = z.strictObject({});

/** A download: the handler answers `{ name, type, bytes | stream }`. */
export const fileAnswer = z.custom<FileAnswer>();

export type FileAnswer = {
  readonly fileName: string;
  readonly contentType: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
};

export function defineEndpoint<
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
  O extends z.ZodType = z.ZodType,
>(draft: Draft<P, Q, B, O>): Endpoint<P, Q, B, O> {
  return {
    params: nothing as unknown as P,
    query: nothing as unknown as Q,
    body: nothing as unknown as B,
    effect: draft.method === 'GET' ? 'none' : 'act',
    ...draft,
  };
}

export const idParams = z.strictObject({ id: z.uuid('不是有效的记录编号') });

/** The page of a list: keyset cursor, exact total. */
export function pageOf<T extends z.ZodType>(row: T) {
  return z.object({ rows: z.array(row), total: z.number(), next: z.string().nullable() });
}

export type InputOf<E extends Endpoint> = {
  readonly params: z.infer<E['params']>;
  readonly query: z.infer<E['query']>;
  readonly body: z.infer<E['body']>;
};

export type AnswerOf<E extends Endpoint> = z.infer<E['answer']>;
