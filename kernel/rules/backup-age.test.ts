import { expect, test } from 'vitest';
import { isBackupDue, isBackupLate } from './backup-age.ts';

const day = 86_400_000;
const now = 400 * day;

test('a backup is due at the first look, then every so many days, and a day after one that was not proved; zero days promise none', () => {
  expect(isBackupDue(7, undefined, undefined, now)).toBe(true);
  expect(isBackupDue(7, now - 7 * day, now - 7 * day, now)).toBe(true);
  expect(isBackupDue(7, now - 7 * day + 1, now - 7 * day, now)).toBe(false);
  expect(isBackupDue(7, undefined, now - day, now)).toBe(true);
  expect(isBackupDue(7, now - 30 * day, now - day + 1, now)).toBe(false);
  expect(isBackupDue(0, undefined, undefined, now)).toBe(false);
});

test('late is what no drill has proved for longer than promised and a day; a new installation has that time too', () => {
  expect(isBackupLate(7, now - 8 * day, 0, now)).toBe(false);
  expect(isBackupLate(7, now - 8 * day - 1, 0, now)).toBe(true);
  expect(isBackupLate(7, undefined, now - 8 * day, now)).toBe(false);
  expect(isBackupLate(7, undefined, now - 9 * day, now)).toBe(true);
  expect(isBackupLate(0, undefined, 0, now)).toBe(false);
});
