/** The flat text parameters after the `?` of a page's address. */
export type PageQuery = Readonly<Record<string, string>>;

/** Addresses carry flat text only, so that people can read and share them. */
export function parsePageQuery(search: string): PageQuery {
  return Object.fromEntries(new URLSearchParams(search));
}

export function writePageQuery(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const text = search.toString().replaceAll('%2C', ',');
  return text ? `?${text}` : '';
}
