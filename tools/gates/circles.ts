import type { Module } from './modules.ts';

/**
 * Import circles, type-only imports counted: one shortest round trip for each knot of modules that reach
 * one another, each beginning with its first module in alphabetical order.
 */
export function findCircles(modules: readonly Module[]): string[][] {
  const targets = new Map(modules.map(({ path, imports }) => [path, imports.flatMap(({ to }) => (to === undefined ? [] : [to]))]));
  const inKnots = new Set<string>();
  const circles: string[][] = [];
  for (const path of [...targets.keys()].sort()) {
    if (inKnots.has(path)) continue;
    const trip = roundTrip(path, targets);
    if (!trip) continue;
    for (const member of reachableBothWays(path, targets)) inKnots.add(member);
    circles.push(trip);
  }
  return circles;
}

function roundTrip(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const waiting = [start];
  for (const at of waiting) {
    for (const to of targets.get(at) ?? []) {
      if (to === start) return [...wayTo(at, start, cameFrom), start];
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, at);
      waiting.push(to);
    }
  }
  return undefined;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const way = [end];
  for (let at = end; at !== start;) {
    at = cameFrom.get(at) ?? start;
    way.unshift(at);
  }
  return way;
}

function reachableBothWays(start: string, targets: ReadonlyMap<string, readonly string[]>): string[] {
  const backwards = new Map<string, string[]>();
  for (const [from, all] of targets) for (const to of all) backwards.set(to, [...(backwards.get(to) ?? []), from]);
  const forth = reachable(start, targets);
  return [...reachable(start, backwards)].filter((path) => forth.has(path));
}

function reachable(start: string, targets: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set([start]);
  for (const at of seen) for (const to of targets.get(at) ?? []) seen.add(to);
  return seen;
}
