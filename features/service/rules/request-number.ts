import { dateOf, type Instant } from '#kernel/rules/instant.ts';

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * The number that people quote: day and five characters of the id, e.g. `20260603-7F3K2`. It needs no counter,
 * so creating requests never queues for one.
 */
export function requestNumber(id: string, openedAt: Instant): string {
  let bits = Number.parseInt(id.replaceAll('-', '').slice(-7), 16) % 2 ** 25;
  let tail = '';
  for (let place = 0; place < 5; place += 1) {
    tail = `${alphabet[bits % 32] ?? '0'}${tail}`;
    bits = Math.floor(bits / 32);
  }
  return `${dateOf(openedAt).replaceAll('-', '')}-${tail}`;
}
