import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Writes a small file so that whoever reads it, also after a kill or a power cut, finds all of it or what was there
 * before; readable by its owner alone. With `once` a file that is there already stays. @returns whether it was written
 */
export function writeWhole(file: string, text: string, once = false): boolean {
  const beside = once ? `${file}.${process.pid}` : `${file}.new`;
  const handle = openSync(beside, 'w', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
  if (!once) {
    renameSync(beside, file);
    settleFolder(dirname(file));
    return true;
  }
  try {
    linkSync(beside, file);
    settleFolder(dirname(file));
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}

/**
 * Brings a folder's names to the disk. Without it a power cut may take back a file's new name while what was written elsewhere on the
 * strength of it, rows sealed under a new secret say, is there.
 */
export function settleFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
