import { isDeepStrictEqual } from 'node:util';
import type { Random } from '#seeds/random.ts';
import type { Person, Settled } from './person.ts';
import type { SmallZone } from './zone.ts';

/** A credit line as its bank knows it, in 分, with what was posted to it in order. */
export type BookedLine = { readonly line: number; owed: number; version: number; readonly entries: string[] };

/** What was acknowledged, and must be there for ever. */
export type Journal = {
  readonly firms: Map<string, { name: string; employees: number; version: number }>;
  readonly requests: Map<string, { readonly text: string; readonly moves: string[] }>;
  readonly files: Map<string, { readonly requestId: string; readonly digest: string }>;
  /** credit lines with what was posted to them, in order */
  readonly lines: Map<string, BookedLine>;
  /** firms that have one, or are having one made */
  readonly borrowers: Set<string>;
  /** departments by the batch that brought them */
  readonly imports: Map<string, readonly string[]>;
  acknowledged: number;
  /** tries whose outcome was unknown and that were sent again with the same key */
  unknown: number;
  /** acknowledged requests sent once more, for the same answer */
  repeated: number;
  exports: number;
  searches: number;
  readonly unclean: string[];
};

export function emptyJournal(): Journal {
  return {
    firms: new Map(),
    requests: new Map(),
    files: new Map(),
    lines: new Map(),
    borrowers: new Set(),
    imports: new Map(),
    acknowledged: 0,
    unknown: 0,
    repeated: 0,
    exports: 0,
    searches: 0,
    unclean: [],
  };
}

export type People = Readonly<Record<'contact' | 'dispatcher' | 'handler' | 'bank', Person>>;

export type Desk = { readonly random: Random; readonly people: People; readonly journal: Journal; readonly zone: SmallZone };

/** Counts an outcome; one in ten is sent once more, and must be answered as the first time. @returns undefined when it was refused */
export async function counted({ journal, random }: Desk, asked: Promise<Settled>): Promise<Settled | undefined> {
  const settled = await asked;
  if (settled.lost > 0) journal.unknown += 1;
  if (settled.status >= 300) return undefined;
  journal.acknowledged += 1;
  if (!random.chance(0.1)) return settled;
  const again = await settled.again();
  journal.repeated += 1;
  if (!isDeepStrictEqual(again.body, settled.body))
    journal.unclean.push(
      `the same key was answered ${JSON.stringify(settled.body).slice(0, 200)}, then ${JSON.stringify(again.body).slice(0, 200)}`,
    );
  return settled;
}

/** One of what is known, by chance. Whoever changes it takes it out of the journal meanwhile, so that no two clients have the same. */
export function taken<T>({ random }: Desk, known: ReadonlyMap<string, T>): [string, T] | undefined {
  return known.size === 0 ? undefined : random.pick([...known]);
}

export function part({ body }: Pick<Settled, 'body'>, name: string): Pick<Settled, 'body'> {
  return { body: (body as Record<string, unknown>)[name] };
}

export function text({ body }: Pick<Settled, 'body'>, name: string): string {
  return String((body as Record<string, unknown>)[name]);
}
