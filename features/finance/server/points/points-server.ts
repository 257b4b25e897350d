import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';

export const pointsRecords: readonly RecordServer[] = [];
export const pointsCases: readonly CaseServer[] = [];

export function servePoints(_server: Server): void {}
