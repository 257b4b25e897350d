import {
  commitImport,
  dryRunImport,
  listImportRows,
  listImports,
  refusedRows,
  undoImport,
  uploadSheet as uploadEndpoint,
} from '#kernel/contract/import-endpoints.ts';
import { serve, type Server } from '../http/serve.ts';
import { uploadedFile } from '../http/uploads.ts';
import { xlsxType } from '../sheets/write-workbook.ts';
import { batchesOf, importable } from './batches.ts';
import { checkedRows, commit, dryRun, refusedWorkbook, undo, uploadSheet } from './import.ts';

/** Serves the import wizard for every record: upload, dry run, commit, refused rows, undo. */
export function serveImports(server: Server): void {
  serve(server, uploadEndpoint, async ({ params }, ask, reply) => {
    const { bytes, fileName } = uploadedFile(reply.request);
    return uploadSheet(ask, params.record, bytes, fileName);
  });
  serve(server, dryRunImport, async ({ params, body }, ask) => dryRun(ask, params.id, body));
  serve(server, listImportRows, async ({ params, query }, ask) => checkedRows(ask, params.id, query.outcome, query.from ?? 0));
  serve(server, commitImport, async ({ params, body }, ask) => commit(ask, params.id, body.onlyGood));
  serve(server, refusedRows, async ({ params }, ask) => ({ ...(await refusedWorkbook(ask, params.id)), contentType: xlsxType }));
  serve(server, undoImport, async ({ params }, ask) => undo(ask, params.id));
  serve(server, listImports, async ({ query }, ask) => {
    importable(ask, query.record);
    return { batches: await batchesOf(ask, query.record) };
  });
}
