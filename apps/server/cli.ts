import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { Command } from 'commander';
import { sql } from 'kysely';
import { roleNames, type Role } from '#kernel/contract/role.ts';
import { headsMissing } from '#kernel/server/audit/heads.ts';
import { chainAudit, verifyAudit } from '#kernel/server/audit/seal.ts';
import { withZone } from '#kernel/server/database/door.ts';
import { pendingMigrations } from '#kernel/server/database/migrate.ts';
import { briefFaultOf } from '#kernel/server/http/log.ts';
import { Refused } from '#kernel/server/http/refused.ts';
import { importFile } from '#kernel/server/imports/import-file.ts';
import { exportRows } from '#kernel/server/records/export.ts';
import { readSettings, SettingsError } from '#kernel/server/settings.ts';
import { createUsers } from '#features/identity/server/index.ts';
import { loadExample, removeExample } from '#seeds/example.ts';
import { layExamplePapers } from '#seeds/example-papers.ts';
import { askAsKeeper, Failure, inHouse, print, tell, zoneOf } from './command-house.ts';
import { addBackupCommands, addDrillCommand } from './backup-commands.ts';
import { addDistributeCommand } from './distribute-command.ts';
import { figuresCommand, type FiguresAsked } from './figures-command.ts';
import { addPassportCommands } from './passport-command.ts';
import { rotateKey, RotationRefused } from './rotate-key.ts';

const program = new Command('lianxin').description('链心 Lianxin: the working platform of a high-tech zone').showHelpAfterError(true);

program
  .command('start')
  .description('start the server')
  .action(async () => {
    await import('./main.ts');
  });

program
  .command('migrate')
  .description('bring the database up to date')
  .option('--json')
  .action(({ json = false }: { json?: boolean }) =>
    inHouse(async ({ ownerUrl }) => {
      print(json, { pending: await pendingMigrations(ownerUrl) }, 'The database is current.');
    }),
  );

program
  .command('figures')
  .description('figures of a zone: all, or those named')
  .argument('[id...]', 'ids of the dictionary, such as actionBranchCount')
  .option('--as-of <day>', 'YYYY-MM-DD; today when absent')
  .option('--window <window>', 'all, year, quarter, month, or two days: 2026-01-01..2026-06-30')
  .option('--filter <cells>', 'dimension:key,dimension:key')
  .option('--by <dimension>', 'cut by chain, park, month …')
  .option('--zone <code>')
  .option('--json')
  .action((ids: string[], given: FiguresAsked & { zone?: string; json?: boolean }) =>
    inHouse(async (open) => {
      const zoneId = await zoneOf(open, given.zone);
      const { data, text } = await withZone(open.house.db, zoneId, (tx) => figuresCommand(askAsKeeper(open, tx, zoneId), ids, given));
      print(given.json ?? false, data, text);
    }),
  );

const example = program.command('example').description('the fictional example zone');
example.command('load').action(() =>
  inHouse(async ({ house }) => {
    const { rows } = await sql`SELECT 1 FROM zones WHERE is_example`.execute(house.db.kysely);
    if (rows.length > 0) throw new Failure('The example zone is loaded already; remove it first');
    const { origin } = readSettings(process.env);
    await loadExample(house, { say: tell, papers: (tx, zoneId) => layExamplePapers(house, tx, zoneId, origin) });
  }),
);
example.command('remove').action(() =>
  inHouse(async ({ ownerUrl }) => {
    await removeExample(ownerUrl);
    tell('The example zone is gone.');
  }),
);

program
  .command('user')
  .description('people who may sign in')
  .command('add')
  .requiredOption('--name <name>')
  .requiredOption('--login <login name>')
  .option('--role <role...>', `roles of the whole zone: ${roleNames.join(', ')}`)
  .option('--zone <code>')
  .option('--json')
  .action((given: { name: string; login: string; role?: string[]; zone?: string; json?: boolean }) =>
    inHouse(async (open) => {
      const asked = given.role ?? [];
      const unknown = asked.filter((role) => !roleNames.some((name) => name === role));
      if (unknown.length > 0) throw new Failure(`No such role: ${unknown.join(', ')}. Roles: ${roleNames.join(', ')}`);
      const password = process.env['LIANXIN_PASSWORD'];
      if (!password) throw new Failure('Give the first password in LIANXIN_PASSWORD (it does not belong on a command line)');
      const zoneId = await zoneOf(open, given.zone);
      const [id] = await withZone(open.house.db, zoneId, (tx) =>
        createUsers(
          tx,
          zoneId,
          [{ name: given.name, loginName: given.login, password, grants: asked.map((role) => ({ role: role as Role })) }],
          open.house.now(),
        ),
      );
      print(given.json ?? false, { id }, `Added ${given.name} (${given.login}).`);
    }),
  );

program
  .command('import <record> <file>')
  .description('import a sheet as it is; all good rows or, on --strict, all or none')
  .option('--dry-run')
  .option('--strict', 'refuse the whole file when one row is refused')
  .option('--refused <file>', 'write the refused rows, marked, to this workbook')
  .option('--zone <code>')
  .option('--json')
  .action((record: string, file: string, given: { dryRun?: boolean; strict?: boolean; refused?: string; zone?: string; json?: boolean }) =>
    inHouse(async (open) => {
      const bytes = await readFile(file).catch(() => {
        throw new Failure(`The file ${file} cannot be read`);
      });
      const zoneId = await zoneOf(open, given.zone);
      const done = await withZone(open.house.db, zoneId, (tx) =>
        importFile(askAsKeeper(open, tx, zoneId), record, bytes, basename(file), {
          dryRun: given.dryRun ?? false,
          onlyGood: given.strict !== true,
        }),
      );
      if (given.refused && done.counts.refused > 0) await writeFile(given.refused, done.refusedWorkbook);
      const { added, changed, unchanged, refused } = done.counts;
      const lines = done.rows
        .filter((row) => row.outcome === 'refused')
        .map((row) => `  row ${row.row}: ${row.refusals.map((one) => `${one.column ?? ''} ${one.message.zh}`.trim()).join('; ')}`);
      print(
        given.json ?? false,
        {
          batchId: done.batchId,
          dryRun: given.dryRun ?? false,
          counts: done.counts,
          refused: done.rows.filter((row) => row.outcome === 'refused'),
        },
        [
          `${given.dryRun ? 'Would be' : 'Done:'} added ${added}, changed ${changed}, unchanged ${unchanged}, refused ${refused}`,
          ...lines,
        ].join('\n'),
      );
    }),
  );

