import { fillEventStatuses } from '#kernel/server/cases/event-statuses.ts';
import { appUrlOf, migrate } from '#kernel/server/database/migrate.ts';
import { openDatabase } from '#kernel/server/database/door.ts';
import { openReplica } from '#kernel/server/database/replica.ts';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import type { House } from '#kernel/server/house.ts';
import { installationSecrets } from '#kernel/server/secret.ts';
import type { Settings } from '#kernel/server/settings.ts';
import { buildHouse } from './app.ts';
import { refuseIfMoved } from './moved-mark.ts';

export type OpenHouse = { readonly house: House; readonly ownerUrl: string; close(): Promise<void> };

/** Database up and migrated, secret at hand: what the server and every command of the CLI begin with. */
export async function openHouse(settings: Settings, say: (line: string) => void): Promise<OpenHouse> {
  refuseIfMoved(settings);
  const embedded = settings.databaseUrl ? undefined : await startEmbedded({ dataFolder: settings.dataFolder, log: say });
  const ownerUrl = settings.databaseUrl ?? embedded?.url ?? '';
  try {
    await migrate(ownerUrl, (name) => say(`migrating: ${name}`));
    const db = openDatabase(appUrlOf(ownerUrl));
    const replica = settings.replicaUrl ? openReplica(appUrlOf(settings.replicaUrl)) : undefined;
    const house = await buildHouse(db, installationSecrets(settings.dataFolder, settings.secret), Date.now, [], replica);
    const filled = await fillEventStatuses(house, ownerUrl);
    if (filled > 0) say(`case events: statuses of ${filled} filled in`);
    return {
      house,
      ownerUrl,
      async close() {
        await house.hub.close();
        await replica?.db.close();
        await db.close();
        await embedded?.stop();
      },
    };
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
}
