import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '#kernel/server/settings.ts';
import { writeWhole } from '#kernel/server/whole-file.ts';

const markOf = (dataFolder: string) => join(dataFolder, 'moved.txt');

/** Says in the data folder that its embedded database has been left, so that nobody goes on in it by mistake. */
export function markMoved(dataFolder: string, target: string): void {
  writeWhole(markOf(dataFolder), `${new Date().toISOString()} ${target}\n`);
}

/** @throws where the embedded database has been left for another and the setting still points at it */
export function refuseIfMoved(settings: Pick<Settings, 'dataFolder' | 'databaseUrl'>): void {
  const mark = markOf(settings.dataFolder);
  if (settings.databaseUrl || !existsSync(mark)) return;
  throw new Error(
    `This folder's database was moved (${readFileSync(mark, 'utf8').trim()}): set DATABASE_URL to where it is now. To go back to the old one and lose what was entered since, delete ${mark}`,
  );
}
