import { z } from 'zod';
import { defineEndpoint } from '#kernel/contract/endpoint.ts';
import { parseIsoDate } from '#kernel/rules/instant.ts';

const day = z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期，应为 YYYY-MM-DD');

export const PolicyParams = z.record(z.string(), z.unknown());

export const servicePolicy = defineEndpoint({
  method: 'GET',
  path: '/api/service-policy',
  summary: 'Every edition of the service limits, with its source',
  callers: 'signedIn',
  answer: z.object({ editions: z.array(z.object({ edition: z.string(), effectiveFrom: z.string(), source: z.string(), confidence: z.string(), params: PolicyParams })), inForce: z.string() }),
});

const policyDraft = z.strictObject({ edition: z.string().trim().min(1).max(60), effectiveFrom: day, source: z.string().trim().min(1, '须写明出处').max(300), params: PolicyParams });

const MovedClock = z.object({ requestId: z.string(), number: z.string(), title: z.string(), clock: z.string(), before: z.string(), after: z.string(), lampBefore: z.string(), lampAfter: z.string() });

export const previewPolicy = defineEndpoint({
  method: 'POST',
  path: '/api/service-policy/preview',
  summary: 'Which open cases would move under other limits; nothing is saved',
  callers: ['dispatcher', 'zoneLeader'],
  body: policyDraft,
  answer: z.object({ looked: z.number(), moved: z.array(MovedClock), turned: z.object({ toRed: z.number(), fromRed: z.number() }) }),
});

export const adoptPolicy = defineEndpoint({
  method: 'POST',
  path: '/api/service-policy',
  summary: 'Adopt a new edition of the limits; earlier days keep theirs',
  callers: ['dispatcher'],
  effect: 'create',
  body: policyDraft,
  answer: z.object({ edition: z.string() }),
});

/** A deadline reckoned aloud: for pages, and for anyone who doubts a date. */
export const reckonDeadline = defineEndpoint({
  method: 'GET',
  path: '/api/work-calendar/deadline',
  summary: 'The day on which a period ends by the working calendar',
  callers: 'signedIn',
  query: z.strictObject({ from: day, workingDays: z.coerce.number().int().min(0).max(1000), mode: z.enum(['excludeStart', 'includeStart']).optional() }),
  answer: z.object({ date: z.string(), provisional: z.boolean(), missingYears: z.array(z.number()) }),
});

export const workCalendar = defineEndpoint({
  method: 'GET',
  path: '/api/work-calendar',
  summary: 'Loaded years, exceptions and office hours',
  callers: 'signedIn',
  answer: z.object({ years: z.array(z.object({ year: z.number(), source: z.string() })), entries: z.array(z.object({ date: z.string(), isWorkday: z.boolean(), name: z.string() })), hours: z.array(z.tuple([z.string(), z.string()])) }),
});

export const loadCalendarYear = defineEndpoint({
  method: 'PUT',
  path: '/api/work-calendar/:year',
  summary: "Load a year's State Council notice",
  callers: ['dispatcher', 'systemAdmin'],
  params: z.strictObject({ year: z.coerce.number().int().min(2000).max(2100) }),
  body: z.strictObject({ source: z.string().trim().min(1).max(200), entries: z.array(z.strictObject({ date: day, isWorkday: z.boolean(), name: z.string().max(60) })).max(366) }),
  answer: z.object({ year: z.number(), entries: z.number() }),
});
