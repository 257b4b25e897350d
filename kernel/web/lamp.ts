import type { ClockAccount } from '#kernel/rules/clock.ts';
import type { RecordRow } from '#kernel/contract/record.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import { instantOf } from './format.ts';

/** How a time limit stands, in the words and shapes of the product. */
export type LampState = 'green' | 'yellow' | 'red' | 'paused' | 'late' | 'stopped' | 'none';

/** The lamp of a case's row at a moment, from the stored turning points: the same comparison as the server's. */
export function lampOfRow(row: RecordRow, now: Instant): LampState {
  const [due, yellow] = [row['dueAt'], row['yellowAt']];
  if (typeof due !== 'string') return 'none';
  if (now > instantOf(due)) return 'red';
  if (row['paused'] === true) return 'paused';
  return typeof yellow === 'string' && now >= instantOf(yellow) ? 'yellow' : 'green';
}

/** The lamp of a clock's account. An overdue clock stays red while it is paused. */
export function lampOfClock(account: ClockAccount): LampState {
  if (account.state === 'stopped') return account.overdueMinutes > 0 ? 'late' : 'stopped';
  if (account.lamp === 'red') return 'red';
  return account.state === 'paused' ? 'paused' : account.lamp;
}
