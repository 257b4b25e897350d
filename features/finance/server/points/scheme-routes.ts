import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { t } from '#kernel/contract/text.ts';
import { addDays, dateOf, toIso, type IsoDate } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import type { Ask } from '#kernel/server/house.ts';
import { invalid, notFound, stale } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import {
  compareSchemeDraft,
  createSchemeDraft,
  dropSchemeDraft,
  listSchemes,
  readSchemeDraft,
  saveSchemeDraft,
  type SchemeDraft,
  type SchemeEdition,
} from '../../scheme-contract.ts';
import { defaultPointsScheme, schemeOn, schemeRefusals, type PointsScheme } from '../../rules/points-scheme.ts';
import { compareSchemes } from './scheme-compare.ts';

const draftLabel = t('方案草稿', 'Draft of a scheme');

/** Serves the scheme's editions in time, the drafts of the next one, and what a draft would change. */
export function servePointsSchemes(server: Server): void {
  serve(server, listSchemes, async (_, ask) => ({ editions: await editionsOf(ask), drafts: await draftsOf(ask) }));
  serve(server, createSchemeDraft, async ({ body }, ask) => {
    const copied = (await editionsOf(ask)).find(({ edition }) => edition === body.edition);
    if (!copied) throw notFound(t('版本', 'Edition'));
    const id = uuidv7();
    const at = toIso(ask.now);
    await sql`INSERT INTO points_scheme_drafts (zone_id, id, version, created_at, updated_at, updated_by_name, edition, effective_from, source, scheme)
      VALUES (${ask.actor.zoneId}, ${id}, 1, ${at}, ${at}, ${ask.actor.name}, '', NULL, '', ${JSON.stringify(copied.params)}::jsonb)`.execute(
      ask.tx,
    );
    await audit(ask, 'create', id, { copiedFrom: body.edition });
    return { id };
  });
  serve(server, readSchemeDraft, async ({ params }, ask) => draftOf(ask, params.id));
  serve(server, saveSchemeDraft, async ({ params, body, version }, ask) => {
    const { rows } = await sql<{ version: number }>`UPDATE points_scheme_drafts SET version = version + 1, updated_at = ${toIso(ask.now)},
      updated_by_name = ${ask.actor.name}, edition = ${body.edition}, effective_from = ${body.effectiveFrom}, source = ${body.source},
      scheme = ${JSON.stringify(body.scheme)}::jsonb
      WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id} AND version = ${version} RETURNING version`.execute(ask.tx);
    if (rows[0]) return rows[0];
    const now = await draftOf(ask, params.id);
    throw stale({ name: now.updatedBy, version: now.version });
  });
  serve(server, dropSchemeDraft, async ({ params }, ask) => {
    const dropped = await draftOf(ask, params.id);
    await sql`DELETE FROM points_scheme_drafts WHERE zone_id = ${ask.actor.zoneId} AND id = ${params.id}`.execute(ask.tx);
    await audit(ask, 'drop', params.id, { edition: dropped.edition });
    return {};
  });
  serve(server, compareSchemeDraft, async ({ params, query }, ask) => {
    const { scheme } = await draftOf(ask, params.id);
    const refusals = schemeRefusals(scheme);
    if (refusals.length > 0) throw invalid(refusals);
    return compareSchemes(ask, scheme, query.year);
  });
}

/** The zone's own editions and, before the first of them, the platform's candidate; newest first. */
async function editionsOf(ask: Ask): Promise<SchemeEdition[]> {
  const today = dateOf(ask.now);
  const packs = await loadPacks(ask.tx, ask.actor.zoneId);
  const own = packs.filter(({ code }) => code === defaultPointsScheme.code) as RulePack<PointsScheme>[];
  const inForce = schemeOn(packs, today).edition;
  const newestFirst = [defaultPointsScheme, ...own].toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1));
  return newestFirst.map((pack, index) => {
    const next = newestFirst[index - 1]?.effectiveFrom;
    const state = pack.edition === inForce ? 'inForce' : pack.effectiveFrom > today ? 'toCome' : 'past';
    return { ...pack, state, endsOn: next === undefined ? null : addDays(next, -1) };
  });
}

type StoredDraft = {
  id: string;
  version: number;
  edition: string;
  effective_from: IsoDate | null;
  source: string;
  updated_at: Date;
  updated_by_name: string;
};

const shownDraft = (row: StoredDraft): Omit<SchemeDraft, 'scheme'> => ({
  id: row.id,
  version: row.version,
  edition: row.edition,
  effectiveFrom: row.effective_from,
  source: row.source,
  updatedAt: row.updated_at.toISOString(),
  updatedBy: row.updated_by_name,
});

async function draftsOf(ask: Ask): Promise<Omit<SchemeDraft, 'scheme'>[]> {
  const { rows } = await sql<StoredDraft>`SELECT id, version, edition, effective_from, source, updated_at, updated_by_name
    FROM points_scheme_drafts WHERE zone_id = ${ask.actor.zoneId} ORDER BY updated_at DESC, id`.execute(ask.tx);
  return rows.map(shownDraft);
}

async function draftOf(ask: Ask, id: string): Promise<SchemeDraft> {
  const { rows } = await sql<StoredDraft & { scheme: PointsScheme }>`SELECT * FROM points_scheme_drafts
    WHERE zone_id = ${ask.actor.zoneId} AND id = ${id}`.execute(ask.tx);
  const row = rows[0];
  if (!row) throw notFound(draftLabel);
  return { ...shownDraft(row), scheme: row.scheme };
}

function audit(ask: Ask, action: 'create' | 'drop', id: string, after: Readonly<Record<string, unknown>>): Promise<void> {
  return writeAudit(ask, [{ action, subjectKind: 'pointsSchemeDraft', subjectId: id, after }]);
}
