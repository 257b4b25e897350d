import pg from 'pg';
import { sql } from 'kysely';
import { afterwards, type Db, type Tx } from '../database/door.ts';
import { markChanged } from '../figures/marks.ts';

/** "This changed": a hint to look again. It carries no data, so it can tell nobody what they may not see. */
export type Changed = { readonly zoneId: string; readonly kind: 'record' | 'case'; readonly name: string; readonly id: string };

export type EventHub = {
  /** `onGap`: changes may have been missed, since the listening connection was broken for a while */
  subscribe(zoneId: string, listener: (changed: Changed) => void, onGap?: () => void): () => void;
  close(): Promise<void>;
};

const channel = 'lianxin_changed';

/**
 * Marked in the transaction, for kept figures, and told to every server process once it is over. The database would tell it
 * at commit, but lets no two such commits happen at once (decision 0026).
 */
export async function announce(tx: Tx, changed: Changed): Promise<void> {
  await markChanged(tx, changed.zoneId, changed.name);
  afterwards(tx, (db) => tell(db, JSON.stringify(changed)));
}

const waiting = new WeakMap<Db, Set<string>>();

/** At once where nothing is on its way; else with all that has come when that has arrived. */
function tell(db: Db, hint: string): void {
  const next = waiting.get(db);
  if (next) {
    next.add(hint);
    return;
  }
  // a hint that does not get through is missed like any that is told while a listener is away
  void send(db, [hint]);
}

async function send(db: Db, first: readonly string[]): Promise<void> {
  for (let hints = first; hints.length > 0; hints = [...(waiting.get(db) ?? [])]) {
    waiting.set(db, new Set());
    // a hint needs no safe place on the disk, which is most of what this would cost
    await sql`SELECT set_config('synchronous_commit', 'off', true), pg_notify(${channel}, hint) FROM unnest(${[...hints]}::text[]) hint`
      .execute(db.kysely)
      .catch(() => undefined);
  }
  waiting.delete(db);
}

/** One listening connection for this process; when it is back after a break, everybody is told of the gap. */
export async function openEventHub(appUrl: string): Promise<EventHub> {
  const listeners = new Map<string, Set<(changed: Changed) => void>>();
  const gaps = new Set<() => void>();
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: appUrl,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: 10_000,
      application_name: 'lianxin events',
    });
    next.on('notification', (message) => {
      const changed = JSON.parse(message.payload ?? 'null') as Changed | null;
      if (changed) for (const listener of listeners.get(changed.zoneId) ?? []) listener(changed);
    });
    next.on('error', () => undefined);
    next.on('end', () => client === next && again());
    try {
      await next.connect();
      await next.query(`LISTEN ${channel}`);
    } catch (error) {
      await next.end().catch(() => undefined);
      throw error;
    }
    if (closed) return next.end();
    client = next;
  }
  function again(): void {
    client = undefined;
    if (closed || retry) return;
    retry = setTimeout(() => {
      retry = undefined;
      connect().then(() => gaps.forEach((onGap) => onGap()), again);
    }, 1000);
    retry.unref();
  }

  await connect();
  return {
    subscribe(zoneId, listener, onGap) {
      const own = listeners.get(zoneId) ?? new Set();
      listeners.set(zoneId, own.add(listener));
      if (onGap) gaps.add(onGap);
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(zoneId) === own) listeners.delete(zoneId);
        if (onGap) gaps.delete(onGap);
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await client?.end();
    },
  };
}
