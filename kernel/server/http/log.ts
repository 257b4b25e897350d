import pg from 'pg';
import type { LogLevel } from '../settings.ts';

/** One line of the log. It never holds a body, a query, a cookie, a header, or a value that somebody entered. */
export type LogLine = {
  readonly requestId: string;
  readonly method: string;
  /** the pattern of the address, `/api/firms/:id`, never the address itself */
  readonly route: string;
  readonly status?: number;
  readonly ms?: number;
  readonly userId?: string;
  /** a fault of our own */
  readonly fault?: string;
};

export type Log = (level: Exclude<LogLevel, 'none'>, line: LogLine) => void;

const ranks: Readonly<Record<LogLevel, number>> = { none: 0, error: 1, warn: 2, info: 3 };

/** JSON, a line an event: faults to standard error, the rest to standard output. */
export function createLog(most: LogLevel): Log {
  return (level, line) => {
    if (ranks[level] > ranks[most]) return;
    const stream = level === 'error' ? process.stderr : process.stdout;
    stream.write(`${JSON.stringify({ at: new Date().toISOString(), level, ...line })}\n`);
  };
}

/** Where it happened. A message of the database quotes what was entered, so of such an error only its code and place are told. */
export function faultOf(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error ? (error.stack ?? error.message) : briefFaultOf(error);
  const places = (error.stack ?? '').split('\n').filter((text) => /^\s+at /.test(text));
  return [briefFaultOf(error), ...places].join('\n');
}

/** About the door, room and time, never about a value: connections, passwords, rights, resources, operators, the system. */
const quotesNothing = /^(08|28|3D|42501|53|55|57|58)/;

/** The same in a line, without the place. */
export function briefFaultOf(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  if (!(error instanceof pg.DatabaseError)) return error.message;
  const named = (['table', 'column', 'constraint'] as const).flatMap((key) => (error[key] ? [`${key} ${error[key]}`] : []));
  const what = `database error ${[error.code, ...named].join(', ')}`;
  return quotesNothing.test(error.code ?? '') ? `${what}: ${error.message}` : what;
}
