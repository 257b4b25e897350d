import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { briefFaultOf } from '../http/log.ts';
import { writeWhole } from '../whole-file.ts';
import { findBinaries, openBinaries } from './binaries.ts';
import {
  answers,
  clearUnfinished,
  createDatabase,
  freePort,
  initialise,
  isFree,
  launch,
  livePostmaster,
  stopPostmaster,
  urlOf,
  type Connection,
  type Place,
} from './postmaster.ts';
import { inTurn, livingIn, signIn } from './processes.ts';

export type EmbeddedDatabase = {
  /** the owner's address; `appUrlOf` makes the application's of it */
  readonly url: string;
  /** leaves; the last one to leave stops the server */
  stop(): Promise<void>;
};

type Say = (line: string) => void;

/**
 * Runs the PostgreSQL that npm brought, in a data folder. A server that a killed process left behind is
 * adopted; a second process (the CLI beside the server) joins the running one; whoever leaves last stops it. One that
 * dies is started again, under the same address, by whoever uses it. Processes start and stop it one at a time.
 * As root the server runs under an unprivileged account, since PostgreSQL refuses root.
 */
export async function startEmbedded(options: { readonly dataFolder: string; readonly log?: Say }): Promise<EmbeddedDatabase> {
  const say = options.log ?? (() => undefined);
  const folder = resolve(options.dataFolder);
  mkdirSync(join(folder, 'users'), { recursive: true, mode: 0o700 });
  const place: Place = {
    cluster: join(folder, 'postgres'),
    log: join(folder, 'postgres.log'),
    users: join(folder, 'users'),
    settings: join(folder, 'postgres.json'),
    bin: openBinaries(findBinaries()),
  };
  signIn(place.users);
  const connection = await alone(place, () => joinOrStart(place, say));
  const watch = keepAlive(place, connection, say);
  return {
    url: urlOf(connection, 'lianxin'),
    async stop() {
      await watch.end();
      await alone(place, async () => {
        const others = livingIn(place.users).filter((pid) => pid !== process.pid);
        const postmaster = livePostmaster(place);
        if (others.length === 0 && postmaster !== undefined) await stopPostmaster(place, postmaster);
        rmSync(ownName(place), { force: true });
      });
    },
  };
}

/** Takes away a data folder that nobody uses any more, and the server that may still run in it. */
export async function removeEmbedded(dataFolder: string): Promise<void> {
  const cluster = join(resolve(dataFolder), 'postgres');
  const running = livePostmaster({ cluster });
  if (running !== undefined) await stopPostmaster({ cluster }, running);
  clearUnfinished({ cluster });
  rmSync(dataFolder, { recursive: true, force: true });
}

/** The server that runs, or else one started now, on the port it had before if nobody has taken that. */
async function joinOrStart(place: Place, say: Say): Promise<Connection> {
  clearUnfinished(place);
  const running = livePostmaster(place);
  const known = readConnection(place);
  if (running !== undefined && known && (await answers(known))) {
    say('joining the database that is already running');
    // whoever started it may have been killed before it had made this
    await createDatabase(known);
    return known;
  }
  if (running !== undefined) await stopPostmaster(place, running);
  const connection: Connection = {
    port: known && (await isFree(known.port)) ? known.port : await freePort(),
    password: known?.password ?? randomBytes(24).toString('hex'),
  };
  // before the cluster, whose owner has this password from its first moment
  writeWhole(place.settings, JSON.stringify(connection));
  if (!existsSync(place.cluster)) {
    say('creating the database');
    initialise(place, connection.password);
  }
  say('starting the database');
  await launch(place, connection);
  return connection;
}

const look = 500;
const longestLook = 30_000;

/** Starts the server again whenever it has died: at once, and while that fails (a full disk) less and less often. */
function keepAlive(place: Place, connection: Connection, say: Say): { end(): Promise<void> } {
  const ended = new AbortController();
  const watching = (async () => {
    for (let wait = look; !ended.signal.aborted;) {
      await pause(wait, undefined, { ref: false, signal: ended.signal }).catch(() => undefined);
      if (ended.signal.aborted || livePostmaster(place) !== undefined) {
        wait = look;
        continue;
      }
      try {
        await alone(place, async () => {
          if (ended.signal.aborted || livePostmaster(place) !== undefined) return;
          say('the database has died; starting it again');
          await launch(place, connection);
        });
        wait = look;
      } catch (error) {
        wait = Math.min(wait * 2, longestLook);
        say(briefFaultOf(error));
      }
    }
  })();
  return {
    async end() {
      ended.abort();
      await watching;
    },
  };
}

function alone<T>(place: Place, work: () => Promise<T>): Promise<T> {
  return inTurn(join(place.users, '../starting'), ownName(place), work);
}

function ownName(place: Place): string {
  return join(place.users, String(process.pid));
}

function readConnection(place: Place): Connection | undefined {
  return existsSync(place.settings) ? (JSON.parse(readFileSync(place.settings, 'utf8')) as Connection) : undefined;
}
