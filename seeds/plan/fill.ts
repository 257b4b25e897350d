import { addMonths, dateOf, type Instant } from '#kernel/rules/instant.ts';
import type { Random } from '../random.ts';
import { work } from '../words/names.ts';
import type { PlannedFirm } from './world.ts';

/** Fills the slots of texts about one firm; the same slot keeps its word within one filler. */
export function createFiller(random: Random, firm: PlannedFirm, at: Instant, more: Readonly<Record<string, string>> = {}) {
  const { products, equipment, posts } = work[firm.chain];
  const soon = addMonths(dateOf(at), random.int(0, 2));
  const slots: Readonly<Record<string, string>> = {
    firm: firm.shortName,
    park: firm.park.name,
    street: firm.park.street,
    building: firm.building.name,
    contact: firm.contactName,
    product: random.pick(products),
    equipment: random.pick(equipment),
    post: random.pick(posts),
    month: `${Number(soon.slice(5, 7))}月`,
    year: String(Number(dateOf(at).slice(0, 4)) - 1),
    few: String(random.int(2, 6)),
    count: String(firm.scale === 'micro' ? random.int(2, 9) : firm.scale === 'small' ? random.int(5, 30) : random.int(12, 80)),
    days: String(random.pick([60, 75, 90, 120, 150])),
    percent: String(random.int(6, 38)),
    money: String(random.pick([28, 35, 46, 60, 85, 120, 150, 180, 260, 300, 480, 650])),
    trend: random.pick(['增长', '增长', '下降', '持平略增']),
    ...more,
  };
  return (template: string) => template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => slots[slot] ?? '');
}

export type Filler = ReturnType<typeof createFiller>;
