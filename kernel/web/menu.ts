import { callersFor } from '#kernel/contract/record-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Role } from '#kernel/contract/role.ts';
import type { Text } from '#kernel/contract/text.ts';
import { openTo, type FeatureWeb, type MenuPlace } from './feature.ts';

/** A first-level entry of the menu: one of the zone's jobs, in the order of apps/web. */
export type Job = { readonly key: string; readonly label: Text };

export type MenuEntry = { readonly path: string; readonly label: Text; readonly tab: boolean };
export type MenuGroup = { readonly job: Job; readonly entries: readonly MenuEntry[] };

type Place = { readonly path: string; readonly label: Text; readonly menu: MenuPlace; readonly roles?: readonly Role[] };

/** The menu of a reader with these roles: the jobs they have a page under, and only those. */
export function menuFor(jobs: readonly Job[], features: readonly FeatureWeb[], roles: readonly Role[]): readonly MenuGroup[] {
  const places = features.flatMap(placesOf).filter((place) => openTo(place, roles));
  return jobs.flatMap((job) => {
    const entries = places
      .filter((place) => place.menu.job === job.key)
      .sort((a, b) => (a.menu.order ?? 50) - (b.menu.order ?? 50))
      .map((place) => entryOf(place, roles));
    return entries.length > 0 ? [{ job, entries }] : [];
  });
}

/** The entry whose page this is or lies under: the longest address that fits. */
export function entryAt(groups: readonly MenuGroup[], path: string): { group: MenuGroup; entry: MenuEntry } | undefined {
  return groups
    .flatMap((group) => group.entries.map((entry) => ({ group, entry })))
    .filter(({ entry }) => path === entry.path || path.startsWith(`${entry.path}/`))
    .sort((a, b) => b.entry.path.length - a.entry.path.length)[0];
}

/** What a page is called that this reader's menu does not lead to. */
export function titleAt(features: readonly FeatureWeb[], path: string): Text | undefined {
  const parts = path.split('/');
  const fits = (pattern: string) => {
    const wanted = pattern.split('/');
    return wanted.length === parts.length && wanted.every((part, index) => part.startsWith('$') || part === parts[index]);
  };
  return features.flatMap((feature) => feature.pages ?? []).find((page) => fits(page.path))?.title;
}

function placesOf(feature: FeatureWeb): Place[] {
  const declared = [...(feature.records ?? []), ...(feature.cases ?? [])];
  return [
    ...declared.flatMap(({ declaration, menu, roles }) =>
      menu ? [{ path: `/${declaration.path}`, label: menu.label ?? declaration.plural, menu, roles: readersOf(declaration, roles) }] : [],
    ),
    ...(feature.pages ?? []).flatMap(({ path, title, menu, roles }) =>
      menu ? [{ path, label: menu.label ?? title, menu, ...(roles && { roles }) }] : [],
    ),
  ];
}

function readersOf(declaration: RecordDeclaration, roles: readonly Role[] | undefined): readonly Role[] {
  const readers = callersFor(declaration, 'read');
  return roles ? readers.filter((role) => roles.includes(role)) : readers;
}

function entryOf({ path, label, menu }: Place, roles: readonly Role[]): MenuEntry {
  const own = roles.map((role) => menu.labelFor?.[role]).find((text) => text !== undefined);
  return { path, label: own ?? label, tab: menu.tabFor?.some((role) => roles.includes(role)) ?? false };
}
