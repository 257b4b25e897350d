import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { forbidden, invalid, notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { titleOf } from '#kernel/server/records/spans.ts';
import { insertRows, storedRow, updateRow } from '#kernel/server/records/write.ts';
import { partyOrganisation } from '../records.ts';
import { scheme, schemePart, schemeReview, schemeTask } from '../scheme-records.ts';
import { schemeTemplates, shapeFaults } from '../rules/scheme-templates.ts';
import { loadSchemeTemplate, publishScheme, reviewParts, schemeTree, siteReview } from '../work-contract.ts';

/** Schemes with their parts, tasks and reviews. */
export const schemeServers: readonly RecordServer[] = [
  { declaration: scheme, beforeWrite: async (_ask, values) => ({ values: { ...values, status: values['status'] ?? 'draft' } }) },
  {
    declaration: schemePart,
    // a part that a person has named is the platform's default no more
    beforeWrite: async (_ask, values, before) => ({
      values: { ...values, isDefault: before !== undefined && before['name'] !== values['name'] ? false : (values['isDefault'] ?? false) },
    }),
  },
  {
    declaration: schemeTask,
    beforeWrite: async (ask, values) => ({ values: { ...values, schemeId: await schemeOfPart(ask, values['partId']) } }),
  },
  {
    declaration: schemeReview,
    beforeWrite: async (ask, values) => ({
      values: {
        ...values,
        title: `${await titleOf(ask, 'partyOrganisation', values['organisationId'])} ${await titleOf(ask, 'schemePart', values['partId'])}`,
      },
    }),
  },
];

async function schemeOfPart(ask: Ask, partId: unknown): Promise<string | null> {
  const { rows } = await sql<{
    scheme_id: string;
  }>`SELECT scheme_id FROM scheme_parts WHERE zone_id = ${ask.actor.zoneId} AND id::text = ${String(partId)}`.execute(ask.tx);
  return rows[0]?.scheme_id ?? null;
}

type Part = {
  id: string;
  name: string;
  group_order: number;
  group_name: string | null;
  is_default: boolean;
  done: number;
  tasks: number;
  late: number;
};

async function partsOf(ask: Ask, schemeId: string): Promise<readonly Part[]> {
  const today = dateOf(ask.now);
  const { rows } = await sql<Part>`SELECT p.id, p.name, p.group_order, p.group_name, coalesce(p.is_default, false) AS is_default,
      count(t.id) FILTER (WHERE t.state = 'done')::int AS done, count(t.id) FILTER (WHERE t.state <> 'dropped')::int AS tasks,
      count(t.id) FILTER (WHERE t.state = 'open' AND t.due_on < ${today}::date)::int AS late
    FROM scheme_parts p LEFT JOIN scheme_tasks t ON t.zone_id = p.zone_id AND t.part_id = p.id AND t.ended_on IS NULL
    WHERE p.zone_id = ${ask.actor.zoneId} AND p.scheme_id = ${schemeId} AND p.ended_on IS NULL
    GROUP BY p.id, p.name, p.group_order, p.group_name, p.is_default, p.position ORDER BY p.group_order, p.position, p.name`.execute(
    ask.tx,
  );
  return rows;
}

function groupsOf(parts: readonly Part[]) {
  return [...Map.groupBy(parts, (part) => part.group_order)].map(([order, own]) => ({
    order,
    name: own[0]?.group_name ?? `${order}`,
    own,
  }));
}

async function faultsOf(ask: Ask, schemeId: string, parts: readonly Part[]) {
  const { rows } = await sql<{
    shape: string | null;
  }>`SELECT shape FROM schemes WHERE zone_id = ${ask.actor.zoneId} AND id = ${schemeId}`.execute(ask.tx);
  return shapeFaults(
    rows[0]?.shape ?? null,
    groupsOf(parts).map(({ order, name, own }) => ({ order, name, parts: own.length })),
  );
}

/** Serves templates, publishing, and the review of sites against a checklist. */
export function serveSchemes(server: Server): void {
  serve(server, loadSchemeTemplate, async ({ body }, ask) => {
    const template = schemeTemplates.find((one) => one.code === body.code);
    if (!template) throw notFound({ zh: '模板', en: 'Template' });
    const [id] = await insertRows(ask, scheme, [
      {
        name: template.name,
        code: template.code,
        kind: template.kind,
        shape: template.shape,
        source: template.source,
        note: template.note.zh,
        startsOn: body.startsOn ?? null,
        endsOn: body.endsOn ?? null,
      },
    ]);
    if (!id) throw new Error('insertRows returned no id');
    await insertRows(
      ask,
      schemePart,
      template.groups.flatMap((group, order) =>
        group.parts.map((name, position) => ({
          name,
          schemeId: id,
          groupOrder: order + 1,
          groupName: group.name,
          position: position + 1,
          isDefault: group.isDefault,
        })),
      ),
    );
    return { id };
  });
  serve(server, schemeTree, async ({ params }, ask) => {
    await storedRow(ask, scheme, params.id, 'read');
    const parts = await partsOf(ask, params.id);
    return {
      faults: await faultsOf(ask, params.id, parts),
      done: parts.reduce((sum, part) => sum + part.done, 0),
      tasks: parts.reduce((sum, part) => sum + part.tasks, 0),
      groups: groupsOf(parts).map(({ order, name, own }) => ({
        order,
        name,
        parts: own.map(({ id, name: word, is_default: isDefault, done, tasks, late }) => ({
          id,
          name: word,
          isDefault,
          done,
          tasks,
          late,
        })),
      })),
    };
  });
  serve(server, publishScheme, async ({ params }, ask) => {
    const row = await storedRow(ask, scheme, params.id, 'update');
    const faults = await faultsOf(ask, params.id, await partsOf(ask, params.id));
    if (faults.length > 0) throw invalid(faults.map((message) => ({ code: 'SHAPE_UNMET', rule: '7.3', field: 'shape', message })));
    const updated = await updateRow(ask, scheme, params.id, Number(row['version']), { status: 'published' });
    return { status: String(updated['status']) };
  });
  serve(server, siteReview, async ({ params, query }, ask) => {
    const organisation = await storedRow(ask, partyOrganisation, params.id, 'read');
    const own = await storedRow(ask, scheme, query.schemeId, 'read');
    const parts = await reviewsOf(ask, params.id, query.schemeId);
    return {
      organisation: String(organisation['name']),
      scheme: String(own['name']),
      parts,
      complete: parts.length > 0 && parts.every((part) => part.state === 'done'),
    };
  });
  serve(server, reviewParts, async ({ params, body }, ask) => {
    const { roles, scope } = ask.actor;
    const officer = roles.includes('partyWorkOfficer');
    if (!officer && !scope.organisations.includes(params.id)) throw forbidden({ zh: '只能填报本支部', en: 'Only for your own branch' });
    await storedRow(ask, partyOrganisation, params.id, 'read');
    const refusals: Refusal[] = [];
    body.parts.forEach((part, index) => {
      const refuse = (code: string, field: string, zh: string, en: string) =>
        refusals.push({ code, rule: 'NPE-01', field: `parts.${index}.${field}`, message: { zh, en } });
      if (part.verdict !== undefined && !officer)
        refuse('VERDICT_NOT_YOURS', 'verdict', '由上级党组织核定', 'The upper organisation settles it');
      if (part.verdict === 'returned' && !part.clause)
        refuse('CLAUSE_MISSING', 'clause', '退回请写明依据', 'Name the ground for returning it');
      if (part.verdict === undefined && !part.evidence) refuse('EVIDENCE_MISSING', 'evidence', '请写明做法和依据', 'Say what was done');
    });
    if (refusals.length > 0) throw invalid(refusals);
    const schemeId = await schemeOfPart(ask, body.parts[0]?.partId);
    for (const part of body.parts) await settlePart(ask, params.id, part);
    const parts = schemeId === null ? [] : await reviewsOf(ask, params.id, schemeId);
    return { complete: parts.length > 0 && parts.every((part) => part.state === 'done') };
  });
}

type Reviewed = {
  partId: string;
  name: string;
  state: 'blank' | 'submitted' | 'done' | 'returned';
  evidence: string | null;
  clause: string | null;
};

async function reviewsOf(ask: Ask, organisationId: string, schemeId: string): Promise<Reviewed[]> {
  const { rows } =
    await sql<Reviewed>`SELECT p.id AS "partId", p.name, coalesce(r.state, 'blank') AS state, r.evidence, r.clause FROM scheme_parts p
    LEFT JOIN scheme_reviews r ON r.zone_id = p.zone_id AND r.part_id = p.id AND r.organisation_id = ${organisationId} AND r.ended_on IS NULL
    WHERE p.zone_id = ${ask.actor.zoneId} AND p.scheme_id = ${schemeId} AND p.ended_on IS NULL ORDER BY p.group_order, p.position`.execute(
      ask.tx,
    );
  return rows;
}

async function settlePart(
  ask: Ask,
  organisationId: string,
  part: { partId: string; evidence?: string | undefined; verdict?: 'done' | 'returned' | undefined; clause?: string | undefined },
): Promise<void> {
  const schemeId = await schemeOfPart(ask, part.partId);
  if (schemeId === null) throw notFound(schemePart.label);
  const change = {
    state: part.verdict ?? 'submitted',
    ...(part.evidence === undefined ? {} : { evidence: part.evidence }),
    clause: part.verdict === 'returned' ? (part.clause ?? null) : null,
    ...(part.verdict === undefined ? {} : { reviewedOn: dateOf(ask.now) }),
  };
  const { rows } = await sql<{ id: string; version: number }>`SELECT id, version FROM scheme_reviews WHERE zone_id = ${ask.actor.zoneId}
    AND organisation_id = ${organisationId} AND part_id = ${part.partId} AND ended_on IS NULL FOR UPDATE`.execute(ask.tx);
  const asOfficer = { ...ask, actor: { ...ask.actor, roles: [...ask.actor.roles, 'partyWorkOfficer' as const] } };
  if (rows[0]) await updateRow(asOfficer, schemeReview, rows[0].id, rows[0].version, change);
  else await insertRows(ask, schemeReview, [{ schemeId, partId: part.partId, organisationId, ...change }]);
}
