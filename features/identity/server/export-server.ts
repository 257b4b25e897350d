import { sql } from 'kysely';
import { accessRulesFor } from '#kernel/contract/access.ts';
import { isAboutPeople } from '#kernel/contract/personal.ts';
import { t } from '#kernel/contract/text.ts';
import { historiesOf } from '#kernel/server/cases/history.ts';
import { makeSystemMove } from '#kernel/server/cases/move.ts';
import { loadPacks } from '#kernel/server/cases/rules-in-force.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import type { Ask, CaseServer, House } from '#kernel/server/house.ts';
import { invalid, Refused } from '#kernel/server/http/refused.ts';
import { dateOf } from '#kernel/rules/instant.ts';
import { exportApproval } from '../export-case.ts';
import { coversExport, exportParamsOn, foldExport } from '../rules/export-state.ts';

const newestLooked = 50;

/** What is asked for must be a register about people which the asker may export at all. */
export const exportServer: CaseServer = {
  declaration: exportApproval,
  async prepare(ask, move, input) {
    if (move !== 'open') return { ...input };
    const declaration = declarationOf(ask.house, String(input['record']));
    if (!declaration || !isAbout(ask.house, declaration.name) || accessRulesFor(declaration.access, ask.actor, 'export').length === 0)
      throw invalid([
        {
          code: 'EXPORT_REGISTER',
          field: 'record',
          message: t('没有这份含个人信息的名录，或您无权导出', 'No such register about people, or not for you to export'),
        },
      ]);
    return { ...input, conditions: input['conditions'] ?? '', title: `导出${declaration.plural.zh}（${String(input['rows'])} 条）` };
  },
};

/**
 * Lets rows about people go out in a file: few on one's own word, many on a second person's. Answers the words that the file
 * carries; undefined for rows about anything else. Throws the rule where the second word is missing.
 */
export const permitExport: House['permitExport'] = async (ask, { record, conditions, rows }) => {
  if (!isAbout(ask.house, record)) return undefined;
  const params = exportParamsOn(await loadPacks(ask.tx, ask.actor.zoneId), dateOf(ask.now));
  if (rows <= params.rowsMost) return { words: [] };
  const approval = await approvalOf(ask, record, conditions, rows);
  if (!approval) {
    throw new Refused(403, {
      code: 'EXPORT_NEEDS_APPROVAL',
      rule: '§12.1',
      message: {
        zh: `含 ${rows} 条个人信息，超过 ${params.rowsMost} 条须说明用途并经第二人批准`,
        en: `${rows} rows about people: more than ${params.rowsMost} need a purpose and a second person’s approval`,
      },
      details: { record, conditions, rows, most: params.rowsMost },
    });
  }
  const by = { ...systemActor(ask.actor.zoneId), name: ask.actor.name };
  await makeSystemMove({ ...ask, actor: by }, exportApproval, approval.id, 'take', {});
  return { words: [`批准人：${approval.decidedBy ?? ''}`, `用途：${approval.why}`], approvalId: approval.id, why: approval.why };
};

/** The newest wish of this person that was approved and covers what they now take. */
async function approvalOf(ask: Ask, record: string, conditions: string, rows: number) {
  const { zoneId, userId } = ask.actor;
  const found = await sql<{ id: string }>`SELECT id FROM export_approvals WHERE zone_id = ${zoneId} AND status = 'approved'
    AND asked_by_id = ${userId} AND record = ${record} AND conditions = ${conditions} ORDER BY id DESC LIMIT ${newestLooked}`.execute(
    ask.tx,
  );
  const params = exportParamsOn(await loadPacks(ask.tx, zoneId), dateOf(ask.now));
  const histories = await historiesOf(
    ask.tx,
    zoneId,
    found.rows.map(({ id }) => id),
  );
  return found.rows
    .map(({ id }) => foldExport(id, histories.get(id) ?? []))
    .find((state) => coversExport(state, { userId, record, conditions, rows, now: ask.now }, params));
}

function declarationOf(house: House, name: string) {
  return house.records.get(name)?.declaration ?? house.cases.get(name)?.declaration;
}

function isAbout(house: House, name: string): boolean {
  const declaration = declarationOf(house, name);
  return declaration !== undefined && isAboutPeople(declaration, (other) => declarationOf(house, other));
}
