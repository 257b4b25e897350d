import { readFile } from 'node:fs/promises';
import { countedAddress } from '#kernel/server/http/limits.ts';
import type { Server } from '#kernel/server/http/serve.ts';
import { pointsPassportKeySet } from './signing-keys.ts';

/**
 * `/passport-check`: the page with the public keys of this moment in it, so that it needs no network from then on, saved to disk
 * or not. The policy it is served under is its own: it may run its one script, and reach nothing.
 */
export function serveCheckPage({ fastify, house, limits }: Server, file: string): void {
  fastify.get('/passport-check', async (request, reply) => {
    limits.take('open', countedAddress(request.ip));
    const page = await readFile(file, 'utf8').catch(() => undefined);
    if (page === undefined) return reply.callNotFound();
    const policy = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page)?.[1];
    const keys = JSON.stringify(await pointsPassportKeySet(house.db)).replaceAll('<', String.raw`\u003c`);
    const content = page.replace('id="keys"></script>', () => `id="keys">${keys}</script>`);
    return reply
      .header('content-security-policy', `${policy ?? "default-src 'none'"}; frame-ancestors 'none'`)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(content);
  });
}
