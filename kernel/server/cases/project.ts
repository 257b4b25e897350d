import { sql, type RawBuilder } from 'kysely';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { CaseEvent, CaseState } from '#kernel/rules/case.ts';
import type { Fields } from '#kernel/contract/field.ts';
import { accountOf, type ClockAccount } from '#kernel/rules/clock.ts';
import type { WorkCalendar } from '#kernel/rules/calendar.ts';
import { toIso, type Instant } from '#kernel/rules/instant.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { CryptoProvider } from '../crypto/provider.ts';
import type { Tx } from '../database/door.ts';
import { planned } from '../database/planned.ts';
import { markChanged } from '../figures/marks.ts';
import { changedTitles } from '../records/present.ts';
import { writeSearchEntries } from '../records/search.ts';
import { toColumns } from '../records/values.ts';
import { appending, type Appended } from './history.ts';

type AnyCase = CaseDeclaration<Fields, CaseState>;

export type Grounds = { readonly calendar: WorkCalendar; readonly packs: readonly RulePack[]; readonly now: Instant };

export type Projection = {
  readonly state: CaseState;
  readonly row: Readonly<Record<string, unknown>>;
  readonly tasks: readonly Readonly<Record<string, unknown>>[];
  readonly clocks: readonly Readonly<Record<string, unknown>>[];
  readonly parties: readonly Readonly<Record<string, unknown>>[];
};

const day = 86_400_000;

/** Everything that is stored of a case beside its events: a pure function of them, so it can be rebuilt. */
export function projectionOf(
  declaration: AnyCase,
  zoneId: string,
  id: string,
  events: readonly CaseEvent[],
  grounds: Grounds,
  crypto: CryptoProvider,
): Projection {
  const state = declaration.fold(id, events);
  const accounts = new Map(
    declaration
      .clocks(state, grounds.packs)
      .map((clock) => [clock.key, accountOf(clock.rule, clock.events, grounds.calendar, grounds.now)]),
  );
  const running = [...accounts.values()].filter((account) => account.state !== 'stopped').sort((a, b) => a.dueAt - b.dueAt);
  const first = events[0];
  const last = events.at(-1);
  return {
    state,
    row: {
      zone_id: zoneId,
      id,
      version: events.length,
      ended_on: null,
      created_at: toIso(first?.at ?? grounds.now),
      updated_at: toIso(last?.at ?? grounds.now),
      status: state.status,
      status_since: toIso(state.statusSince),
      due_at: running[0] ? toIso(running[0].dueAt) : null,
      yellow_at: running[0] ? toIso(running[0].yellowAt) : null,
      paused: running[0]?.state === 'paused',
      ever_overdue: [...accounts.values()].some((account) => account.everOverdue),
      ...toColumns(declaration.fields, declaration.project(state), crypto),
    },
    tasks: declaration.tasks(state).map((task) => {
      const account = task.clock ? accounts.get(task.clock) : undefined;
      return {
        zone_id: zoneId,
        case_id: id,
        task: task.key,
        case_name: declaration.name,
        holder_kind: task.holder.kind,
        holder_id: task.holder.id,
        moves: task.moves,
        clock: task.clock ?? null,
        due_at: account ? toIso(account.dueAt) : null,
        yellow_at: account ? toIso(account.yellowAt) : null,
        paused: account?.state === 'paused',
        since: toIso(task.since),
      };
    }),
    clocks: [...accounts].map(([key, account]) => ({
      zone_id: zoneId,
      case_id: id,
      clock: key,
      case_name: declaration.name,
      started_at: toIso(account.startedAt),
      due_at: toIso(account.dueAt),
      yellow_at: toIso(account.yellowAt),
      stopped_at: account.stoppedAt === null ? null : toIso(account.stoppedAt),
      paused: account.state === 'paused',
      look_at: lookAt(account, grounds.now),
    })),
    parties: [...new Set(declaration.parties(state))].map((party) => ({ zone_id: zoneId, case_id: id, party_id: party })),
  };
}

/** What is stored beside a case's row, and what tells its rows apart. */
const children = {
  tasks: { table: 'case_tasks', key: 'task' },
  clocks: { table: 'case_clocks', key: 'clock' },
  parties: { table: 'case_parties', key: 'party_id' },
};

/**
 * Writes projections of one case declaration over whatever was stored, in one statement for any number.
 * @param appended the moves that led to them, when these are not in their histories yet
 */
export async function storeProjections(
  tx: Tx,
  zoneId: string,
  declaration: AnyCase,
  projections: readonly Projection[],
  appended: readonly Appended[] = [],
): Promise<void> {
  if (projections.length === 0) return;
  const ids = projections.map(({ state }) => state.id);
  const table = sql.table(declaration.table);
  const columns = Object.keys(projections[0]?.row ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const written = [
    ...(appended.length === 0 ? [] : [sql`events AS (${appending(zoneId, declaration.name, appended)})`]),
    sql`row AS (INSERT INTO ${table} (${names}) SELECT ${names}
      FROM jsonb_populate_recordset(NULL::${table}, ${JSON.stringify(projections.map(({ row }) => row))}::jsonb)
      ON CONFLICT (zone_id, id) DO UPDATE SET ${sql.join(setsOf(columns, ['zone_id', 'id']))})`,
    ...(['tasks', 'clocks', 'parties'] as const).flatMap((kind) => {
      const rows = projections.flatMap((projection) => projection[kind]);
      const child = sql.table(children[kind].table);
      const key = sql.ref(children[kind].key);
      const given = sql`jsonb_populate_recordset(NULL::${child}, ${JSON.stringify(rows)}::jsonb)`;
      const gone = sql`${sql.ref(`gone_${kind}`)} AS (DELETE FROM ${child} c WHERE c.zone_id = ${zoneId} AND c.case_id = ANY(${ids}::uuid[])
        AND NOT EXISTS (SELECT 1 FROM ${given} g WHERE g.case_id = c.case_id AND g.${key} = c.${key}))`;
      if (rows.length === 0) return [gone];
      const changes = setsOf(Object.keys(rows[0] ?? {}), ['zone_id', 'case_id', children[kind].key]);
      const over = changes.length === 0 ? sql`NOTHING` : sql`UPDATE SET ${sql.join(changes)}`;
      return [
        gone,
        sql`${sql.ref(kind)} AS (INSERT INTO ${child} SELECT * FROM ${given} ON CONFLICT (zone_id, case_id, ${key}) DO ${over})`,
      ];
    }),
  ];
  await sql`${planned} WITH ${sql.join(written)} SELECT 1`.execute(tx);
  changedTitles(tx);
  await markChanged(tx, zoneId, declaration.name);
  await writeSearchEntries(
    tx,
    zoneId,
    declaration,
    projections.map(({ state }) => ({ id: state.id, values: declaration.project(state) })),
  );
}

/** What an upsert takes over from the row that was given. */
function setsOf(columns: readonly string[], keys: readonly string[]): RawBuilder<unknown>[] {
  return columns.filter((column) => !keys.includes(column)).map((column) => sql`${sql.ref(column)} = excluded.${sql.ref(column)}`);
}

function lookAt(account: ClockAccount, now: Instant): string | null {
  if (account.state === 'stopped') return null;
  if (account.pausedUntil !== null && account.pausedUntil > now)
    return toIso(Math.min(account.pausedUntil, account.yellowAt > now ? account.yellowAt : account.pausedUntil));
  if (account.lamp === 'green') return toIso(account.yellowAt);
  return toIso(account.lamp === 'yellow' ? Math.max(account.dueAt, now) + 1 : now + day);
}
