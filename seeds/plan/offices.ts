import { startOfDay } from '#kernel/rules/instant.ts';
import { itemAt, makeId, type Random } from '../random.ts';
import { endedItems, menu } from '../words/menu.ts';
import { commonProblems } from '../words/phrases.ts';
import { departments as departmentWords, providers as providerWords, societies } from '../words/places.ts';
import { inventName } from './registry.ts';
import type { Department, Frame, Item, Park, PlannedRow } from './world.ts';

/** The departments and line units that handle requests. */
export function planDepartments(
  frame: Frame,
  random: Random,
): { readonly departments: readonly Department[]; readonly rows: readonly PlannedRow[] } {
  const createdAt = startOfDay(frame.startedOn);
  const planned = departmentWords.map(([mark, name, shortName, kind, duties], index) => {
    const row: PlannedRow = {
      id: makeId(random, createdAt),
      createdAt,
      values: { name, shortName, kind, duties, leaderName: inventName(random), phone: `400-000-${String(index + 100).padStart(4, '0')}` },
    };
    return { row, department: { id: row.id, mark, name } };
  });
  return { departments: planned.map((one) => one.department), rows: planned.map((one) => one.row) };
}

/** Banks, societies, intermediaries and members' help teams. */
export function planProviders(frame: Frame, random: Random): PlannedRow[] {
  const createdAt = startOfDay(frame.startedOn);
  return providerWords.map(([name, kind, offers], index) => ({
    id: makeId(random, createdAt),
    createdAt,
    values: { name, kind, offers, contactName: inventName(random), contactPhone: `1990001${String(index).padStart(4, '0')}` },
  }));
}

export function planSocieties(frame: Frame, random: Random, parks: readonly Park[]): PlannedRow[] {
  const createdAt = startOfDay(frame.startedOn);
  return societies.map(([name, kind, isInternet], index) => ({
    id: makeId(random, createdAt),
    createdAt,
    values: {
      name,
      kind,
      isInternet,
      parkId: random.pick(parks).id,
      registeredOn: `${random.int(2010, 2022)}-0${random.int(1, 9)}-15`,
      contactName: inventName(random),
      contactPhone: `1990002${String(index).padStart(4, '0')}`,
    },
  }));
}

/** The menu: 97 items in force and two that ended. */
export function planMenu(
  frame: Frame,
  random: Random,
  departments: readonly Department[],
  providers: readonly PlannedRow[],
): { readonly items: readonly Item[]; readonly rows: readonly PlannedRow[] } {
  const createdAt = startOfDay(frame.startedOn);
  const unit = (mark: string) => departments.find((one) => one.mark === mark)?.id ?? itemAt(departments, 0).id;
  const bank = providers.find((one) => one.values['kind'] === 'bank')?.id;
  const items: Item[] = [];
  const rows: PlannedRow[] = [];
  for (const { category, mark, lines } of menu) {
    lines.forEach(([name, level, departmentMark, keywords, papers], index) => {
      const code = `${mark}-${String(index + 1).padStart(2, '0')}`;
      const id = makeId(random, createdAt);
      items.push({ id, code, category, level, departmentId: unit(departmentMark) });
      rows.push({
        id,
        createdAt,
        values: {
          code,
          name,
          category,
          level,
          departmentId: unit(departmentMark),
          keywords,
          papers,
          providerId: category === 'finance' && index < 4 ? bank : null,
          whoMayAsk:
            category === 'finance' && index === 0
              ? ['small', 'highTech']
              : category === 'talentService' && index > 1
                ? ['any', 'talent']
                : ['any'],
          description: `${name}：由牵头单位受理，按“${levelNames[level]}”级别的时限办理；材料可由红领专员代为提交。`,
        },
      });
    });
  }
  for (const { code, name, category, level, department } of endedItems) {
    rows.push({
      id: makeId(random, createdAt),
      createdAt,
      endedOn: frame.startedOn,
      values: { code, name, category, level, departmentId: unit(department), whoMayAsk: ['any'] },
    });
  }
  return { items, rows };
}

/** The files of what keeps coming back unsolved. */
export function planProblems(frame: Frame, random: Random): PlannedRow[] {
  return commonProblems.map(([category, title, , description, suggestion, state, isPublic]) => {
    const createdAt = startOfDay(frame.startedOn) + random.int(5, 25) * 86_400_000;
    return { id: makeId(random, createdAt), createdAt, values: { category, title, description, suggestion, state, isPublic } };
  });
}

const levelNames = { urgent: '特急', simple: '一般', complex: '复杂', difficult: '疑难' } as const;
