import type { FastifyRequest } from 'fastify';
import { t } from '#kernel/contract/text.ts';
import { invalid } from './refused.ts';

export type UploadedFile = { readonly bytes: Uint8Array; readonly fileName: string };

const received = new WeakMap<FastifyRequest, UploadedFile>();

/** Takes in the one file of a multipart request, before any transaction: however slowly it comes, it holds no connection. */
export async function receiveFile(request: FastifyRequest): Promise<UploadedFile | undefined> {
  const part = request.isMultipart() ? await request.file() : undefined;
  if (!part) return undefined;
  const file = { bytes: await part.toBuffer(), fileName: part.filename };
  received.set(request, file);
  return file;
}

/** The file that came with a request. Refuses a request without one. */
export function uploadedFile(request: FastifyRequest): UploadedFile {
  const file = received.get(request);
  if (!file) throw invalid([{ code: 'FILE_MISSING', field: 'file', message: t('请选择文件', 'Choose a file') }]);
  return file;
}
