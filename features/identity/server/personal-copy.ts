import { sql } from 'kysely';
import { columnOf } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { writeAudit } from '#kernel/server/audit/audit.ts';
import type { Ask } from '#kernel/server/house.ts';
import { notFound } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { clearValues, storedRow } from '#kernel/server/records/write.ts';
import { copyOfPerson, myData, readRetention } from '../contract.ts';
import { user } from '../records.ts';
import { ownData } from './own-data.ts';
import { personalFields, retentionReport } from './retention.ts';

/** Serves what people may ask of the zone about themselves (PIPL arts. 44, 45), and how long what is kept (art. 19). */
export function servePrivacy(server: Server): void {
  serve(server, readRetention, async (_input, ask) => retentionReport(server.house, ask.tx, ask.actor.zoneId));
  serve(server, myData, async (_input, ask) => ({
    ...(await ownData(ask)),
    mentionedBy: await mentions(ask, user.name, ask.actor.userId),
  }));
  serve(server, copyOfPerson, async ({ body }, ask) => {
    const declaration = ask.house.records.get(body.record)?.declaration;
    if (!declaration || personalFields(declaration).length === 0) throw notFound({ zh: '含个人信息的记录', en: 'Record about people' });
    const hasSecrets = Object.values(declaration.fields).some((field) => field.kind === 'secret');
    const row = await storedRow(ask, declaration, body.id, hasSecrets ? 'reveal' : 'update');
    await writeAudit(ask, [{ action: 'personalCopy', subjectKind: declaration.name, subjectId: body.id, why: body.why }]);
    const values = clearValues(ask, declaration, row);
    return {
      record: declaration.label,
      purposes: purposesOf(declaration),
      fields: Object.entries(declaration.fields).flatMap(([name, field]) =>
        values[name] === null || values[name] === undefined ? [] : [{ name, label: field.label, value: values[name] }],
      ),
      mentionedBy: await mentions(ask, declaration.name, body.id),
    };
  });
}

/** Why it is kept and who looks at it: the policy's own sentences. */
function purposesOf({ access }: RecordDeclaration) {
  return access.map(({ why, roles, may }) => ({ why, roles: [...roles], may: [...may] }));
}

/** How many rows of which other records name this one. */
async function mentions(ask: Ask, record: string, id: string) {
  const found = [];
  for (const { declaration } of [...ask.house.records.values(), ...ask.house.cases.values()]) {
    const columns = Object.entries(declaration.fields).flatMap(([name, field]) =>
      (field.kind === 'reference' || field.kind === 'references') && field.record === record
        ? [{ column: columnOf(name), many: field.kind === 'references' }]
        : [],
    );
    if (columns.length === 0) continue;
    const named = columns.map(({ column, many }) => (many ? sql`${id}::uuid = ANY(${sql.ref(column)})` : sql`${sql.ref(column)} = ${id}`));
    const { rows } = await sql<{ rows: number }>`SELECT count(*)::int AS rows FROM ${sql.table(declaration.table)}
      WHERE zone_id = ${ask.actor.zoneId} AND (${sql.join(named, sql` OR `)})`.execute(ask.tx);
    if ((rows[0]?.rows ?? 0) > 0) found.push({ record: declaration.plural, rows: rows[0]?.rows ?? 0 });
  }
  return found;
}
