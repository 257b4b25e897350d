import { Link, useLocation, useNavigate, useParams } from '@tanstack/react-router';
import type { KeyboardEvent, ReactNode } from 'react';
import type { PageQuery } from './page-query.ts';

/** A link to a page of the product; works with the middle button, by keyboard and without reloading. */
export function PageLink(props: {
  readonly to: string;
  readonly query?: PageQuery;
  readonly className?: string;
  readonly current?: boolean;
  readonly label?: string;
  /** one of a list's rows, which ↑↓ walk */
  readonly row?: boolean;
  readonly onClick?: () => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly children: ReactNode;
}) {
  return (
    <Link
      to={props.to}
      search={props.query ?? {}}
      // else the router calls every address above the page the current one
      activeOptions={{ exact: true }}
      {...(props.className && { className: props.className })}
      {...(props.current && { 'aria-current': 'page' as const })}
      {...(props.label && { 'aria-label': props.label })}
      {...(props.row && { 'data-row': '' })}
      {...(props.onKeyDown && { onKeyDown: props.onKeyDown })}
      {...(props.onClick && { onClick: props.onClick })}
    >
      {props.children}
    </Link>
  );
}

/** Goes to a page of the product. */
export function useGo(): (to: string, query?: PageQuery, options?: { readonly replace?: boolean }) => void {
  const navigate = useNavigate();
  return (to, query, options) =>
    void navigate({ to, search: query ?? {}, replace: options?.replace ?? false, resetScroll: !options?.replace });
}

/** The page's own path and the parameters of its address. */
export function usePage(): { readonly path: string; readonly query: PageQuery } {
  const location = useLocation();
  return { path: location.pathname, query: location.search as PageQuery };
}

/** A `$name` of the page's path. @throws Error when the path has none of that name */
export function usePathParameter(name: string): string {
  const parameters: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const value = parameters[name];
  if (value === undefined) throw new Error(`The page's address has no ${name}`);
  return value;
}
