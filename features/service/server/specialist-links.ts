import { sql } from 'kysely';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { invalid } from '#kernel/server/http/refused.ts';
import { insertRows, updateRow } from '#kernel/server/records/write.ts';
import { titlesByIds } from '#kernel/server/records/present.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';
import { specialistLink } from '../records.ts';

export const specialistLinkServer: RecordServer = {
  declaration: specialistLink,
  async beforeWrite(ask, values, before) {
    const specialistId = String(values['specialistId']);
    const firmId = String(values['firmId']);
    const people = await titlesByIds(ask, 'user', [specialistId]);
    const firms = await titlesByIds(ask, 'firm', [firmId]);
    const title = `${people.get(specialistId) ?? ''} – ${firms.get(firmId) ?? ''}`;
    const twice = before ? [] : await activeLinks(ask, firmId, specialistId);
    return {
      values: { ...values, title },
      refusals:
        twice.length > 0
          ? [
              {
                code: 'LINK_TWICE',
                field: 'firmId',
                message: { zh: '该专员已挂钩这家企业', en: 'This specialist is linked to the firm already' },
              },
            ]
          : [],
    };
  },
};

/** Firms go to people who are specialists today: refuses, by field, whoever is none. */
export async function guardSpecialists(ask: Ask, named: readonly { readonly field: string; readonly userId: string }[]): Promise<void> {
  const people = await ask.house.people(ask.tx, ask.actor.zoneId);
  const specialists = new Set(people.filter((person) => person.roles.includes('specialist')).map((person) => person.userId));
  const strangers = named.filter(({ userId }) => !specialists.has(userId));
  if (strangers.length > 0)
    throw invalid(
      strangers.map(({ field }) => ({
        code: 'NO_SPECIALIST',
        field,
        message: { zh: '此人不是红领专员', en: 'This person is no specialist' },
      })),
    );
}

/** Moves a firm from one specialist to another as of a day; the earlier link keeps its dates. */
export async function setLink(
  ask: Ask,
  firmId: string,
  fromId: string | null,
  toId: string,
  fromOn: IsoDate,
  endedOn: IsoDate,
  reason: string,
): Promise<void> {
  if (fromId) {
    for (const link of await activeLinks(ask, firmId, fromId)) {
      await updateRow(
        { ...ask, actor: { ...ask.actor, roles: [...ask.actor.roles, 'dispatcher'] } },
        specialistLink,
        link.id,
        link.version,
        { toOn: endedOn < link.from_on ? link.from_on : endedOn },
        reason,
      );
    }
  }
  if ((await activeLinks(ask, firmId, toId)).length === 0)
    await insertRows(ask, specialistLink, [{ firmId, specialistId: toId, fromOn, reason }], reason);
}

async function activeLinks(ask: Ask, firmId: string, specialistId: string): Promise<{ id: string; version: number; from_on: string }[]> {
  const { rows } = await sql<{ id: string; version: number; from_on: string }>`SELECT id, version, from_on FROM specialist_links
    WHERE zone_id = ${ask.actor.zoneId} AND firm_id = ${firmId} AND specialist_id = ${specialistId} AND ended_on IS NULL AND to_on IS NULL`.execute(
    ask.tx,
  );
  return rows;
}
