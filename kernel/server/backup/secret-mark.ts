import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Secrets } from '../crypto/provider.ts';

/** A mark of each secret that may have sealed what is there; it does not tell the secret. By it a restore finds that it lacks one. */
export function marksOf({ keys }: Secrets): string[] {
  return keys.map((key) => createHmac('sha256', key).update('lianxin backup').digest('hex').slice(0, 16));
}

/** Under the secret that seals now: whoever does not have it cannot change a backup so that it still fits. */
export function sealOf({ keys: [current = new Uint8Array()] }: Secrets, digest: string): string {
  return sealUnder(current, digest);
}

export function isSealOf({ keys }: Secrets, digest: string, seal: string): boolean {
  const given = Buffer.from(seal, 'hex');
  return keys.some((key) => {
    const own = Buffer.from(sealUnder(key, digest), 'hex');
    return own.length === given.length && timingSafeEqual(own, given);
  });
}

const sealUnder = (key: Uint8Array, digest: string) => createHmac('sha256', key).update(`lianxin backup seal ${digest}`).digest('hex');
