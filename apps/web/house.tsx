import { useQueryClient } from '@tanstack/react-query';
import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider, type AnyRouter } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { Frame } from '#kernel/web/frame.tsx';
import { bareRoutes } from '#kernel/web/bare-routes.tsx';
import { houseRoutes } from '#kernel/web/house-routes.tsx';
import { HouseProvider, type HouseWeb, type Me } from '#kernel/web/house.tsx';
import { followChanges } from '#kernel/web/live.ts';
import { BrokenPage, MissingPage } from '#kernel/web/missing-page.tsx';
import { parsePageQuery, writePageQuery } from '#kernel/web/page-query.ts';
import { barePages } from './bare-pages.ts';
import { features, signOut } from './features.ts';
import { jobs } from './jobs.ts';

/** The product as a signed-in reader has it. */
export function House({ me }: { readonly me: Me }) {
  const client = useQueryClient();
  const house = useMemo<HouseWeb>(() => ({ me, features, jobs, signOut }), [me]);
  const router = useMemo(() => createHouseRouter(house), [house]);
  useEffect(() => followChanges(client), [client]);
  return (
    <HouseProvider value={house}>
      <RouterProvider router={router} />
    </HouseProvider>
  );
}

function createHouseRouter(house: HouseWeb): AnyRouter {
  const root = createRootRoute({ component: Outlet });
  const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });
  const missing = createRoute({ getParentRoute: () => frame, path: '$', component: MissingPage });
  const inside = houseRoutes(frame, house.features, house.me.actor.roles);
  return createRouter({
    routeTree: root.addChildren([frame.addChildren([...inside, missing]), ...bareRoutes(root, barePages)]),
    parseSearch: parsePageQuery,
    stringifySearch: writePageQuery,
    defaultErrorComponent: BrokenPage,
    scrollRestoration: true,
  });
}
