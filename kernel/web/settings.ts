/** What a person set on this device: language, letter size, columns. Never anything about the work itself. */
export type Setting = 'language' | 'largeText' | 'home' | `columns.${string}`;

const prefix = 'lianxin.';

/** The stored value, or undefined when there is none or the browser keeps nothing. */
export function findSetting(name: Setting): string | undefined {
  try {
    return localStorage.getItem(prefix + name) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value; where the browser keeps nothing, the setting holds until the page is closed. */
export function storeSetting(name: Setting, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // private windows may refuse storage
  }
}
