import type { Actor } from '#kernel/contract/access.ts';
import type { CaseDeclaration } from '#kernel/contract/case.ts';
import type { CaseState } from '#kernel/rules/case.ts';
import type { Endpoint } from '#kernel/contract/endpoint.ts';
import type { Fields } from '#kernel/contract/field.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Instant } from '#kernel/rules/instant.ts';
import type { FigureDeclaration } from '#kernel/contract/figure.ts';
import type { IsoDate } from '#kernel/rules/instant.ts';
import type { Refusal } from '#kernel/rules/result.ts';
import type { RulePack } from '#kernel/rules/rule-pack.ts';
import type { CryptoProvider } from './crypto/provider.ts';
import type { SealedColumn } from './crypto/sealed-column.ts';
import type { Db, Tx } from './database/door.ts';
import type { Replica } from './database/replica.ts';
import type { EventHub } from './http/event-hub.ts';

/** What the server is made of; built once in apps/server and handed down, never global. */
export type House = {
  readonly db: Db;
  /** a standby that reads may be answered by */
  readonly replica?: Replica | undefined;
  readonly crypto: CryptoProvider;
  readonly hub: EventHub;
  readonly now: () => Instant;
  readonly records: ReadonlyMap<string, RecordServer>;
  readonly cases: ReadonlyMap<string, CaseServer>;
  /** every figure of every feature, by its id */
  readonly figures: ReadonlyMap<string, FigureServer>;
  /** rule packs' parameters that figures may name, as of a day */
  readonly figureParams: ReadonlyMap<string, FigureParam>;
  /** everybody of a zone who may sign in, as the policies see them; identity provides it */
  readonly people: (tx: Tx, zoneId: string) => Promise<readonly Actor[]>;
  /** what features do by themselves in every zone, on every round; each sees to it that nothing is done twice */
  readonly rounds: readonly ((house: House, zoneId: string) => Promise<void>)[];
  /** may so many rows of a record go out in a file? Throws the rule where not; identity answers */
  readonly permitExport: (ask: Ask, asked: AskedExport) => Promise<ExportPermit | undefined>;
  /** what features keep sealed beside declared secret fields, for a change of the secret */
  readonly sealed: readonly SealedColumn[];
  /** every endpoint served, for the API description and the role × route matrix */
  readonly endpoints: Endpoint[];
};

/** A file that somebody asks for: of which record, by which conditions, of how many rows. */
export type AskedExport = { readonly record: string; readonly conditions: string; readonly rows: number };

/** What a file of rows about people carries in its head, and on whose word it goes out; none where the rows are about no people. */
export type ExportPermit = { readonly words: readonly string[]; readonly approvalId?: string; readonly why?: string };

/** A figure with the feature that declares it. */
export type FigureServer = { readonly declaration: FigureDeclaration; readonly feature: string };

/** A rule pack's parameter as of a day. */
export type FigureParam = (packs: readonly RulePack[], day: IsoDate) => number;

/** One question put to the server: the transaction it runs in, who asks, and when. */
export type Ask = {
  readonly house: House;
  readonly tx: Tx;
  readonly actor: Actor;
  readonly now: Instant;
  readonly ip: string;
};

/** What a feature adds to a declared record on the server side; all run in the writing transaction. */
export type RecordServer = {
  readonly declaration: RecordDeclaration;
  /** its checks look at rows of its own kind (spans, counts), so that several new ones are settled one after another */
  readonly oneByOne?: true;
  /** checks against other rows; may fill derived fields */
  readonly beforeWrite?: (
    ask: Ask,
    values: Readonly<Record<string, unknown>>,
    before: Readonly<Record<string, unknown>> | undefined,
  ) => Promise<{ values: Record<string, unknown>; refusals?: readonly Refusal[] }>;
  /** what forbids to end the row, or with null to open it again; `row` as stored */
  readonly beforeEnd?: (ask: Ask, row: Readonly<Record<string, unknown>>, endedOn: string | null) => Promise<readonly Refusal[]>;
  /** what follows from rows just written: many at once on an import, one with its values before and the names of those changed on a change */
  readonly afterWrite?: (
    ask: Ask,
    ids: readonly string[],
    before: Readonly<Record<string, unknown>> | undefined,
    changed?: readonly string[],
  ) => Promise<void>;
};

/** What a feature adds to a declared case on the server side. */
export type CaseServer = {
  readonly declaration: CaseDeclaration<Fields, CaseState>;
  /** completes the input with facts that a pure fold cannot look up (names, links); runs before the guard */
  readonly prepare?: (
    ask: Ask,
    move: string,
    input: Readonly<Record<string, unknown>>,
    state: CaseState | undefined,
  ) => Promise<Record<string, unknown>>;
  /** writes that belong to the move (promises, links), in its transaction */
  readonly afterMove?: (ask: Ask, move: string, input: Readonly<Record<string, unknown>>, state: CaseState) => Promise<void>;
};
