import type { House } from '#kernel/server/house.ts';

export async function loadExample(_house: House, _deps: { say: (line: string) => void }): Promise<void> {}
