import { createRoute, type AnyRoute } from '@tanstack/react-router';
import type { BarePage } from './feature.ts';

/** Routes of the pages without a frame. */
export function bareRoutes(parent: AnyRoute, pages: readonly BarePage[]): AnyRoute[] {
  return pages.map((page) => createRoute({ getParentRoute: () => parent, path: page.path, component: () => <page.view /> }));
}
