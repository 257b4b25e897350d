import { sql } from 'kysely';
import { dateOf, type IsoDate } from '#kernel/rules/instant.ts';
import { groundsOf } from '#kernel/server/cases/move.ts';
import type { Ask } from '#kernel/server/house.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import { holdsOn } from '#kernel/server/records/spans.ts';
import { storedRow } from '#kernel/server/records/write.ts';
import { organisationOnDay, organisationRules, organisationTree, termsDue } from '../contract.ts';
import { partyOrganisation } from '../records.ts';
import { traitsOf, type OrganisationKind } from '../rules/kinds.ts';
import { organisationRulesOn, parameterSources } from '../rules/organisation-pack.ts';
import { makeUpFindings } from '../rules/set-up.ts';
import { termColour, type Term } from '../rules/terms.ts';
import { memberNumbersOf, type MemberNumbers } from './member-numbers.ts';

type Standing = {
  id: string;
  name: string;
  kind: OrganisationKind;
  status: string;
  parent_id: string | null;
  park_id: string | null;
  firm_ids: string[];
  chain_ids: string[];
  legal: number;
  functional: number;
  full: number;
  secretary: string | null;
  begins_on: string | null;
  ends_on: string | null;
  delayed_to: string | null;
};

/** Serves the legal tree and one organisation, each as of any day. */
export function serveTree(server: Server): void {
  serve(server, organisationTree, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    const { packs } = await groundsOf(ask);
    const rules = organisationRulesOn(packs, asOf).params;
    const numbers = await memberNumbersOf(ask.tx, ask.actor.zoneId, asOf);
    const standing = await standingOn(ask, asOf);
    const byKind: Record<string, number> = {};
    for (const one of standing) byKind[one.kind] = (byKind[one.kind] ?? 0) + 1;
    return {
      asOf,
      organisations: standing.map((one) => ({
        id: one.id,
        name: one.name,
        kind: one.kind,
        status: one.status,
        parentId: one.parent_id,
        parkId: one.park_id,
        units: one.firm_ids.length,
        members: membersOfOne(one, numbers),
        secretary: one.secretary,
        termEndsOn: one.ends_on,
        termDelayedTo: one.delayed_to,
        termColour: colourOf(one, asOf, rules),
        chainIds: one.chain_ids,
      })),
      totals: {
        organisations: standing.length,
        byKind,
        members: await zoneMembers(ask, asOf, numbers),
        functionalMemberships: standing.reduce((sum, one) => sum + one.functional, 0),
      },
    };
  });
  serve(server, termsDue, async ({ query }, ask) => {
    const asOf = query.asOf ?? dateOf(ask.now);
    const { packs } = await groundsOf(ask);
    const rows = await termsDueOn(ask, asOf, organisationRulesOn(packs, asOf).params);
    return { asOf, total: rows.length, rows };
  });
  serve(server, organisationRules, async (_input, ask) => {
    const { packs } = await groundsOf(ask);
    const { edition, source, params } = organisationRulesOn(packs, dateOf(ask.now));
    const values: Readonly<Record<string, unknown>> = params;
    return {
      edition,
      source,
      rows: parameterSources.map(({ key, label, rule, confidence }) => ({ key, label, rule, confidence, value: sayValue(values[key]) })),
    };
  });
  serve(server, organisationOnDay, async ({ params, query }, ask) => {
    await storedRow(ask, partyOrganisation, params.id, 'read');
    return onDay(ask, params.id, query.asOf ?? dateOf(ask.now));
  });
}

/** A threshold as people read it: `least 3 · normal 5 · most 7`. */
function sayValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, own]) => `${name} ${typeof own === 'object' ? `(${sayValue(own)})` : String(own)}`)
    .join(' · ');
}

