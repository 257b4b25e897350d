import { z } from 'zod';
import { defineEndpoint, fileAnswer } from '#kernel/contract/endpoint.ts';

const procedure = z.enum(['formation', 'reelection', 'dissolution']);
const callers = ['partyWorkOfficer', 'zoneLeader', 'auditor', 'branchSecretary'] as const;

/** Which papers a procedure needs (ORG-06, ORG-07, ORG-14..22). */
export const papersList = defineEndpoint({
  method: 'GET',
  path: '/api/papers/:procedure/:id',
  summary: 'Papers that a formation, re-election or dissolution needs',
  callers,
  params: z.strictObject({ procedure, id: z.uuid('不是有效的记录编号') }),
  answer: z.object({ papers: z.array(z.object({ key: z.string(), title: z.string(), rule: z.string() })) }),
});

/** One paper as a Word draft, filled from the case; what is not known is left open. */
export const paperDraft = defineEndpoint({
  method: 'GET',
  path: '/api/papers/:procedure/:id/:paper',
  summary: 'A paper of the procedure as a Word draft',
  callers,
  params: z.strictObject({ procedure, id: z.uuid('不是有效的记录编号'), paper: z.string().max(40) }),
  answer: fileAnswer,
});
