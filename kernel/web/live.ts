import type { QueryClient } from '@tanstack/react-query';
import { inboxKey, keyOf, type QueryKey } from './queries.ts';

type Changed = { readonly kind: 'record' | 'case' | 'inbox'; readonly name: string; readonly id: string };

/** Changes come in bursts (an import): what they touch is read anew once a burst. */
const burstMs = 400;

const firstWaitMs = 2000;
const lastWaitMs = 60_000;

/**
 * Reads anew what the server says has changed, for as long as the page is open. After a gap in the line
 * everything in sight is read anew, since events may have been missed.
 */
export function followChanges(client: QueryClient): () => void {
  const waiting = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let gap = false;
  let source: EventSource | undefined;
  let again: ReturnType<typeof setTimeout> | undefined;
  let wait = firstWaitMs;
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
  const connect = () => {
    const own = new EventSource('/api/events');
    source = own;
    own.addEventListener('changed', (event) => {
      const changed = readChanged(event.data);
      if (!changed) return;
      if (changed.kind !== 'inbox') touch(keyOf(changed));
      if (changed.kind !== 'record') touch(inboxKey);
    });
    own.addEventListener('open', () => {
      if (gap) touch([]);
      gap = false;
      wait = firstWaitMs;
    });
    own.addEventListener('error', () => {
      gap = true;
      // the browser gives up by itself when a server that is starting answers with an error
      if (own.readyState !== EventSource.CLOSED) return;
      again = setTimeout(connect, wait);
      wait = Math.min(wait * 2, lastWaitMs);
    });
  };
  connect();
  return () => {
    source?.close();
    clearTimeout(timer);
    clearTimeout(again);
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