/** Organisations established on a day, by name. */
async function standingOn(ask: Ask, on: IsoDate, id?: string): Promise<readonly Standing[]> {
  const zoneId = ask.actor.zoneId;
  const { rows } = await sql<Standing>`SELECT o.id, o.name, o.kind, o.status, o.park_id, p.parent_id,
      coalesce(u.firm_ids, '{}') AS firm_ids, coalesce(c.chain_ids, '{}') AS chain_ids,
      coalesce(m.legal, 0) AS legal, coalesce(m.functional, 0) AS functional, coalesce(m.full_members, 0) AS full, s.name AS secretary,
      t.begins_on, t.ends_on, t.delayed_to
    FROM party_organisations o
    LEFT JOIN organisation_parents p ON p.zone_id = o.zone_id AND p.organisation_id = o.id AND p.from_on <= ${on}::date
      AND (p.to_on IS NULL OR p.to_on >= ${on}::date)
    LEFT JOIN LATERAL (SELECT array_agg(DISTINCT u.firm_id) AS firm_ids FROM organisation_units u
      WHERE u.zone_id = o.zone_id AND u.organisation_id = o.id AND ${holdsOn('u', on)}) u ON true
    LEFT JOIN LATERAL (SELECT array_agg(DISTINCT c.chain_id) AS chain_ids FROM organisation_chains c
      WHERE c.zone_id = o.zone_id AND c.organisation_id = o.id AND c.from_on <= ${on}::date AND (c.to_on IS NULL OR c.to_on >= ${on}::date)) c ON true
    LEFT JOIN LATERAL (SELECT count(DISTINCT m.member_id) FILTER (WHERE m.nature = 'legal')::int AS legal,
        count(DISTINCT m.member_id) FILTER (WHERE m.nature = 'functional')::int AS functional,
        count(DISTINCT m.member_id) FILTER (WHERE m.nature = 'legal' AND x.full_on <= ${on}::date)::int AS full_members
      FROM party_memberships m JOIN party_members x ON x.zone_id = m.zone_id AND x.id = m.member_id
      WHERE m.zone_id = o.zone_id AND m.organisation_id = o.id AND ${holdsOn('m', on)} AND x.joined_on <= ${on}::date
        AND (x.left_on IS NULL OR x.left_on > ${on}::date)) m ON true
    LEFT JOIN LATERAL (SELECT s.name FROM organisation_posts s WHERE s.zone_id = o.zone_id AND s.organisation_id = o.id AND s.post = 'secretary'
      AND ${holdsOn('s', on)} ORDER BY s.from_on DESC LIMIT 1) s ON true
    LEFT JOIN LATERAL (SELECT t.begins_on, t.ends_on, t.delayed_to FROM organisation_terms t WHERE t.zone_id = o.zone_id AND t.organisation_id = o.id
      AND t.begins_on <= ${on}::date AND (t.ended_on IS NULL OR t.ended_on > ${on}::date) ORDER BY t.begins_on DESC LIMIT 1) t ON true
    WHERE o.zone_id = ${zoneId} AND o.established_on <= ${on}::date AND (o.dissolved_on IS NULL OR o.dissolved_on > ${on}::date)
      AND (o.ended_on IS NULL OR o.ended_on > ${on}::date) AND (${id ?? null}::uuid IS NULL OR o.id = ${id ?? null}::uuid) ORDER BY o.name`.execute(
    ask.tx,
  );
  return rows;
}

const worse = { red: 0, orange: 1, yellow: 2 } as const;

/** Terms in any colour but green, the worst and earliest first, with the re-election under way or still to begin. */
async function termsDueOn(ask: Ask, on: IsoDate, rules: Parameters<typeof termColour>[2]) {
  const standing = await standingOn(ask, on);
  const open = await sql<{ id: string; organisation_id: string; status: string }>`SELECT id, organisation_id, status FROM reelections
    WHERE zone_id = ${ask.actor.zoneId} AND status NOT IN ('settled', 'cancelled')`.execute(ask.tx);
  const reelections = new Map(open.rows.map((row) => [row.organisation_id, row]));
  return standing
    .flatMap((one) => {
      const colour = colourOf(one, on, rules);
      if (colour === null || colour === 'green' || one.ends_on === null) return [];
      const own = reelections.get(one.id);
      return [
        {
          id: one.id,
          name: one.name,
          endsOn: one.delayed_to ?? one.ends_on,
          colour,
          reelectionId: own?.id ?? null,
          next: nextSteps[own?.status ?? 'none'] ?? nextSteps['none'] ?? { zh: '', en: '' },
        },
      ];
    })
    .sort((a, b) => worse[a.colour] - worse[b.colour] || (a.endsOn < b.endsOn ? -1 : 1));
}

