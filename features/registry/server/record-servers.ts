import { sql } from 'kysely';
import { dateOf } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { Tx } from '#kernel/server/database/door.ts';
import type { Ask, RecordServer } from '#kernel/server/house.ts';
import { keepFirmStates } from './firm-states.ts';
import { department, firm, person, place, provider, socialOrganisation } from '../records.ts';

/** What a firm's states are kept of. */
const ofStates = ['status', 'statusSince', 'registeredOn', 'parkId', 'scaleClass', 'employees'];

type Place = { readonly id: string; readonly name: string; readonly kind: string; readonly parentId: string | null };

/** The registry's records with the checks that need other rows. */
export const registryRecords: readonly RecordServer[] = [
  {
    declaration: firm,
    async beforeWrite(ask, values) {
      const buildingId = values['buildingId'];
      const parkId = values['parkId'];
      return { values: { ...values }, refusals: await placeRefusals(ask, { parkId, buildingId }) };
    },
    async afterWrite(ask, ids, before, changed) {
      if (changed && !changed.some((name) => ofStates.includes(name))) return;
      await keepFirmStates(ask.tx, ask.actor.zoneId, ids, dateOf(ask.now), before === undefined);
    },
    beforeEnd: async (_ask, row, endedOn) => (endedOn === null && row['merged_into_id'] !== null ? [mergedAway] : []),
  },
  {
    declaration: socialOrganisation,
    async beforeWrite(ask, values) {
      return { values: { ...values }, refusals: await placeRefusals(ask, { parkId: values['parkId'] }) };
    },
  },
  {
    declaration: place,
    async beforeWrite(ask, values, before) {
      const parent = await findPlace(ask, values['parentId']);
      const refusals = parent && parent.kind !== 'park' ? [notAPark('parentId', parent)] : [];
      if (before && before['kind'] === 'park' && values['kind'] !== 'park')
        refusals.push(...(await stillHoldsPlaces(ask, String(before['name']))));
      placesOfTransaction.delete(ask.tx);
      return { values: { ...values }, refusals };
    },
  },
  { declaration: person },
  { declaration: department },
  { declaration: provider },
];

const mergedAway: Refusal = {
  code: 'MERGED_AWAY',
  field: 'endedOn',
  message: { zh: '这家企业已并入另一家，请用“撤销合并”恢复', en: 'This firm was merged into another; undo the merge to bring it back' },
};

async function placeRefusals(ask: Ask, { parkId, buildingId }: { parkId?: unknown; buildingId?: unknown }): Promise<Refusal[]> {
  const park = await findPlace(ask, parkId);
  const building = await findPlace(ask, buildingId);
  const refusals: Refusal[] = [];
  if (park && park.kind !== 'park') refusals.push(notAPark('parkId', park));
  if (building && building.kind !== 'building') {
    refusals.push({
      code: 'NOT_A_BUILDING',
      field: 'buildingId',
      message: { zh: `“${building.name}”不是楼宇`, en: `“${building.name}” is not a building` },
    });
  } else if (building && park && building.parentId !== park.id) {
    refusals.push({
      code: 'BUILDING_ELSEWHERE',
      field: 'buildingId',
      message: {
        zh: `“${building.name}”不在“${park.name}”，请改选园区或楼宇`,
        en: `“${building.name}” is not in “${park.name}”; change the park or the building`,
      },
    });
  }
  return refusals;
}

function notAPark(field: string, found: Place): Refusal {
  return { code: 'NOT_A_PARK', field, message: { zh: `“${found.name}”不是园区`, en: `“${found.name}” is not a park` } };
}

async function stillHoldsPlaces(ask: Ask, name: string): Promise<Refusal[]> {
  const places = [...(await placesOf(ask)).values()];
  const own = places.find((one) => one.name === name);
  const inside = places.filter((one) => one.parentId === own?.id);
  if (!own || inside.length === 0) return [];
  return [
    {
      code: 'PARK_NOT_EMPTY',
      field: 'kind',
      message: {
        zh: `园区里还有 ${inside.length} 处楼宇或阵地，不能改成别的类型`,
        en: `${inside.length} places lie in this park; it must stay one`,
      },
    },
  ];
}

/** The zone's places, read once a transaction: an import asks for each of its rows. */
const placesOfTransaction = new WeakMap<Tx, Promise<ReadonlyMap<string, Place>>>();

async function findPlace(ask: Ask, id: unknown): Promise<Place | undefined> {
  return typeof id === 'string' ? (await placesOf(ask)).get(id) : undefined;
}

function placesOf(ask: Ask): Promise<ReadonlyMap<string, Place>> {
  const known = placesOfTransaction.get(ask.tx) ?? readPlaces(ask);
  placesOfTransaction.set(ask.tx, known);
  return known;
}

async function readPlaces(ask: Ask): Promise<ReadonlyMap<string, Place>> {
  const { rows } = await sql<Place>`SELECT id, name, kind, parent_id AS "parentId" FROM places WHERE zone_id = ${ask.actor.zoneId}`.execute(
    ask.tx,
  );
  return new Map(rows.map((row) => [row.id, row]));
}
