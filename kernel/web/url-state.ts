import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { pageSize } from '#kernel/contract/record-endpoints.ts';

/** The whole state of a list as its address has it: search, filters, order, page. */
export type ListState = Readonly<Record<string, string>>;

export const pageSizes = [20, 50, 100] as const;

/** Names that are about where one is in the list, not about what the list is. */
const placeNames = ['after', 'page'];

/** The parameters that this list understands; anything else in the address is left alone but not asked for. */
export function filterNames(declaration: RecordDeclaration): readonly string[] {
  const own = declaration.list.filters.flatMap((name) => {
    const kind = declaration.fields[name]?.kind;
    return kind === 'date' || kind === 'moment' ? [`${name}.from`, `${name}.to`] : [name];
  });
  return [...own, 'ended', ...('states' in declaration ? ['status', 'lamp'] : [])];
}

/** What the API is asked for. */
export function queryOf(declaration: RecordDeclaration, state: ListState): Readonly<Record<string, string | number>> {
  const query: Record<string, string | number> = {};
  for (const name of ['q', 'order', 'after', ...filterNames(declaration)]) {
    const value = state[name];
    if (value) query[name] = value;
  }
  return { ...query, limit: limitOf(state) };
}

/** Rows a page: one of `pageSizes`; the API's own size for anything else. */
export function limitOf(state: ListState): number {
  return pageSizes.find((size) => size === Number(state['limit'])) ?? pageSize.default;
}

/** The state with some parameters changed (empty = taken away), back on the first page. */
export function changed(state: ListState, change: Readonly<Record<string, string | undefined>>): ListState {
  const next = Object.entries({ ...state, ...change }).filter(([name, value]) => value && !placeNames.includes(name));
  return Object.fromEntries(next) as ListState;
}

/** How many conditions narrow the list, search aside. */
export function countFilters(declaration: RecordDeclaration, state: ListState): number {
  const set = filterNames(declaration).filter((name) => state[name]);
  return new Set(set.map((name) => name.replace(/\.(from|to)$/, ''))).size;
}

/** What a saved view keeps: the list, not the place in it. */
export function viewQuery(state: ListState): string {
  const search = new URLSearchParams(changed(state, {}));
  search.sort();
  return search.toString();
}

/** The order in force: the field and its direction. */
export function orderOf(declaration: RecordDeclaration, state: ListState): { readonly name: string; readonly descending: boolean } {
  const order = state['order'] ?? declaration.list.order;
  return { name: order.replace(/^-/, ''), descending: order.startsWith('-') };
}

/** The order after a click on a column: that column upwards, then downwards. */
export function nextOrder(declaration: RecordDeclaration, state: ListState, name: string): string {
  const { name: now, descending } = orderOf(declaration, state);
  return now === name && !descending ? `-${name}` : name;
}

/** Columns by which the server can order. */
export function isSortable(declaration: RecordDeclaration, name: string): boolean {
  if (name === 'dueAt') return 'states' in declaration;
  const kind = declaration.fields[name]?.kind;
  const listed = declaration.list.columns.includes(name) || name === declaration.title;
  return listed && kind !== undefined && !['references', 'choices', 'secret', 'reference'].includes(kind);
}