const nextSteps: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  none: { zh: '发起换届', en: 'Begin the re-election' },
  preparing: { zh: '等支部报送请示', en: "Awaiting the branch's request" },
  requested: { zh: '批复请示', en: 'Answer the request' },
  approved: { zh: '等支部选举', en: 'Awaiting the election' },
  held: { zh: '批复书记、备案委员', en: 'Approve and file the officers' },
};

/** Members of one organisation: registered ones by their legal home; where none is registered, its firms' numbers. */
function membersOfOne(one: Standing, numbers: ReadonlyMap<string, MemberNumbers>): number {
  if (one.legal > 0) return one.legal;
  return one.firm_ids.reduce((sum, id) => sum + (numbers.get(id)?.full ?? 0) + (numbers.get(id)?.probationary ?? 0), 0);
}

function fullOfOne(one: Standing, numbers: ReadonlyMap<string, MemberNumbers>): number {
  return one.legal > 0 ? one.full : one.firm_ids.reduce((sum, id) => sum + (numbers.get(id)?.full ?? 0), 0);
}

/** The organisation and all below it that are legal homes: their members are its members (ORG-09). */
async function standingBelow(ask: Ask, on: IsoDate, id: string): Promise<readonly Standing[]> {
  const all = (await standingOn(ask, on)).filter((one) => one.id === id || traitsOf(one.kind).legalHome);
  const childrenOf = Map.groupBy(all, (one) => one.parent_id);
  const below: Standing[] = all.filter((one) => one.id === id);
  const seen = new Set([id]);
  for (const one of below) {
    for (const child of childrenOf.get(one.id) ?? []) {
      if (seen.has(child.id)) continue;
      seen.add(child.id);
      below.push(child);
    }
  }
  return below;
}

function colourOf(one: Standing, on: IsoDate, rules: Parameters<typeof termColour>[2]) {
  const term = termOf(one);
  return term === null ? null : termColour(term, on, rules);
}

function termOf(one: Standing): Term | null {
  return one.begins_on === null || one.ends_on === null
    ? null
    : { beginsOn: one.begins_on, endsOn: one.ends_on, delayedTo: one.delayed_to };
}

/** Members of the zone, each once: every firm's number, and the registered members who belong to no firm. */
async function zoneMembers(ask: Ask, on: IsoDate, numbers: ReadonlyMap<string, MemberNumbers>): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`SELECT count(*)::int AS n FROM party_members WHERE zone_id = ${ask.actor.zoneId} AND firm_id IS NULL
    AND joined_on <= ${on}::date AND (left_on IS NULL OR left_on > ${on}::date) AND (ended_on IS NULL OR ended_on > ${on}::date)`.execute(
    ask.tx,
  );
  return [...numbers.values()].reduce((sum, one) => sum + one.full + one.probationary, rows[0]?.n ?? 0);
}

