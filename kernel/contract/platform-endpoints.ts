import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const health = defineEndpoint({
  method: 'GET',
  path: '/api/health',
  summary: 'Is the process alive?',
  callers: 'everyone',
  answer: z.object({ alive: z.literal(true) }),
});

export const ready = defineEndpoint({
  method: 'GET',
  path: '/api/ready',
  summary: 'Can it serve: database reachable, migrations current, not about to end?',
  callers: 'everyone',
  answer: z.object({ ready: z.boolean(), database: z.boolean(), migrations: z.boolean(), stopping: z.boolean() }),
});

export const openApi = defineEndpoint({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This API, as OpenAPI 3.1',
  callers: 'everyone',
  limit: 'open',
  answer: z.unknown(),
});

/** Server-sent events: `changed` with `{kind, name, id}`, a hint to look again. */
export const events = defineEndpoint({
  method: 'GET',
  path: '/api/events',
  summary: 'What has changed, as server-sent events',
  callers: 'signedIn',
  answer: z.unknown(),
});
