import { z } from 'zod';
import { parseIsoDate } from '#kernel/rules/instant.ts';
import type { Action } from './access.ts';
import { defineEndpoint, fileAnswer, idParams, pageOf } from './endpoint.ts';
import { fieldsSchema } from './field-schema.ts';
import type { RecordDeclaration, RecordRow } from './record.ts';
import { roleNames, type Role } from './role.ts';

export const pageSize = { default: 50, most: 200 } as const;

const text = z.object({ zh: z.string(), en: z.string() });

/** One line of a record's or case's past: who changed what, when and why. */
export const HistoryEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  why: z.string().nullable(),
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});

/** "Who can see this, and why?": one line per sentence of the policy, with the people it lets in. */
export const Viewer = z.object({
  userId: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  may: z.array(z.string()),
  why: z.array(text),
});

const RowAnswer = z.custom<RecordRow>();

/** The list's address bar: search, one parameter per filter, order, keyset cursor; a case's status and lamp. */
export function listQuery(declaration: RecordDeclaration) {
  const shape: Record<string, z.ZodType> = {
    q: z.string().max(100).optional(),
    order: z.string().max(60).optional(),
    after: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(pageSize.most).optional(),
    ended: z.enum(['live', 'ended', 'all']).optional(),
  };
  const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期');
  for (const name of declaration.list.filters) {
    const field = declaration.fields[name];
    if (field?.kind === 'date' || field?.kind === 'moment') {
      shape[`${name}.from`] = day.optional();
      shape[`${name}.to`] = day.optional();
    } else shape[name] = z.string().max(2000).optional();
  }
  if ('states' in declaration) {
    shape['status'] = z.string().max(500).optional();
    shape['lamp'] = z
      .string()
      .regex(/^(green|yellow|red)(,(green|yellow|red))*$/)
      .optional();
  }
  return z.strictObject(shape) as z.ZodType<Record<string, string | number | undefined>>;
}

/** Roles that any sentence of the policy lets do this; the rows are narrowed when the policy is compiled. */
export function callersFor(declaration: RecordDeclaration, action: Action): readonly Role[] {
  return roleNames.filter((role) => declaration.access.some((rule) => rule.may.includes(action) && rule.roles.includes(role)));
}

/** The operations that every record has, made from its declaration. */
export function recordEndpoints(declaration: RecordDeclaration) {
  const base = `/api/${declaration.path}`;
  const one = `${base}/:id`;
  const noun = declaration.label.en.toLowerCase();
  const readers = callersFor(declaration, 'read');
  const query = listQuery(declaration);
  return {
    list: defineEndpoint({
      method: 'GET',
      path: base,
      summary: `List ${noun}s`,
      callers: readers,
      query,
      answer: pageOf(RowAnswer),
    }),
    export: defineEndpoint({
      method: 'GET',
      path: `${base}.xlsx`,
      summary: `Export ${noun}s as the screen shows them`,
      callers: callersFor(declaration, 'export'),
      query,
      answer: fileAnswer,
    }),
    template: defineEndpoint({
      method: 'GET',
      path: `${base}/template.xlsx`,
      summary: `Excel template for ${noun}s`,
      callers: callersFor(declaration, 'import'),
      answer: fileAnswer,
    }),
    read: defineEndpoint({
      method: 'GET',
      path: one,
      summary: `Read one ${noun}`,
      callers: readers,
      params: idParams,
      answer: RowAnswer,
    }),
    create: defineEndpoint({
      method: 'POST',
      path: base,
      summary: `Create a ${noun}`,
      callers: callersFor(declaration, 'create'),
      body: fieldsSchema(declaration.fields, 'create'),
      answer: RowAnswer,
      effect: 'create',
    }),
    update: defineEndpoint({
      method: 'PATCH',
      path: one,
      summary: `Change a ${noun}`,
      callers: callersFor(declaration, 'update'),
      params: idParams,
      body: fieldsSchema(declaration.fields, 'change'),
      answer: RowAnswer,
      effect: 'update',
    }),
    end: defineEndpoint({
      method: 'POST',
      path: `${one}/end`,
      summary: `End a ${noun} as of a date; nothing is deleted`,
      callers: callersFor(declaration, 'end'),
      params: idParams,
      body: z.strictObject({
        endedOn: z
          .string()
          .refine((value) => parseIsoDate(value) !== undefined, '不是有效日期')
          .nullable(),
        why: z.string().trim().min(1, '请说明原因').max(500),
      }),
      answer: RowAnswer,
      effect: 'update',
    }),
    reveal: defineEndpoint({
      method: 'POST',
      path: `${one}/reveal`,
      summary: 'See a masked field in clear; the look is recorded',
      callers: callersFor(declaration, 'reveal'),
      params: idParams,
      body: z.strictObject({ field: z.string().max(60), why: z.string().trim().min(1, '请说明用途').max(200) }),
      answer: z.object({ value: z.string() }),
    }),
    history: defineEndpoint({
      method: 'GET',
      path: `${one}/history`,
      summary: `Every change of a ${noun}`,
      callers: readers,
      params: idParams,
      answer: z.object({ entries: z.array(HistoryEntry) }),
    }),
    viewers: defineEndpoint({
      method: 'GET',
      path: `${one}/viewers`,
      summary: 'Who can see this, and why?',
      callers: readers,
      params: idParams,
      answer: z.object({ viewers: z.array(Viewer) }),
    }),
  };
}
