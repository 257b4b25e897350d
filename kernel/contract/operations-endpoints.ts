import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

const Run = z.object({
  kind: z.enum(['backup', 'drill']),
  beganAt: z.string(),
  endedAt: z.string().nullable(),
  /** null while it runs, and for ever when its process was killed */
  good: z.boolean().nullable(),
  file: z.string(),
  bytes: z.number().nullable(),
  rows: z.number().nullable(),
  fault: z.string().nullable(),
});

/** Whether the installation is well, without anything of what it holds. Ages are in seconds. */
export const readOperations = defineEndpoint({
  method: 'GET',
  path: '/api/operations',
  summary: 'Health, queues, backups and drills of this installation',
  callers: ['systemAdmin'],
  answer: z.object({
    node: z.string(),
    database: z.string(),
    pendingMigrations: z.array(z.string()),
    upSeconds: z.number(),
    memoryBytes: z.number(),
    pool: z.object({ open: z.number(), idle: z.number(), waiting: z.number() }),
    /** clocks that have turned and were not looked at yet, and for how long the oldest waits */
    clocks: z.object({ due: z.number(), oldestSeconds: z.number() }),
    /** entries of the audit trail that no link covers yet */
    audit: z.object({ unsealed: z.number(), oldestSeconds: z.number() }),
    backup: z.object({
      /** promised every so many days; 0 when none is promised */
      everyDays: z.number(),
      lastProvedAt: z.string().nullable(),
      nextAt: z.string().nullable(),
      late: z.boolean(),
      runs: z.array(Run),
    }),
  }),
});
