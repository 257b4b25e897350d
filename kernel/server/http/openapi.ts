import { z } from 'zod';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import { Problem } from '#kernel/contract/problem.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the endpoints served; what a schema cannot say in JSON (a custom check) is left open. */
export function describeApi(endpoints: readonly Endpoint[]): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
    const item = paths[path] ?? {};
    item[endpoint.method.toLowerCase()] = operationOf(endpoint);
    paths[path] = item;
  }
  return {
    openapi: '3.1.0',
    info: { title: '链心 Lianxin', version: '0.1.0' },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'lianxin_session' } },
      schemas: { Problem: schemaOf(Problem, 'output') },
    },
    paths,
  };
}

function operationOf(endpoint: Endpoint): Json {
  const headers = [
    ...(endpoint.effect === 'create' ? [header('Idempotency-Key')] : []),
    ...(endpoint.effect === 'update' ? [header('If-Match')] : []),
    ...(endpoint.method !== 'GET' && endpoint.callers !== 'everyone' ? [header('X-CSRF-Token')] : []),
  ];
  const problem = {
    description: 'RFC 9457 problem document',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return {
    summary: endpoint.summary,
    ...(endpoint.callers === 'everyone' ? {} : { security: [{ session: [] }] }),
    'x-callers': endpoint.callers,
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query'), ...headers],
    ...(endpoint.method === 'GET'
      ? {}
      : { requestBody: { content: { 'application/json': { schema: schemaOf(endpoint.body, 'input') } } } }),
    responses: {
      [endpoint.effect === 'create' ? '201' : '200']: {
        description: 'Done',
        content: { 'application/json': { schema: schemaOf(endpoint.answer, 'output') } },
      },
      '4XX': problem,
      '5XX': problem,
    },
  };
}

function parametersOf(schema: z.ZodType, where: 'path' | 'query'): Json[] {
  const { properties, required } = schemaOf(schema, 'input') as { properties?: Record<string, Json>; required?: string[] };
  return Object.entries(properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (required?.includes(name) ?? false),
    schema: property,
  }));
}

function header(name: string): Json {
  return { name, in: 'header', required: true, schema: { type: 'string' } };
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
