import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';

export const creditRecords: readonly RecordServer[] = [];
export const creditCases: readonly CaseServer[] = [];

export function serveCredit(_server: Server): void {}
