import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';

export const equityRecords: readonly RecordServer[] = [];
export const equityCases: readonly CaseServer[] = [];

export function serveEquity(_server: Server): void {}
