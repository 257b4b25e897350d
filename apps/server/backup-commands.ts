import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { backupAndDrill, type DrillPlan } from '#kernel/server/backup/drill.ts';
import { readLines, writeLines } from '#kernel/server/backup/lines.ts';
import { restore, type Restored } from '#kernel/server/backup/restore.ts';
import { snapshot } from '#kernel/server/backup/snapshot.ts';
import { withoutWriters } from '#kernel/server/backup/target.ts';
import { startEmbedded } from '#kernel/server/database/embedded.ts';
import type { Secrets } from '#kernel/server/crypto/provider.ts';
import { hasSecret, installationSecrets } from '#kernel/server/secret.ts';
import { readSettings, type Settings } from '#kernel/server/settings.ts';
import type { OpenHouse } from './open-house.ts';
import { markMoved, refuseIfMoved } from './moved-mark.ts';

type Open = { readonly settings: Settings; readonly ownerUrl: string; readonly secrets: () => Secrets };

const print = (json: boolean, data: object, text: string) => process.stdout.write(`${json ? JSON.stringify(data) : text}\n`);

/** Backup, restore, move: they open the database as it is, without migrating it first. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup <file>')
    .description('write the whole database to a file, as of one moment, while the server serves')
    .option('--json')
    .action((file: string, given: { json?: boolean }) =>
      inDatabase(async ({ ownerUrl, secrets }) => {
        await writeLines(file, snapshot(ownerUrl, secrets), secrets());
        const bytes = statSync(file).size;
        print(
          given.json ?? false,
          { file, bytes },
          `Wrote ${file} (${bytes} bytes). The installation secret is not in it: keep it elsewhere.`,
        );
      }),
    );

  program
    .command('restore <file>')
    .description('bring a backup into an empty database, and check every table and the audit chain')
    .option('--replace', 'give up what the database holds')
    .option('--keep-faults', 'restore an audit chain that was broken already when it was backed up')
    .option('--json')
    .action((file: string, given: { replace?: boolean; keepFaults?: boolean; json?: boolean }) =>
      inDatabase(async ({ ownerUrl, secrets }) => {
        const restored = await restore(ownerUrl, readLines(file, secrets()), {
          secrets,
          replace: given.replace ?? false,
          keepFaults: given.keepFaults ?? false,
        });
        print(given.json ?? false, restored, tableOf(restored));
      }),
    );

  program
    .command('move')
    .description('bring everything into a PostgreSQL of your own, and compare every table')
    .requiredOption('--to <url>', 'postgres://owner:password@host:port/database, empty')
    .option('--replace', 'give up what that database holds')
    .option('--json')
    .action((given: { to: string; replace?: boolean; json?: boolean }) =>
      inDatabase(async ({ settings, ownerUrl, secrets }) => {
        const { databaseUrl: to } = readSettings({ DATABASE_URL: given.to });
        if (!to || to === ownerUrl) throw new Error('Name by --to another database than the present one');
        const place = placeOf(to);
        const restored = await withoutWriters(ownerUrl, () =>
          restore(to, snapshot(ownerUrl, secrets), { secrets, replace: given.replace ?? false }),
        );
        if (!settings.databaseUrl) markMoved(settings.dataFolder, place);
        print(
          given.json ?? false,
          { to: place, ...restored },
          `${tableOf(restored)}\n\nNow set DATABASE_URL to ${place} (with its owner and password), keep the data folder for its secret.key, and start.`,
        );
      }),
    );
}

/** What the server does by itself from time to time, at once. */
export function addDrillCommand(program: Command, inHouse: (work: (open: OpenHouse) => Promise<void>) => Promise<void>): void {
  program
    .command('drill')
    .description('take a backup into the data folder and prove it by a restore that is thrown away')
    .option('--json')
    .action((given: { json?: boolean }) =>
      inHouse(async (open) => {
        const done = await backupAndDrill(open.house, drillPlanOf(readSettings(process.env), open.ownerUrl));
        if (done.fault !== undefined) throw new Error(`${done.file}: ${done.fault}`);
        print(given.json ?? false, done, `Wrote ${done.file}, restored it elsewhere: ${done.rows} rows, all equal, audit chain whole.`);
      }),
    );
}

/** Where and how often this installation backs itself up. */
export function drillPlanOf(settings: Settings, ownerUrl: string): DrillPlan {
  const secrets = installationSecrets(settings.dataFolder, settings.secret);
  return { ownerUrl, secrets, folder: resolve(settings.dataFolder, 'backups'), ...settings.backup };
}

/** For commands that take the database as it is. */
export async function inDatabase(work: (open: Open) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  refuseIfMoved(settings);
  // a restore must not make a new secret, which could read nothing
  if (!hasSecret(settings.dataFolder, settings.secret)) {
    throw new Error(
      `There is no installation secret: put the secret.key that belongs to the data into ${settings.dataFolder}, or set LIANXIN_SECRET`,
    );
  }
  const secrets = installationSecrets(settings.dataFolder, settings.secret);
  const embedded = settings.databaseUrl ? undefined : await startEmbedded({ dataFolder: settings.dataFolder });
  try {
    await work({ settings, ownerUrl: settings.databaseUrl ?? embedded?.url ?? '', secrets });
  } finally {
    await embedded?.stop();
  }
}

function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}

/** What people compare: each table that holds rows, its count and its sum, found equal on both sides. */
function tableOf({ head, contents, auditEntries, auditFaults }: Restored): string {
  const filled = Object.entries(contents).filter(([, { rows }]) => rows > 0);
  const total = filled.reduce((sum, [, { rows }]) => sum + rows, 0);
  return [
    `As of ${head.createdAt}, ${head.database}, zones: ${head.zones.map((zone) => zone.code).join(', ')}`,
    ...filled.map(([name, { rows, digest }]) => `  ${name.padEnd(32)}${String(rows).padStart(10)}  ${digest}`),
    `${total} rows in ${filled.length} tables, counted and summed on both sides: equal. ${Object.keys(contents).length - filled.length} tables are empty.`,
    auditFaults.length === 0
      ? `The audit chain is whole: ${auditEntries} entries.`
      : `The audit chain was broken and is kept so:\n${auditFaults.join('\n')}`,
  ].join('\n');
}
