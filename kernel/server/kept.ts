/**
 * Answers kept in this process. A key holds all that its answer depends on, the records' change marks included, so that none is
 * ever stale; the oldest make room.
 */
export function keeping<T>(most: number) {
  const kept = new Map<string, T>();
  return {
    get: (key: string): T | undefined => kept.get(key),
    keep(key: string, answer: T): void {
      const oldest = kept.size >= most ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(key, answer);
    },
  };
}
