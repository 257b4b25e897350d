import { closeSync, fsyncSync, linkSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

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
    return true;
  }
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(beside, { force: true });
  }
}
