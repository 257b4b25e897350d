import pg from 'pg';
import { refuseWhileUsed } from '../backup/target.ts';
import { appRole, pendingMigrations, schemaLock } from './migrate.ts';
import { platformTables } from './platform-tables.ts';

/** What spreads the zones over the nodes of a Citus cluster: what stands already, and what is still to be issued, in order. */
export type Distribution = {
  /** the extension's version; undefined where there is none */
  readonly citus: string | undefined;
  readonly done: readonly string[];
  /** each is one transaction: whoever is killed between two goes on with the next at the next call */
  readonly statements: readonly string[];
};

type Table = {
  readonly name: string;
  readonly lives: 'zone' | 'everywhere' | 'coordinator';
  readonly isDone: boolean;
  readonly isFilled: boolean;
};
type Reference = { readonly drop: string; readonly add: string; readonly ends: readonly string[] };

/** Where the references wait that had to be given up meanwhile; the application's role has no way into this schema. */
const waiting = 'distribution.references_dropped';

/** Reads the catalogue and changes nothing; on a PostgreSQL without the extension it is what would be issued from the beginning. */
export async function planDistribution(client: pg.ClientBase): Promise<Distribution> {
  const [extension] = await ask<{ version: string }>(client, `SELECT extversion AS version FROM pg_extension WHERE extname = 'citus'`);
  const citus = extension?.version;
  const tables = await readTables(client, citus !== undefined);
  const spread = tables.filter(({ lives }) => lives !== 'coordinator');
  const open = spread.filter(({ isDone }) => !isDone);
  const references = (await readReferences(client)).filter(({ ends }) => ends.some((end) => open.some(({ name }) => name === end)));
  const kept = await readWaiting(client);
  const role = await roleStatement(client);
  const functions = await readFunctions(client, citus !== undefined);
  const addAgain = [...kept, ...references.map(({ add }) => add)];
  const first = spread.find(({ lives, isDone }) => lives === 'zone' && isDone) ?? open.find(({ lives }) => lives === 'zone');
  const statements = [
    ...role.missing,
    ...(references.length > 0 ? [dropStatement(references)] : []),
    ...open.filter(({ lives }) => lives === 'everywhere').map(({ name }) => `SELECT create_reference_table(${text(`public.${name}`)})`),
    ...open
      .filter(({ lives }) => lives === 'zone')
      .map((table) => {
        const beside = table === first ? 'none' : `public.${first?.name ?? ''}`;
        return `SELECT create_distributed_table(${text(`public.${table.name}`)}, 'zone_id', colocate_with => ${text(beside)})`;
      }),
    // the rows have gone to the nodes; what stays of them here is neither seen nor of use
    ...spread
      .filter(({ isFilled }) => isFilled)
      .map(({ name }) => `SELECT truncate_local_data_after_distributing_table(${text(`public.${name}`)})`),
    ...functions.open.map((name) => `SELECT create_distributed_function(${text(`public.${name}`)})`),
    ...addAgain.map((add) => `BEGIN;\n${add};\nDELETE FROM ${waiting} WHERE statement = ${text(add)};\nCOMMIT`),
    ...(addAgain.length > 0 || (await stands(client)) ? ['DROP SCHEMA distribution CASCADE'] : []),
  ];
  const count = (lives: Table['lives']) => spread.filter((table) => table.lives === lives && table.isDone).length;
  return {
    citus,
    done: [
      ...role.standing,
      ...(count('everywhere') > 0 ? [`on every node: ${count('everywhere')} tables`] : []),
      ...(count('zone') > 0
        ? [`spread by zone_id: ${count('zone')} of ${spread.filter(({ lives }) => lives === 'zone').length} tables`]
        : []),
      ...functions.done.map((name) => `on every node: ${name}`),
    ],
    statements,
  };
}

/**
 * Issues what is still to be issued. Servers must be stopped: between the first statement and the last, references are not
 * checked. @throws before anything is changed where the extension is missing, a server is at work or migrations are pending
 */
export async function distribute(ownerUrl: string, say: (statement: string) => void): Promise<Distribution> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'lianxin distribute' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // whoever starts a server meanwhile waits here before it migrates
    await client.query('SELECT pg_advisory_lock($1)', [schemaLock]);
    await refuseWhileUsed(client);
    await refuseUnlessCurrent(ownerUrl);
    const plan = await planDistribution(client);
    if (plan.citus === undefined) throw new Error(noExtension);
    for (const statement of plan.statements) {
      say(statement);
      await client.query(statement);
    }
    const { statements } = await planDistribution(client);
    if (statements.length > 0) throw new Error(`Issued, but not done: ${statements[0]}`);
    return plan;
  } finally {
    await client.end();
  }
}

/** A part of the tables would be spread, and the rest be forgotten. */
export async function refuseUnlessCurrent(ownerUrl: string): Promise<void> {
  const { length } = await pendingMigrations(ownerUrl);
  if (length > 0) throw new Error(`The database is not current (${length} migrations are missing): run lianxin migrate first`);
}

