import { createRootRoute, createRoute, createRouter, Outlet, RouterProvider, type AnyRouter } from '@tanstack/react-router';
import { Suspense, useMemo } from 'react';
import { bareRoutes } from '#kernel/web/bare-routes.tsx';
import { BrokenPage } from '#kernel/web/missing-page.tsx';
import { parsePageQuery, writePageQuery } from '#kernel/web/page-query.ts';
import { barePages } from './bare-pages.ts';

/** What somebody sees who is not signed in: the pages without a frame. Any other address asks to sign in. */
export function Door() {
  const router = useMemo(createDoorRouter, []);
  return <RouterProvider router={router} />;
}

function createDoorRouter(): AnyRouter {
  const root = createRootRoute({ component: Threshold });
  const signIn = barePages[0];
  const other = createRoute({ getParentRoute: () => root, path: '$', component: () => signIn && <signIn.view /> });
  return createRouter({
    routeTree: root.addChildren([...bareRoutes(root, barePages), other]),
    parseSearch: parsePageQuery,
    stringifySearch: writePageQuery,
    defaultErrorComponent: BrokenPage,
  });
}

function Threshold() {
  return (
    <Suspense fallback={null}>
      <Outlet />
    </Suspense>
  );
}
