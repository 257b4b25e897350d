import { z } from 'zod';
import type { ClockAccount } from '#kernel/rules/clock.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Holder } from '#kernel/rules/case.ts';
import type { CaseDeclaration } from './case.ts';
import { defineEndpoint, fileAnswer, idParams, pageOf } from './endpoint.ts';
import { fieldsSchema } from './field-schema.ts';
import type { RecordRow } from './record.ts';
import { callersFor, listQuery, recordEndpoints } from './record-endpoints.ts';
import type { Text } from './text.ts';

/** One line of the timeline: a move, a word, a file, or a clock that turned colour. */
export type TimelineEntry = {
  readonly seq: number;
  readonly move: string;
  readonly at: string;
  readonly actor: string;
  readonly says: Text;
  /** the move's form as it was filled in, references already as titles */
  readonly input: readonly { readonly label: Text; readonly value: Text }[];
};

export type OfferedMove = { readonly name: string; readonly refusal: Refusal | null };

export type ClockView = {
  readonly key: string;
  readonly label: Text;
  readonly holder: Holder & { readonly title: Text };
  readonly account: ClockAccount;
};

/** All that the case page shows, in one answer. */
export type CaseView = {
  readonly row: RecordRow;
  readonly status: string;
  readonly moves: readonly OfferedMove[];
  readonly timeline: readonly TimelineEntry[];
  readonly clocks: readonly ClockView[];
  readonly tasks: readonly {
    readonly key: string;
    readonly holder: Holder & { readonly title: Text };
    readonly moves: readonly string[];
    readonly mine: boolean;
  }[];
};

/** One line of somebody's inbox, ordered by consequence. */
export type InboxItem = {
  readonly case: string;
  readonly id: string;
  readonly task: string;
  readonly title: string;
  readonly status: string;
  readonly version: number;
  readonly moves: readonly string[];
  readonly dueAt: string | null;
  readonly lamp: 'green' | 'yellow' | 'red' | null;
  readonly paused: boolean;
  readonly since: string;
};

const Row = z.custom<RecordRow>();

/** The operations that every case has, made from its declaration. */
export function caseEndpoints(declaration: CaseDeclaration) {
  const base = `/api/${declaration.path}`;
  const one = `${base}/:id`;
  const noun = declaration.label.en.toLowerCase();
  const readers = callersFor(declaration, 'read');
  const { history, viewers } = recordEndpoints(declaration);
  const query = listQuery(declaration);
  return {
    list: defineEndpoint({
      method: 'GET',
      path: base,
      summary: `List ${noun}s`,
      callers: readers,
      query,
      answer: pageOf(Row),
    }),
    export: defineEndpoint({
      method: 'GET',
      path: `${base}.xlsx`,
      summary: `Export ${noun}s as the screen shows them`,
      callers: callersFor(declaration, 'export'),
      query,
      answer: fileAnswer,
    }),
    read: defineEndpoint({
      method: 'GET',
      path: one,
      summary: `A ${noun} with its timeline, clocks and possible moves`,
      callers: readers,
      params: idParams,
      answer: z.custom<CaseView>(),
    }),
    open: defineEndpoint({
      method: 'POST',
      path: base,
      summary: `Open a ${noun}`,
      callers: declaration.open.by,
      body: fieldsSchema(declaration.open.input, 'create'),
      answer: z.custom<CaseView>(),
      effect: 'create',
    }),
    move: defineEndpoint({
      method: 'POST',
      path: `${one}/moves/:move`,
      summary: `Make a move of a ${noun}`,
      callers: 'signedIn',
      params: z.strictObject({ id: z.uuid('不是有效的记录编号'), move: z.string().max(60) }),
      body: z.record(z.string(), z.unknown()),
      answer: z.custom<CaseView>(),
      effect: 'update',
    }),
    history,
    viewers,
  };
}

export const inboxEndpoint = defineEndpoint({
  method: 'GET',
  path: '/api/inbox',
  summary: 'What needs me, ordered by consequence',
  callers: 'signedIn',
  query: z.strictObject({ limit: z.coerce.number().int().min(1).max(200).optional() }),
  answer: z.object({ items: z.array(z.custom<InboxItem>()), total: z.number() }),
});
