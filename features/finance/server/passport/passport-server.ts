import type { CaseServer, RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';

export const passportRecords: readonly RecordServer[] = [];
export const passportCases: readonly CaseServer[] = [];

export function servePassport(_server: Server): void {}
