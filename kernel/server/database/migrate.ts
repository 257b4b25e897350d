import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { opens } from './opens.ts';

const folder = join(import.meta.dirname, '../../../migrations');
/** The role that the application signs in as. */
export const appRole = 'lianxin_app';
/** Whoever changes the schema holds this advisory lock meanwhile. */
export const schemaLock = 20261123;

type Migration = { readonly name: string; readonly text: string; readonly digest: string };

/** Every migration of the product, in order. */
export async function listMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(join(folder, name), 'utf8');
      return { name, text, digest: createHash('sha256').update(text).digest('hex') };
    }),
  );
}

/**
 * Brings the owner's database up to date: one transaction a file, each at most once, two processes at once
 * safe. Then fences every table with zone_id. Throws when an applied file was edited afterwards.
 */
export async function migrate(ownerUrl: string, onStep: (name: string) => void = () => undefined): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [schemaLock]);
    await prepare(client, ownerUrl);
    for (const migration of await missing(client)) {
      onStep(migration.name);
      await inTransaction(client, () => apply(client, migration));
    }
    await inTransaction(client, () => fence(client));
  } finally {
    await client.end();
  }
}

/**
 * Lays the named migrations, in this order, in the transaction that the caller has open, or all that are missing; then
 * fences. A restore thus undoes the schema together with the rows when something does not agree.
 */
export async function layMigrations(client: pg.Client, ownerUrl: string, names?: readonly string[]): Promise<void> {
  await client.query('SELECT pg_advisory_xact_lock($1)', [schemaLock]);
  await prepare(client, ownerUrl);
  const absent = await missing(client);
  const wanted = names ? names.flatMap((name) => absent.filter((migration) => migration.name === name)) : absent;
  for (const migration of wanted) await apply(client, migration);
  await fence(client);
}

async function prepare(client: pg.Client, ownerUrl: string): Promise<void> {
  await client.query(
    'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, digest text NOT NULL, at timestamptz NOT NULL DEFAULT now())',
  );
  await createAppRole(client, ownerUrl);
}

/** What was not applied yet, in order. @throws where an applied file was edited afterwards */
async function missing(client: pg.Client): Promise<Migration[]> {
  const { rows } = await client.query<{ name: string; digest: string }>('SELECT name, digest FROM schema_migrations');
  const applied = new Map(rows.map((row) => [row.name, row.digest]));
  const all = await listMigrations();
  const edited = all.find(({ name, digest }) => applied.has(name) && applied.get(name) !== digest);
  if (edited) throw new Error(`Migration ${edited.name} was edited after it had been applied; add a new file instead`);
  return all.filter(({ name }) => !applied.has(name));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query(migration.text);
  await client.query('INSERT INTO schema_migrations (name, digest, at) VALUES ($1, $2, clock_timestamp())', [
    migration.name,
    migration.digest,
  ]);
}

/** Migrations that the database lacks; empty when it is current. */
export async function pendingMigrations(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: string | null }>(`SELECT to_regclass('schema_migrations')::text AS found`);
    const applied = rows[0]?.found
      ? (await client.query<{ name: string }>('SELECT name FROM schema_migrations')).rows.map((row) => row.name)
      : [];
    return (await listMigrations()).map((migration) => migration.name).filter((name) => !applied.includes(name));
  } finally {
    await client.end();
  }
}

/** The address at which the application signs in: the owner's, as the role that owns nothing. */
export function appUrlOf(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username = appRole;
  url.password = appPassword(ownerUrl);
  return url.href;
}

/** Derived from the owner's, so that several processes agree on it and none has to store it. */
function appPassword(ownerUrl: string): string {
  return createHmac('sha256', new URL(ownerUrl).password).update(appRole).digest('hex');
}

/** What PostgreSQL keeps of a password (RFC 5802): sent instead of it, so that the password stands in no log of the database's. */
function verifierOf(password: string): string {
  const [salt, rounds] = [randomBytes(16), 4096];
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256');
  const keyed = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(keyed('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${keyed('Server Key').toString('base64')}`;
}

/**
 * The role is the server's, not the database's: it is touched only where its password does not open the door. An owner
 * who is no superuser may set it, but not say again what the role must not be able to do.
 */
async function createAppRole(client: pg.Client, ownerUrl: string): Promise<void> {
  const { rows } = await client.query<{ mighty: boolean }>('SELECT rolsuper OR rolbypassrls AS mighty FROM pg_roles WHERE rolname = $1', [
    appRole,
  ]);
  if (rows[0]?.mighty) throw new Error(`The role ${appRole} may pass the fences: take SUPERUSER and BYPASSRLS from it`);
  if (rows[0] && (await opens(appUrlOf(ownerUrl)))) return;
  const password = `LOGIN PASSWORD '${verifierOf(appPassword(ownerUrl))}'`;
  await client.query(
    rows[0] ? `ALTER ROLE ${appRole} ${password}` : `CREATE ROLE ${appRole} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE ${password}`,
  );
}

/**
 * Row-level security and grants, decided by what a table is rather than by who remembered: zone_id means
 * fenced; the comment 'appendOnly' means no UPDATE and no DELETE.
 */
async function fence(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string; zoned: boolean; fenced: boolean; append_only: boolean }>(`
    SELECT c.relname AS name,
      EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'zone_id' AND NOT a.attisdropped) AS zoned,
      EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'zone') AS fenced,
      coalesce(obj_description(c.oid) = 'appendOnly', false) AS append_only
    FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND c.relname <> 'schema_migrations'`);
  await client.query(`GRANT USAGE ON SCHEMA public TO ${appRole}`);
  await client.query(`GRANT SELECT ON schema_migrations TO ${appRole}`);
  for (const table of rows) {
    if (table.zoned && !table.fenced) {
      const own = `zone_id = nullif(current_setting('app.zone_id', true), '')::uuid`;
      await client.query(`ALTER TABLE ${table.name} ENABLE ROW LEVEL SECURITY`);
      await client.query(`CREATE POLICY zone ON ${table.name} USING (${own}) WITH CHECK (${own})`);
    }
    await client.query(`GRANT SELECT, INSERT${table.append_only ? '' : ', UPDATE, DELETE'} ON ${table.name} TO ${appRole}`);
    // a table may have become so after it was granted
    if (table.append_only) await client.query(`REVOKE UPDATE, DELETE ON ${table.name} FROM ${appRole}`);
  }
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}
