import type { FastifyRequest } from 'fastify';
import { t } from '#kernel/contract/text.ts';
import { invalid, Refused } from './refused.ts';

export type UploadedFile = { readonly bytes: Uint8Array; readonly fileName: string };

const received = new WeakMap<FastifyRequest, UploadedFile>();

/** Takes in the one file of a multipart request, before any transaction: however slowly it comes, it holds no connection. */
export async function receiveFile(request: FastifyRequest): Promise<UploadedFile | undefined> {
  if (!request.isMultipart()) return undefined;
  try {
    const part = await request.file();
    // a part that says it is a file and has no name is none
    if (!part?.filename) return undefined;
    const file = { bytes: await part.toBuffer(), fileName: nameOf(part.filename) };
    received.set(request, file);
    return file;
  } catch (error) {
    // what the parser refuses carries its status; a body that ends too early or has no boundary carries none
    if (error instanceof Refused || (error instanceof Error && 'statusCode' in error)) throw error;
    throw new Refused(400, {
      code: 'UPLOAD_BROKEN',
      message: t('上传的内容不完整，请重新选择文件', 'The upload is incomplete; choose the file again'),
    });
  }
}

const longestName = 200;

/** A name as it can be kept: what no database or header can say is refused, what is too long loses its middle, not its ending. */
function nameOf(name: string): string {
  if (/\p{Cc}/u.test(name) || !name.isWellFormed())
    throw invalid([
      {
        code: 'FILE_NAME',
        field: 'file',
        message: t('文件名含有不能保存的字符，请改名后再试', 'The name of the file holds characters that cannot be kept; rename it'),
      },
    ]);
  const letters = [...name];
  return letters.length <= longestName ? name : [...letters.slice(0, longestName - 20), ...letters.slice(-20)].join('');
}

/** The file that came with a request. Refuses a request without one. */
export function uploadedFile(request: FastifyRequest): UploadedFile {
  const file = received.get(request);
  if (!file) throw invalid([{ code: 'FILE_MISSING', field: 'file', message: t('请选择文件', 'Choose a file') }]);
  return file;
}
