import { limits, refill, secondsToWait, type Bucket, type Limit, type LimitName } from '#kernel/rules/limits.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import { Refused } from './refused.ts';

/** Counts requests of this process in memory (docs/decisions/0024). */
export type Limits = {
  /** takes one; throws 429 with the seconds to wait when none is left */
  take(name: LimitName, key: string): void;
  /** is one left? Takes nothing, throws 429 when not */
  guard(name: LimitName, key: string): void;
};

const keysMost = 20_000;

/** @param factor multiplies every limit; 0 sets none */
export function createLimits(factor: number, now: () => Instant): Limits {
  const buckets = new Map<string, Bucket>();
  const look = (name: LimitName, key: string) => {
    const limit: Limit = { burst: limits[name].burst * factor, perMinute: limits[name].perMinute * factor };
    const place = `${name} ${key}`;
    return { limit, place, bucket: refill(buckets.get(place), limit, now()) };
  };
  const guard: Limits['guard'] = (name, key) => {
    if (factor === 0) return;
    const { limit, bucket } = look(name, key);
    const seconds = secondsToWait(bucket, limit);
    if (seconds > 0) throw tooMany(seconds);
  };
  return {
    guard,
    take(name, key) {
      guard(name, key);
      if (factor === 0) return;
      const { place, bucket } = look(name, key);
      // the one touched longest ago goes first: it is the fullest
      buckets.delete(place);
      buckets.set(place, { ...bucket, left: bucket.left - 1 });
      const oldest = buckets.keys().next().value;
      if (buckets.size > keysMost && oldest !== undefined) buckets.delete(oldest);
    },
  };
}

/** The address as it is counted: of IPv6 the network, since one house has them by the billion. */
export function countedAddress(ip: string): string {
  return ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip;
}

function tooMany(seconds: number): Refused {
  return new Refused(429, {
    code: 'TOO_MANY',
    message: { zh: `请求过于频繁，请 ${seconds} 秒后再试`, en: `Too many requests; try again in ${seconds} seconds` },
    details: { retryAfter: seconds },
  });
}
