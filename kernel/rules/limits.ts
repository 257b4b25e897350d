import type { Instant } from './instant.ts';

/** So many at once, and then again so many a minute. */
export type Limit = { readonly burst: number; readonly perMinute: number };

/**
 * How often somebody may ask (platform defaults, D). What needs no session is counted by address, and a whole zone may stand
 * behind one: so addresses are counted generously and pay for failed sign-ins alone; accounts are counted narrowly.
 */
export const limits = {
  /** failed sign-ins of one login name, known or not */
  account: { burst: 20, perMinute: 2 },
  /** failed sign-ins from one address, in browsers from which that account has not signed in before */
  address: { burst: 200, perMinute: 20 },
  /** one-time links, from one address */
  link: { burst: 60, perMinute: 12 },
  /** pages open to everyone (proofs of passports, the sign-in page), from one address */
  open: { burst: 600, perMinute: 600 },
  /** files sent in, by one person */
  upload: { burst: 30, perMinute: 6 },
  /** files taken out, by one person */
  export: { burst: 40, perMinute: 10 },
  /** the search box, by one person; it asks while one types */
  search: { burst: 120, perMinute: 240 },
} as const satisfies Readonly<Record<string, Limit>>;

export type LimitName = keyof typeof limits;

/** What is left to somebody, as of a moment. */
export type Bucket = { readonly left: number; readonly at: Instant };

/** What is left now; what was never touched is full. */
export function refill(bucket: Bucket | undefined, limit: Limit, now: Instant): Bucket {
  const left = bucket ? bucket.left + (Math.max(0, now - bucket.at) / 60_000) * limit.perMinute : limit.burst;
  return { left: Math.min(limit.burst, left), at: now };
}

/** Seconds until one more is allowed, at least one; 0 when it is allowed now. */
export function secondsToWait(bucket: Bucket, limit: Limit): number {
  return bucket.left >= 1 ? 0 : Math.max(1, Math.ceil(((1 - bucket.left) / limit.perMinute) * 60));
}
