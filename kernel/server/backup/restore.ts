import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { verifyChain } from '../audit/seal.ts';
import { layMigrations, listMigrations } from '../database/migrate.ts';
import type { Secrets } from '../crypto/provider.ts';
import { briefFaultOf } from '../http/log.ts';
import type { Database } from '../database/schema.generated.ts';
import { dataTables, settle, type Content } from './digest.ts';
import type { End, Head, Line } from './lines.ts';
import { chainHeads, contentsOf } from './snapshot.ts';
import { marksOf } from './secret-mark.ts';
import { refuseBesideAnother, refuseWhileUsed, makeEmpty, refuseUnlessEmpty } from './target.ts';

export type Restored = {
  readonly head: Head;
  /** what each table holds, found equal on both sides */
  readonly contents: Readonly<Record<string, Content>>;
  readonly auditEntries: number;
  readonly auditFaults: readonly string[];
};

export type RestoreOptions = {
  /** at hand; without one that the backup needs its encrypted fields could not be read */
  readonly secrets: () => Secrets;
  /** what the database holds is given up */
  readonly replace?: boolean;
  /** the audit chain was broken when it was backed up, and is wanted as it was */
  readonly keepFaults?: boolean;
};

const charsAtOnce = 1_000_000;
const rowsAtOnce = 1000;

/**
 * Restores a backup in ONE transaction: the schema as it was, the rows, the counts and sums of every table, the audit
 * chain, then the migrations since. Whatever does not agree is thrown, and leaves the database as it was found.
 */
export async function restore(ownerUrl: string, lines: AsyncIterable<Line>, options: RestoreOptions): Promise<Restored> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'lianxin restore' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await settle(client);
    await refuseBesideAnother(client);
    await refuseWhileUsed(client);
    if (options.replace) await makeEmpty(client);
    else await refuseUnlessEmpty(client);
    const restored = await load(client, ownerUrl, lines, options);
    await layMigrations(client, ownerUrl);
    await client.query('COMMIT');
    await client.query('ANALYZE');
    return restored;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

async function load(client: pg.Client, ownerUrl: string, lines: AsyncIterable<Line>, options: RestoreOptions): Promise<Restored> {
  let [head, end]: [Head | undefined, End | undefined] = [undefined, undefined];
  let contents: Readonly<Record<string, Content>> = {};
  let references: readonly string[] = [];
  let table: string | undefined;
  let rows: string[] = [];
  let chars = 0;
  const flush = async () => {
    if (table !== undefined && rows.length > 0) {
      const name = pg.escapeIdentifier(table);
      await client.query(`INSERT INTO ${name} SELECT * FROM unnest($1::${name}[])`, [rows]).catch((error: unknown) => {
        throw new Error(`The rows of ${table} cannot be restored: ${briefFaultOf(error)}. Nothing was kept`, { cause: error });
      });
    }
    [rows, chars] = [[], 0];
  };
  for await (const line of lines) {
    if (typeof line === 'string') {
      rows.push(line);
      chars += line.length;
      if (chars >= charsAtOnce || rows.length >= rowsAtOnce) await flush();
    } else if ('head' in line) {
      head = line.head;
      references = await prepareSchema(client, ownerUrl, head, options.secrets());
    } else {
      await flush();
      if ('table' in line) table = line.table;
      else {
        end = line.end;
        contents = await contentsOf(client);
        refuseDifferences(end.contents, contents);
      }
    }
  }
  if (!head || !end) throw new Error('The backup is cut off: it has no end');
  for (const reference of references) await client.query(reference);
  const { entries, faults } = await checkChains(client, head, end);
  if (faults.length > 0 && !options.keepFaults) {
    throw new Error(
      `The rows are as they were backed up, but the audit chain was broken already then: ${faults.slice(0, 5).join('; ')}. To have it as it was, restore with --keep-faults`,
    );
  }
  return { head, contents, auditEntries: entries, auditFaults: faults };
}

/** The schema of the backup's day, without its references. @returns the statements that bring these back */
async function prepareSchema(client: pg.Client, ownerUrl: string, head: Head, secrets: Secrets): Promise<string[]> {
  const known = marksOf(secrets);
  if (head.secretMark.split(',').some((mark) => !known.includes(mark))) {
    throw new Error(
      'The backup belongs to another installation secret: its encrypted fields could never be read. Put the secret.key of that day into the data folder, or set LIANXIN_SECRET',
    );
  }
  const own = new Map((await listMigrations()).map(({ name, digest }) => [name, digest]));
  const strange = head.migrations.filter(({ name, digest }) => own.get(name) !== digest);
  if (strange.length > 0) {
    throw new Error(
      `The backup was made by another version: this one does not know its ${strange.map(({ name }) => name).join(', ')}. Restore with that version or a later one`,
    );
  }
  await layMigrations(
    client,
    ownerUrl,
    head.migrations.map(({ name }) => name),
  );
  const found = (await dataTables(client)).map(({ name, columns }) => ({ name, columns }));
  const differing = head.tables.filter((table) => JSON.stringify(table) !== JSON.stringify(found.find(({ name }) => name === table.name)));
  if (differing.length > 0 || found.length !== head.tables.length) {
    throw new Error(
      `The migrations do not make the backup's tables: ${differing.map(({ name }) => name).join(', ') || 'some are missing in it'}`,
    );
  }
  const { rows } = await client.query<{ name: string; reference: string; means: string }>(
    `SELECT quote_ident(relname) AS name, quote_ident(conname) AS reference, pg_get_constraintdef(f.oid) AS means
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace`,
  );
  for (const { name, reference } of rows) await client.query(`ALTER TABLE ${name} DROP CONSTRAINT ${reference}`);
  return rows.map(({ name, reference, means }) => `ALTER TABLE ${name} ADD CONSTRAINT ${reference} ${means}`);
}

function refuseDifferences(wanted: End['contents'], found: Readonly<Record<string, Content>>): void {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort();
  const differing = names.filter((name) => wanted[name]?.rows !== found[name]?.rows || wanted[name]?.digest !== found[name]?.digest);
  if (differing.length === 0) return;
  const said = differing.map((name) => `${name} (${wanted[name]?.rows ?? 'no'} rows backed up, ${found[name]?.rows ?? 'none'} restored)`);
  throw new Error(`What was restored is not what was backed up: ${said.join('; ')}. Nothing was kept`);
}

async function checkChains(client: pg.Client, head: Head, end: End): Promise<{ entries: number; faults: string[] }> {
  const heads = await chainHeads(client);
  if (JSON.stringify(heads) !== JSON.stringify(end.audit)) throw new Error('The heads of the audit chains differ from those of the backup');
  const lender = Object.assign(client, { release: () => undefined });
  const kysely = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: { connect: () => Promise.resolve(lender), end: () => Promise.resolve(), options: {} } }),
  });
  const faults: string[] = [];
  let entries = 0;
  for (const zone of head.zones) {
    const report = await verifyChain(kysely, zone.id);
    entries += report.entries;
    faults.push(...report.faults.map((fault) => `${zone.code}: ${fault.what} (${fault.entryId ?? `link ${fault.seq}`})`));
  }
  return { entries, faults };
}
