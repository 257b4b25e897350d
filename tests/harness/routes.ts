import { randomUUID } from 'node:crypto';
import { defaultPointsScheme } from '#features/finance/rules/points-scheme.ts';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import { roleNames, roleScopes, type Role } from '#kernel/contract/role.ts';
import type { Client } from './app.ts';
import type { ServiceZone } from './service-zone.ts';

/** Every endpoint that the house serves, by method and path. */
export const nameOf = (endpoint: Endpoint): string => `${endpoint.method} ${endpoint.path}`;

const paramValues: Readonly<Record<string, () => string>> = {
  id: randomUUID,
  quietId: randomUUID,
  attachmentId: randomUUID,
  token: () => 'x'.repeat(43),
  zone: randomUUID,
  record: () => 'firm',
  move: () => 'say',
  year: () => '2026',
  procedure: () => 'formation',
  paper: () => 'application',
};

/** The address with its parameters filled in, by ids that are nobody's unless given, and the query it cannot do without. */
export function addressOf(endpoint: Endpoint, params: Readonly<Record<string, string>> = {}): string {
  const query = endpoint.path.endsWith('/visit-clashes')
    ? '?on=2026-06-10'
    : nameOf(endpoint) === 'GET /api/organisations/:id/review'
      ? `?schemeId=${randomUUID()}`
      : '';
  return `${pathOf(endpoint, params)}${query}`;
}

function pathOf(endpoint: Endpoint, params: Readonly<Record<string, string>>): string {
  return endpoint.path.replaceAll(/:(\w+)/g, (_whole, name: string) => params[name] ?? paramValues[name]?.() ?? 'x');
}

const emptyBriefing = {
  mark: '简报',
  title: '标题',
  issuer: '',
  day: '2026-06-03',
  editorNote: '',
  blocks: [],
  report: '',
  send: '',
  issueTo: '',
  copies: null,
};

/** A body that fits its schema: it takes an allowed caller past the checks of form, to what the rules say. */
export function bodyFor(endpoint: Endpoint): Record<string, unknown> {
  const known: Readonly<Record<string, Record<string, unknown>>> = {
    'POST /api/firms/:id/merge': { intoId: randomUUID(), intoVersion: 1, why: '测试' },
    'POST /api/firm-merges/:id/undo': { why: '测试' },
    'POST /api/import-batches/:id/dry-run': { sheet: '表', headerRow: 1, mapping: {} },
    'POST /api/import-batches/:id/commit': { onlyGood: true },
    'PUT /api/points-scheme-drafts/:id': { edition: '', effectiveFrom: null, source: '', scheme: defaultPointsScheme.params },
    'POST /api/visits/:id/requests': { text: '需要招工' },
    'POST /api/radar/:id/inquiries': { bankIds: [randomUUID()] },
    'POST /api/points-passports/:id/showings': { receiverId: randomUUID(), indicators: [] },
    'POST /api/handovers/:id/decide': { accepted: true },
    'POST /api/supply-edges/:id/word': { word: 'confirmed' },
    'POST /api/equity-referrals/:id/scores': { scores: { technology: 1, market: 1, team: 1, finance: 1, fit: 1 }, opinion: '测试' },
    'PUT /api/briefings/:id': emptyBriefing,
    'PUT /api/forms/:id': { head: { title: '表', asker: '某部', document: '', purpose: '', dueOn: null }, mapping: {} },
    'PUT /api/form-fillings/:id': { answers: {}, subjects: {} },
    'POST /api/briefings/:id/withdraw': { why: '测试' },
    'POST /api/organisations/:id/review': { parts: [{ partId: randomUUID(), evidence: '做法' }] },
    'POST /api/firms/:id/quiet-weeks': { fromOn: '2026-06-10', toOn: '2026-06-12' },
  };
  if (endpoint.path.endsWith('/end')) return { endedOn: null, why: '测试' };
  if (endpoint.path.endsWith('/reveal')) return { field: 'phone', why: '测试' };
  return known[nameOf(endpoint)] ?? {};
}

/** Signs in one person for every role, each scoped to the zone's own firm or unit where the role needs a scope. */
export async function everyRole(zone: ServiceZone): Promise<Record<Role, Client>> {
  const scopes = { zone: undefined, department: zone.units.economy, firm: zone.firmId, organisation: randomUUID(), provider: randomUUID() };
  const clients = {} as Record<Role, Client>;
  for (const role of roleNames) {
    const scopeId = scopes[roleScopes[role]];
    await zone.addUser({ loginName: `as-${role}`, grants: [{ role, ...(scopeId ? { scopeId } : {}) }] });
    clients[role] = await zone.signIn(`as-${role}`);
  }
  return clients;
}

/** Somebody who may call this endpoint; undefined when nobody may. */
export function callerOf(endpoint: Endpoint, clients: Readonly<Record<Role, Client>>): Client | undefined {
  if (typeof endpoint.callers === 'string') return clients.dispatcher;
  const role = endpoint.callers.includes('dispatcher') ? 'dispatcher' : endpoint.callers[0];
  return role && clients[role];
}
