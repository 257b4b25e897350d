import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { makeSystemMove } from '#kernel/server/cases/move.ts';
import { systemActor } from '#kernel/server/cases/sweep.ts';
import { uploadedFile } from '#kernel/server/http/uploads.ts';
import { checkFileKind } from '#kernel/server/sheets/file-kind.ts';
import { invalid, notFound, Refused } from '#kernel/server/http/refused.ts';
import { serve, type Server } from '#kernel/server/http/serve.ts';
import { readRow } from '#kernel/server/records/write.ts';
import { t } from '#kernel/contract/text.ts';
import { toIso } from '#kernel/rules/instant.ts';
import { serviceRequest } from '../cases.ts';
import { attachFile, listAttachments, readAttachment } from '../contract.ts';

const mostBytes = 10 * 1024 * 1024;
const mostFiles = 30;

/** Serves a request's files; who may see the request may see them, and they are always downloads, never pages. */
export function serveAttachments(server: Server): void {
  serve(server, listAttachments, async ({ params }, ask) => {
    await readRow(ask, serviceRequest, params.id);
    const { rows } = await sql<{
      id: string;
      file_name: string;
      size: number;
      created_at: Date;
    }>`SELECT id, file_name, size, created_at FROM attachments
      WHERE zone_id = ${ask.actor.zoneId} AND case_id = ${params.id} ORDER BY id`.execute(ask.tx);
    return { files: rows.map((row) => ({ id: row.id, fileName: row.file_name, size: row.size, at: row.created_at.toISOString() })) };
  });
  serve(server, attachFile, async ({ params }, ask, reply) => {
    await readRow(ask, serviceRequest, params.id);
    const { bytes, fileName } = uploadedFile(reply.request);
    if (bytes.length > mostBytes) throw invalid([{ code: 'ATTACHMENT', field: 'file', message: t('附件不超过 10 MB', 'At most 10 MB') }]);
    const kind = checkFileKind(fileName, bytes);
    if (!kind.ok) throw invalid([{ ...kind.refusal, field: 'file' }]);
    const { rows } = await sql<{ files: number }>`SELECT count(*)::int AS files FROM attachments
      WHERE zone_id = ${ask.actor.zoneId} AND case_id = ${params.id}`.execute(ask.tx);
    if ((rows[0]?.files ?? 0) >= mostFiles)
      throw invalid([
        { code: 'ATTACHMENTS', field: 'file', message: t(`一件诉求最多 ${mostFiles} 个附件`, `At most ${mostFiles} files a request`) },
      ]);
    const id = uuidv7();
    await sql`INSERT INTO attachments (zone_id, id, case_name, case_id, file_name, content_type, size, content, uploaded_by, created_at)
      VALUES (${ask.actor.zoneId}, ${id}, ${serviceRequest.name}, ${params.id}, ${fileName}, 'application/octet-stream', ${bytes.length}, ${Buffer.from(bytes)}, ${ask.actor.userId}, ${toIso(ask.now)})`.execute(
      ask.tx,
    );
    const noted = await makeSystemMove(
      { ...ask, actor: { ...systemActor(ask.actor.zoneId), name: ask.actor.name } },
      serviceRequest,
      params.id,
      'attach',
      { fileName, attachmentId: id },
    );
    if (!noted)
      throw new Refused(409, {
        code: 'REQUEST_ENDED',
        message: t('诉求已办结，不能再加附件', 'The request has ended; nothing can be attached any more'),
      });
    return { id };
  });
  serve(server, readAttachment, async ({ params }, ask) => {
    await readRow(ask, serviceRequest, params.id);
    const { rows } = await sql<{ file_name: string; content: Buffer }>`SELECT file_name, content FROM attachments
      WHERE zone_id = ${ask.actor.zoneId} AND case_id = ${params.id} AND id = ${params.attachmentId}`.execute(ask.tx);
    if (!rows[0]) throw notFound(t('附件', 'Attachment'));
    return { fileName: rows[0].file_name, contentType: 'application/octet-stream', content: rows[0].content };
  });
}
