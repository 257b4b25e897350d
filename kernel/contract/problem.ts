import { z } from 'zod';

/** RFC 9457 problem document: a stable code, what was wrong where, under which rule, what to do. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  /** stable, SCREAMING_SNAKE; the web translates by it */
  code: z.string(),
  message: z.object({ zh: z.string(), en: z.string() }),
  /** names this request in the server's log */
  requestId: z.string().optional(),
  /** every faulty field, never the first alone */
  fields: z.array(
    z.object({
      path: z.string(),
      message: z.object({ zh: z.string(), en: z.string() }),
      /** where a rule of the house refuses it: its code and the rulebook's id */
      code: z.string().optional(),
      rule: z.string().optional(),
    }),
  ),
  rule: z.string().optional(),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
});

export type Problem = z.infer<typeof Problem>;
