import type { Instant } from './instant.ts';

const day = 86_400_000;
/** so that the run itself, and a server that was down over night, raise no alarm */
const grace = day;

/**
 * Is the next backup due, one being promised every `everyDays` days (zero promises none)? One that could not be proved is
 * tried again after a day.
 */
export function isBackupDue(everyDays: number, lastProved: Instant | undefined, lastBegan: Instant | undefined, now: Instant): boolean {
  const isOld = lastProved === undefined || now - lastProved >= everyDays * day;
  return everyDays > 0 && isOld && (lastBegan === undefined || now - lastBegan >= day);
}

/** Is the newest backup that a drill has proved older than promised? Before the first, the installation's own age counts. */
export function isBackupLate(everyDays: number, lastProved: Instant | undefined, installed: Instant, now: Instant): boolean {
  return everyDays > 0 && now - (lastProved ?? installed) > everyDays * day + grace;
}
