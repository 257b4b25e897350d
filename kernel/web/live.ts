import type { QueryClient } from '@tanstack/react-query';
import { inboxKey, keyOf, type QueryKey } from './queries.ts';

type Changed = { readonly kind: 'record' | 'case' | 'inbox'; readonly name: string; readonly id: string };

/** Changes come in bursts (an import): what they touch is read anew once a burst. */
const burstMs = 400;

/**
 * Reads anew what the server says has changed, for as long as the page is open. The browser reconnects by
 * itself; after a gap everything in sight is read anew, since events may have been missed.
 */
export function followChanges(client: QueryClient): () => void {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gap = false;
  const source = new EventSource('/api/events');
  const flush = () => {
    timer = undefined;
    const keys = [...waiting.values()];
    waiting.clear();
    for (const queryKey of keys) void client.invalidateQueries({ queryKey });
  };
  const touch = (queryKey: QueryKey) => {
    waiting.set(JSON.stringify(queryKey), queryKey);
    timer ??= setTimeout(flush, burstMs);
  };
  source.addEventListener('changed', (event) => {
    const changed = readChanged(event.data);
    if (!changed) return;
    if (changed.kind !== 'inbox') touch(keyOf(changed));
    if (changed.kind !== 'record') touch(inboxKey);
  });
  source.addEventListener('error', () => {
    gap = true;
  });
  source.addEventListener('open', () => {
    if (gap) touch([]);
    gap = false;
  });
  return () => {
    source.close();
    clearTimeout(timer);
  };
}

function readChanged(data: unknown): Changed | undefined {
  try {
    const read: unknown = JSON.parse(String(data));
    return typeof read === 'object' && read !== null && 'kind' in read && 'name' in read ? (read as Changed) : undefined;
  } catch {
    return undefined;
  }
}
