import type { Sum } from './measures.ts';

const most = 20_000;
const kept = new Map<string, Sum>();

/** A sum kept in this process. Its key holds all it depends on, the records' change marks included, so it is never stale. */
export function keptSum(key: string): Sum | undefined {
  return kept.get(key);
}

/** Keeps a sum; the oldest make room. */
export function keepSum(key: string, sum: Sum): void {
  if (kept.size >= most) {
    const oldest = kept.keys().next().value;
    if (oldest !== undefined) kept.delete(oldest);
  }
  kept.set(key, sum);
}
