import { createRoute, type AnyRoute } from '@tanstack/react-router';
import { lazy, type ReactNode } from 'react';
import { callersFor } from '#kernel/contract/record-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Role } from '#kernel/contract/role.ts';
import { openTo, type CaseWeb, type FeatureWeb, type RecordWeb } from './feature.ts';
import { usePathParameter } from './link.tsx';

const RecordListPage = lazy(async () => ({ default: (await import('./record-list-page.tsx')).RecordListPage }));
const RecordPage = lazy(async () => ({ default: (await import('./record-page.tsx')).RecordPage }));
const RecordCreatePage = lazy(async () => ({ default: (await import('./record-create-page.tsx')).RecordCreatePage }));
const CasePage = lazy(async () => ({ default: (await import('./case-page.tsx')).CasePage }));
const CaseOpenPage = lazy(async () => ({ default: (await import('./case-open-page.tsx')).CaseOpenPage }));
const ImportWizard = lazy(async () => ({ default: (await import('./import-wizard.tsx')).ImportWizard }));
const HomePage = lazy(async () => ({ default: (await import('./home-page.tsx')).HomePage }));

type Drawn = { readonly path: string; readonly draw: () => ReactNode };

/**
 * A route for every page of the features that this reader may open: their own ones, and for each declared record
 * and case its list, form and page. A page of a feature's own takes the place of the generated one.
 */
export function houseRoutes(parent: AnyRoute, features: readonly FeatureWeb[], roles: readonly Role[]): AnyRoute[] {
  const pages: Drawn[] = [{ path: '/', draw: () => <HomePage /> }];
  const add = (page: Drawn) => {
    if (!pages.some(({ path }) => path === page.path)) pages.push(page);
  };
  for (const feature of features) {
    for (const page of feature.pages ?? []) {
      if (openTo(page, roles)) add({ path: page.path, draw: () => <page.view /> });
    }
  }
  for (const feature of features) {
    for (const web of feature.records ?? []) if (isReader(web.declaration, roles)) recordPages(web).forEach(add);
    for (const web of feature.cases ?? []) if (isReader(web.declaration, roles)) casePages(web).forEach(add);
  }
  return pages.map(({ path, draw }) => createRoute({ getParentRoute: () => parent, path, component: draw }));
}

function recordPages(web: RecordWeb): Drawn[] {
  const { declaration } = web;
  return [
    { path: `/${declaration.path}`, draw: () => <RecordListPage key={declaration.name} declaration={declaration} /> },
    { path: `/${declaration.path}/new`, draw: () => <RecordCreatePage declaration={declaration} /> },
    { path: `/${declaration.path}/import`, draw: () => <ImportWizard declaration={declaration} /> },
    { path: `/${declaration.path}/$id`, draw: () => <ById page={(id) => <RecordPage key={id} web={web} id={id} />} /> },
  ];
}

function casePages(web: CaseWeb): Drawn[] {
  const { declaration } = web;
  return [
    { path: `/${declaration.path}`, draw: () => <RecordListPage key={declaration.name} declaration={declaration} /> },
    { path: `/${declaration.path}/new`, draw: () => <CaseOpenPage web={web} /> },
    { path: `/${declaration.path}/import`, draw: () => <ImportWizard declaration={declaration} /> },
    { path: `/${declaration.path}/$id`, draw: () => <ById page={(id) => <CasePage key={id} web={web} id={id} />} /> },
  ];
}

function ById({ page }: { readonly page: (id: string) => ReactNode }) {
  return page(usePathParameter('id'));
}

function isReader(declaration: RecordDeclaration, roles: readonly Role[]): boolean {
  const readers = callersFor(declaration, 'read');
  const openers: readonly Role[] = 'open' in declaration ? (declaration as CaseWeb['declaration']).open.by : [];
  return roles.some((role) => readers.includes(role) || openers.includes(role));
}
