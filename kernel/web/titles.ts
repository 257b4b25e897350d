import { useQuery } from '@tanstack/react-query';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import { recordEndpoints } from '#kernel/contract/record-endpoints.ts';
import { call } from './api.ts';
import { keyOf } from './queries.ts';

/** Titles of rows by id, for ids that came without; undefined until read, and for rows the reader may not see. */
export function useTitles(declaration: RecordDeclaration | undefined, ids: readonly string[]): ReadonlyMap<string, string> | undefined {
  const { data } = useQuery({
    queryKey: declaration ? keyOf(declaration, 'titles', ...ids) : ['titles'],
    queryFn: () => readTitles(declaration, ids),
    enabled: declaration !== undefined && ids.length > 0,
  });
  return data;
}

async function readTitles(declaration: RecordDeclaration | undefined, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (!declaration) return new Map();
  const { read } = recordEndpoints(declaration);
  const rows = await Promise.all(ids.map((id) => call(read, { params: { id } })));
  // a case is read as its view, a record as its row
  return new Map(
    rows
      .map((found) => (found['row'] ? (found['row'] as typeof found) : found))
      .map((row) => [row.id, String(row[declaration.title] ?? '—')]),
  );
}
