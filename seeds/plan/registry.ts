import { addDays, daysBetween, dateOf, startOfDay, type IsoDate } from '#kernel/rules/instant.ts';
import { usccCheckCharacter } from '#kernel/rules/uscc.ts';
import { itemAt, makeId, type Random } from '../random.ts';
import { compoundSurnames, givenFirst, givenLast, legalForms, nameHeads, nameTails, surnames, trades, type Chain } from '../words/names.ts';
import { parks as parkWords, venues } from '../words/places.ts';
import type { Frame, Park, PlannedFirm, PlannedRow } from './world.ts';

const firmsInAll = 3200;
const chains: readonly (readonly [Chain, number])[] = [
  ['electronicInformation', 27],
  ['advancedComputing', 24],
  ['lifeHealth', 17],
  ['smartManufacturing', 19],
  ['newEnergy', 13],
];
const usccAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** An invented person's name; `taken` keeps names of people who sign in apart. */
export function inventName(random: Random, taken?: Set<string>): string {
  for (;;) {
    const surname = random.chance(0.985) ? random.pick(surnames) : random.pick(compoundSurnames);
    const name = surname + (random.chance(0.82) ? random.pick(givenFirst) : '') + random.pick(givenLast);
    if (taken?.has(name)) continue;
    taken?.add(name);
    return name;
  }
}

/** The eight parks, their buildings and a few venues. */
export function planPlaces(frame: Frame, random: Random): { readonly parks: readonly Park[]; readonly rows: readonly PlannedRow[] } {
  const createdAt = startOfDay(frame.startedOn);
  const row = (values: Record<string, unknown>): PlannedRow => ({ id: makeId(random, createdAt), createdAt, values });
  const rows: PlannedRow[] = [];
  const parks = parkWords.map(({ name, street, buildings, weight, chain }): Park => {
    const park = row({ name, kind: 'park', address: `云锦高新区${street}` });
    const inside = Array.from({ length: buildings }, (_, index) =>
      row({ name: `${name}${index + 1}号楼`, kind: 'building', parentId: park.id, address: `云锦高新区${street}${(index + 1) * 18}号` }),
    );
    rows.push(park, ...inside);
    return { id: park.id, name, street, weight, chain, buildings: inside.map((one) => ({ id: one.id, name: String(one.values['name']) })) };
  });
  for (const [name, index] of venues) rows.push(row({ name, kind: 'venue', parentId: itemAt(parks, index).id }));
  return { parks, rows };
}

/** 3,200 fictional firms over five chains and eight parks. */
export function planFirms(frame: Frame, parks: readonly Park[], random: Random): PlannedFirm[] {
  const names = new Set<string>();
  const codes = new Set<string>();
  return Array.from({ length: firmsInAll }, (_, index) => {
    const chain = random.weighted(chains);
    return planFirm(frame, parks, random, chain, inventFirmName(random, chain, names), inventUscc(random, codes), index);
  });
}

function planFirm(
  frame: Frame,
  parks: readonly Park[],
  random: Random,
  chain: Chain,
  name: { full: string; short: string },
  uscc: string,
  index: number,
): PlannedFirm {
  const today = dateOf(frame.now);
  const createdAt = startOfDay(frame.startedOn) + index * 1000;
  const park = random.weighted(parks.map((one) => [one, one.weight * (one.chain === chain ? 3 : 1)] as const));
  const building = random.pick(park.buildings);
  const scale = random.weighted([
    ['large', 2],
    ['medium', 8],
    ['small', 38],
    ['micro', 52],
  ] as const);
  const registeredOn = addDays(today, -random.int(800, 7300));
  const { status, statusSince } = statusOf(frame, random, registeredOn);
  const isKey = scale === 'large' && random.chance(0.35);
  const isHighTech = random.chance(scale === 'micro' ? 0.12 : 0.38);
  const contactName = inventName(random);
  const id = makeId(random, createdAt);
  return {
    id,
    createdAt,
    name: name.full,
    shortName: name.short,
    chain,
    park,
    building,
    contactName,
    scale,
    isKey,
    isOperating: status === 'operating',
    values: {
      name: name.full,
      shortName: name.short,
      uscc,
      parkId: park.id,
      buildingId: building.id,
      address: `云锦高新区${park.street}${random.int(1, 280)}号${building.name}${random.int(1, 18)}层`,
      industrySegment: chain,
      scaleClass: scale,
      status,
      statusSince,
      registeredOn,
      ownership: random.weighted([
        ['private', 84],
        ['foreign', 5],
        ['jointVenture', 4],
        ['stateOwned', 4],
        ['hkMacaoTaiwan', 3],
      ] as const),
      registeredCapital: String(capitalOf(random, scale)),
      employees: employeesOf(random, scale),
      isKey,
      isAboveScale: scale === 'large' || (scale === 'medium' && index % 5 !== 0) || (scale === 'small' && index % 11 === 0),
      isHighTech,
      isListed: scale === 'large' && random.chance(0.12),
      isTalentEnterprise: isHighTech && random.chance(0.15),
      isInternet: chain === 'advancedComputing' && random.chance(0.2),
      contactName,
      contactPhone: `1990000${String(index).padStart(4, '0')}`,
      ...(random.chance(0.04) ? { formerNames: `云锦${name.short}商贸有限公司` } : {}),
    },
  };
}

function statusOf(frame: Frame, random: Random, registeredOn: IsoDate): { status: string; statusSince: IsoDate } {
  const status = random.weighted([
    ['operating', 945],
    ['movedOut', 20],
    ['deregistered', 18],
    ['suspended', 17],
  ] as const);
  const days = daysBetween(frame.startedOn, dateOf(frame.now));
  return { status, statusSince: status === 'operating' ? registeredOn : addDays(frame.startedOn, random.int(20, days - 5)) };
}

function employeesOf(random: Random, scale: string): number {
  const [from, to] = scale === 'large' ? [1000, 4200] : scale === 'medium' ? [300, 990] : scale === 'small' ? [20, 290] : [2, 19];
  return from + Math.floor((to - from) * random.next() ** 2);
}

/** In 分. */
function capitalOf(random: Random, scale: string): number {
  const tenThousand =
    scale === 'large'
      ? random.pick([8000, 12_000, 20_000, 36_000])
      : scale === 'medium'
        ? random.pick([2000, 3000, 5000])
        : random.pick([50, 100, 200, 300, 500, 1000]);
  return tenThousand * 1_000_000;
}

function inventFirmName(random: Random, chain: Chain, taken: Set<string>): { full: string; short: string } {
  for (;;) {
    const stem = random.pick(nameHeads) + random.pick(nameTails);
    const trade = random.pick(trades[chain]);
    const form = random.weighted(legalForms);
    const full = `${random.chance(0.6) ? '云锦' : ''}${stem}${trade}${/科技$|技术$/.test(trade) && form === '科技有限公司' ? '有限公司' : form}`;
    if (taken.has(full)) continue;
    taken.add(full);
    return { full, short: `${stem}${trade}` };
  }
}

/** A code of no real place: no province has 99, so none of these is a firm's. */
function inventUscc(random: Random, taken: Set<string>): string {
  for (;;) {
    const first17 = `91990100MA${Array.from({ length: 7 }, () => usccAlphabet.charAt(random.int(0, usccAlphabet.length - 1))).join('')}`;
    if (taken.has(first17)) continue;
    taken.add(first17);
    return first17 + usccCheckCharacter(first17);
  }
}
