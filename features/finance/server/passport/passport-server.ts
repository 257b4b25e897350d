import type { RecordServer } from '#kernel/server/house.ts';
import type { Server } from '#kernel/server/http/serve.ts';

export const passportRecords: readonly RecordServer[] = [];

export function servePassport(_server: Server): void {}
