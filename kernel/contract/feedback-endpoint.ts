import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const feedbackEndpoint = defineEndpoint({
  method: 'POST',
  path: '/api/feedback',
  summary: 'Tell the people who run the system what is awkward or wrong',
  callers: 'signedIn',
  body: z.strictObject({
    page: z.string().max(500),
    text: z.string().trim().min(1, '请填写').max(2000),
  }),
  answer: z.object({ id: z.string() }),
  effect: 'create',
});