async function onDay(ask: Ask, id: string, asOf: IsoDate) {
  const { tx, actor } = ask;
  const { packs } = await groundsOf(ask);
  const rules = organisationRulesOn(packs, asOf).params;
  const one = (await standingOn(ask, asOf, id))[0];
  if (!one) throw notFound({ zh: `${asOf} 这一天还没有（或已经没有）这个党组织`, en: `This organisation did not stand on ${asOf}` });
  const numbers = await memberNumbersOf(tx, actor.zoneId, asOf);
  const units = await sql<{
    id: string;
    name: string;
    since: string;
  }>`SELECT f.id, f.name, min(u.from_on)::text AS since FROM organisation_units u
    JOIN firms f ON f.zone_id = u.zone_id AND f.id = u.firm_id
    WHERE u.zone_id = ${actor.zoneId} AND u.organisation_id = ${id} AND ${holdsOn('u', asOf)} GROUP BY f.id, f.name ORDER BY f.name`.execute(
    tx,
  );
  const officers = await sql<{ name: string; post: string; since: string; isManager: boolean; traits: string[] }>`
    SELECT name, post, from_on::text AS since, coalesce(is_manager, false) AS "isManager", coalesce(traits, '{}') AS traits FROM organisation_posts s
    WHERE zone_id = ${actor.zoneId} AND organisation_id = ${id} AND ${holdsOn('s', asOf)}
    ORDER BY array_position(ARRAY['secretary', 'deputySecretary', 'organization', 'publicity', 'discipline', 'member'], post), name`.execute(
    tx,
  );
  const children = await sql<{ id: string; name: string }>`SELECT o.id, o.name FROM organisation_parents p
    JOIN party_organisations o ON o.zone_id = p.zone_id AND o.id = p.organisation_id
    WHERE p.zone_id = ${actor.zoneId} AND p.parent_id = ${id} AND p.from_on <= ${asOf}::date AND (p.to_on IS NULL OR p.to_on >= ${asOf}::date)
      AND (o.dissolved_on IS NULL OR o.dissolved_on > ${asOf}::date) AND o.ended_on IS NULL ORDER BY o.name`.execute(tx);
  const terms = await sql<{
    basis: string;
    electedOn: string;
    beginsOn: string;
    endsOn: string;
    delayedTo: string | null;
    approval: string | null;
  }>`
    SELECT basis, elected_on AS "electedOn", begins_on AS "beginsOn", ends_on AS "endsOn", delayed_to AS "delayedTo"
    FROM organisation_terms t WHERE zone_id = ${actor.zoneId} AND organisation_id = ${id} AND begins_on <= ${asOf}::date
      AND (ended_on IS NULL OR ended_on > ${asOf}::date) ORDER BY begins_on DESC LIMIT 1`.execute(tx);
  const term = terms.rows[0];
  const parents = one.parent_id === null ? new Map<string, string>() : await titlesByIds(ask, 'partyOrganisation', [one.parent_id]);
  const chains = await titlesByIds(ask, 'chain', one.chain_ids);
  const covered = units.rows.map((unit) => ({
    ...unit,
    full: numbers.get(unit.id)?.full ?? 0,
    probationary: numbers.get(unit.id)?.probationary ?? 0,
  }));
  const below = children.rows.length > 0 ? await standingBelow(ask, asOf, id) : [one];
  const full = below.reduce((sum, each) => sum + fullOfOne(each, numbers), 0);
  const all = below.reduce((sum, each) => sum + membersOfOne(each, numbers), 0);
  return {
    asOf,
    parent: one.parent_id === null ? null : { id: one.parent_id, name: parents.get(one.parent_id) ?? '—' },
    children: children.rows,
    units: covered,
    officers: officers.rows,
    term: term
      ? {
          basis: term.basis,
          electedOn: term.electedOn,
          beginsOn: term.beginsOn,
          endsOn: term.endsOn,
          delayedTo: term.delayedTo,
          colour: termColour(term, asOf, rules),
        }
      : null,
    members: { legal: all, functional: one.functional, full },
    chains: one.chain_ids.map((chainId) => ({ id: chainId, name: chains.get(chainId) ?? '—' })),
    findings: makeUpFindings(
      {
        kind: one.kind,
        full,
        probationary: all - full,
        units: covered.length,
        posts: officers.rows.map((officer) => officer.post),
        sizeApproved: false,
      },
      rules,
    ),
  };
}
