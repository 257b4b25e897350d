import { Refused } from './refused.ts';

/** What the driver says of a connection that broke or never came about, where it gives no code. */
const brokenLine = /^(Connection terminated|Client has encountered a connection error|Client was closed|driver has already been destroyed)/;
const noLineFree = /^timeout exceeded when trying to connect/;
const brokenSocket = ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];

/**
 * The answer where the database, not the request, is at fault: away, full, or out of connections; undefined for any
 * other error. Nothing half-written stands behind any of them; only of a broken line is it unknown whether all was.
 */
export function refusedByDatabase(error: unknown): Refused | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = 'code' in error ? String(error.code) : '';
  // shutting down, crashed, starting up; XX000 is what a backend says whose neighbour has crashed
  if (/^(08|57P)/.test(code) || code === 'XX000' || brokenSocket.includes(code) || brokenLine.test(error.message)) return outcomeUnknown();
  // also what a full disk does to files other than tables: 58030 is an I/O error
  if (code === '53100' || code === 'ENOSPC' || (code === '58030' && /space/i.test(error.message))) return diskFull();
  if (code.startsWith('53') || noLineFree.test(error.message)) return tooBusy();
  return undefined;
}

function outcomeUnknown(): Refused {
  return new Refused(503, {
    code: 'OUTCOME_UNKNOWN',
    message: {
      zh: '数据库连接中断，结果未知；请用同一个 Idempotency-Key 重发',
      en: 'The database connection broke and the outcome is unknown; resend with the same Idempotency-Key',
    },
  });
}

function diskFull(): Refused {
  return new Refused(507, {
    code: 'DISK_FULL',
    message: {
      zh: '服务器磁盘已满，未保存；请通知系统管理员腾出空间后重试',
      en: 'The server’s disk is full and nothing was saved; tell the system administrator, then try again',
    },
  });
}

function tooBusy(): Refused {
  return new Refused(503, { code: 'TOO_BUSY', message: { zh: '系统繁忙，请稍后再试', en: 'Too busy just now; try again shortly' } });
}
