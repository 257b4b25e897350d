import { zipSync } from 'fflate';

/** A zip with these entries, for files that are no workbooks. */
export function zipOf(entries: Readonly<Record<string, Uint8Array>>): Uint8Array {
  return zipSync({ ...entries }, { level: 6 });
}