const noExtension = [
  'This database has no Citus, and nothing was changed. On the coordinator and on every worker, as a superuser: put citus into',
  'shared_preload_libraries, restart, CREATE EXTENSION citus in this database; on the coordinator SELECT citus_set_coordinator_host(…)',
  'and SELECT citus_add_node(…) for each worker. Then call this again. What it would issue: lianxin distribute --print',
].join('\n');

async function readTables(client: pg.ClientBase, isCitus: boolean): Promise<Table[]> {
  const placed = (condition: string) =>
    isCitus ? `EXISTS (SELECT 1 FROM pg_dist_partition d WHERE d.logicalrelid = c.oid AND ${condition})` : 'false';
  const rows = await ask<{ name: string; zoned: boolean; filled: boolean; spread: boolean; everywhere: boolean }>(
    client,
    `SELECT c.relname AS name, pg_relation_size(c.oid) > 0 AS filled, ${placed(`d.partmethod = 'h'`)} AS spread,
       ${placed(`d.partmethod = 'n' AND d.repmodel = 't'`)} AS everywhere,
       EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'zone_id' AND NOT a.attisdropped) AS zoned
     FROM pg_class c WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  return rows.map(({ name, zoned, filled, spread, everywhere }) => {
    const lives = zoned ? 'zone' : platformTables[name]?.lives;
    if (!lives)
      throw new Error(`The table ${name} has no zone_id, and nothing says where it lives (kernel/server/database/platform-tables.ts)`);
    return { name, lives, isDone: lives === 'zone' ? spread : everywhere, isFilled: filled };
  });
}

async function readReferences(client: pg.ClientBase): Promise<Reference[]> {
  const rows = await ask<{ holder: string; target: string; name: string; means: string }>(
    client,
    `SELECT c.relname AS holder, t.relname AS target, quote_ident(f.conname) AS name, pg_get_constraintdef(f.oid) AS means
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class t ON t.oid = f.confrelid
     WHERE f.contype = 'f' AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 3`,
  );
  return rows.map(({ holder, target, name, means }) => ({
    drop: `ALTER TABLE public.${holder} DROP CONSTRAINT ${name}`,
    add: `ALTER TABLE public.${holder} ADD CONSTRAINT ${name} ${means}`,
    ends: [holder, target],
  }));
}

/** Citus refuses a table that a reference ties to one not yet spread, so all are given up first, and noted where a kill does not reach. */
function dropStatement(references: readonly Reference[]): string {
  return [
    'BEGIN',
    'CREATE SCHEMA IF NOT EXISTS distribution',
    `CREATE TABLE IF NOT EXISTS ${waiting} (statement text PRIMARY KEY)`,
    `INSERT INTO ${waiting} VALUES\n  ${references.map(({ add }) => `(${text(add)})`).join(',\n  ')}`,
    ...references.map(({ drop }) => drop),
    'COMMIT',
  ].join(';\n');
}

async function readWaiting(client: pg.ClientBase): Promise<string[]> {
  if (!(await stands(client))) return [];
  return (await ask<{ statement: string }>(client, `SELECT statement FROM ${waiting} ORDER BY 1`)).map(({ statement }) => statement);
}

async function stands(client: pg.ClientBase): Promise<boolean> {
  const [row] = await ask<{ found: boolean }>(client, `SELECT to_regclass('${waiting}') IS NOT NULL AS found`);
  return row?.found === true;
}

/** Without it the zone that a transaction names stays on the coordinator, and the nodes show no row at all. */
async function roleStatement(client: pg.ClientBase): Promise<{ standing: string[]; missing: string[] }> {
  const setting = 'citus.propagate_set_commands=local';
  const [row] = await ask<{ database: string; isSet: boolean }>(
    client,
    `SELECT quote_ident(current_database()) AS database, EXISTS (SELECT 1 FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
       WHERE s.setrole = '${appRole}'::regrole AND d.datname = current_database() AND '${setting}' = ANY(s.setconfig)) AS "isSet"`,
  );
  return row?.isSet
    ? { standing: [`${appRole}: ${setting}`], missing: [] }
    : { standing: [], missing: [`ALTER ROLE ${appRole} IN DATABASE ${row?.database} SET citus.propagate_set_commands = 'local'`] };
}

/** Functions that statements over a zone's tables use, so that each node needs them. Those that read tables are the coordinator's: one calls them alone. */
async function readFunctions(client: pg.ClientBase, isCitus: boolean): Promise<{ done: string[]; open: string[] }> {
  const isKnown = isCitus ? `EXISTS (SELECT 1 FROM pg_dist_object o WHERE o.classid = 'pg_proc'::regclass AND o.objid = p.oid)` : 'false';
  const rows = await ask<{ name: string; known: boolean }>(
    client,
    `SELECT p.oid::regprocedure::text AS name, ${isKnown} AS known
     FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND NOT p.prosecdef
       AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') ORDER BY 1`,
  );
  const names = (known: boolean) => rows.filter((row) => row.known === known).map(({ name }) => name);
  return { done: names(true), open: names(false) };
}

async function ask<Row extends pg.QueryResultRow>(client: pg.ClientBase, statement: string): Promise<Row[]> {
  return (await client.query<Row>(statement)).rows;
}

function text(value: string): string {
  return pg.escapeLiteral(value);
}