program
  .command('export <record> <file>')
  .description('export a record as a workbook')
  .option('--zone <code>')
  .option('--json')
  .action((record: string, file: string, given: { zone?: string; json?: boolean }) =>
    inHouse(async (open) => {
      const declaration = open.house.records.get(record)?.declaration ?? open.house.cases.get(record)?.declaration;
      if (!declaration)
        throw new Failure(`No such record: ${record}. Records: ${[...open.house.records.keys(), ...open.house.cases.keys()].join(', ')}`);
      const zoneId = await zoneOf(open, given.zone);
      const { content } = await withZone(open.house.db, zoneId, (tx) => exportRows(askAsKeeper(open, tx, zoneId), declaration, {}));
      if (!(content instanceof Uint8Array)) throw new Failure('The export is empty');
      await writeFile(file, content);
      print(given.json ?? false, { file, bytes: content.length }, `Wrote ${file} (${content.length} bytes).`);
    }),
  );

addPassportCommands(program);

program
  .command('verify')
  .description('check the audit chain of every zone, and heads noted outside')
  .option('--head <zone:hash...>', 'hashes of heads that you have noted')
  .option('--json')
  .action((given: { json?: boolean; head?: string[] }) =>
    inHouse(async ({ house }) => {
      const { rows } = await sql<{ id: string; code: string }>`SELECT id, code FROM zones`.execute(house.db.kysely);
      const zones = [];
      for (const zone of rows) {
        await chainAudit(house, zone.id);
        const report = await verifyAudit(house, zone.id);
        const noted = (given.head ?? []).filter((line) => line.startsWith(`${zone.code}:`)).map((line) => line.slice(zone.code.length + 1));
        zones.push({ zone: zone.code, ...report, missing: await headsMissing(house.db, zone.id, noted) });
      }
      const faults = zones.flatMap((zone) => [
        ...zone.faults.map((fault) => `${zone.zone}: ${fault.what} (${fault.entryId ?? `link ${fault.seq}`})`),
        ...zone.missing.map((hash) => `${zone.zone}: the head that you noted is not in the chain (${hash})`),
      ]);
      print(
        given.json ?? false,
        { zones },
        faults.length === 0
          ? zones
              .map(
                ({ zone, entries, seals, head }) =>
                  `${zone}: whole, ${entries} entries in ${seals} links${head ? `; note outside: ${head.day} ${zone}:${head.hash}` : ''}`,
              )
              .join('\n')
          : faults.join('\n'),
      );
      if (faults.length > 0) process.exitCode = 1;
    }),
  );

program
  .command('rotate-key')
  .description('seal every encrypted field under a new installation secret, beside the running server; goes on where it was stopped')
  .option('--json')
  .action((given: { json?: boolean }) =>
    inHouse(async ({ house }) => {
      const lines = await rotateKey(house, readSettings(process.env), tell).catch((error: unknown) => {
        throw error instanceof RotationRefused ? new Failure(error.message) : error;
      });
      print(given.json ?? false, { done: true, lines }, lines.length === 0 ? 'Done.' : `Done. Set LIANXIN_SECRET to:\n${lines.join(',')}`);
    }),
  );

program
  .command('doctor')
  .description('is everything as it should be?')
  .option('--json')
  .action((given: { json?: boolean }) =>
    inHouse(async ({ house, ownerUrl }) => {
      const version = await sql<{ version: string; now: Date }>`SELECT version() AS version, now() AS now`.execute(house.db.kysely);
      const zones = await sql<{ code: string }>`SELECT code FROM zones ORDER BY code`.execute(house.db.kysely);
      const drift = Math.abs(house.now() - (version.rows[0]?.now.getTime() ?? 0));
      const findings = [
        { what: 'node', good: true, says: process.version },
        { what: 'database', good: true, says: version.rows[0]?.version.split(' on ')[0] ?? '' },
        { what: 'migrations', good: (await pendingMigrations(ownerUrl)).length === 0, says: 'current' },
        { what: 'clock', good: drift < 5000, says: `${drift} ms apart from the database` },
        { what: 'zones', good: zones.rows.length > 0, says: zones.rows.map((row) => row.code).join(', ') || 'none yet' },
      ];
      print(given.json ?? false, { findings }, findings.map((one) => `${one.good ? 'ok ' : '!! '} ${one.what}: ${one.says}`).join('\n'));
      if (findings.some((one) => !one.good && one.what !== 'zones')) process.exitCode = 1;
    }),
  );

addBackupCommands(program);
addDistributeCommand(program);
addDrillCommand(program, inHouse);

program.parseAsync().catch((error: unknown) => {
  const fields = error instanceof Refused ? error.fields.map((field) => `${field.path}: ${field.message.en}`).join('; ') : '';
  process.stderr.write(
    `${error instanceof Refused ? [error.refusal.message.en, fields].filter(Boolean).join(' – ') : briefFaultOf(error)}\n`,
  );
  process.exit(error instanceof SettingsError ? 2 : 1);
});
