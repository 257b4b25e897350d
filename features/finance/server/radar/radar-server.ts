import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';

export const radarRecords: readonly RecordServer[] = [];
export const radarCases: readonly CaseServer[] = [];

export function serveRadar(_server: Server): void {}
