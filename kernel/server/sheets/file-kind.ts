import { refuse, ok, type Result } from '#kernel/rules/result.ts';
import { guardZip } from './zip-guard.ts';

const zip = [[0x50, 0x4b, 0x03, 0x04]];
const old = [[0xd0, 0xcf, 0x11, 0xe0]];

/** How files of these endings begin; text has no beginning of its own. */
const beginnings: Readonly<Record<string, readonly (readonly number[])[]>> = {
  pdf: [[0x25, 0x50, 0x44, 0x46]],
  png: [[0x89, 0x50, 0x4e, 0x47]],
  jpg: [[0xff, 0xd8, 0xff]],
  jpeg: [[0xff, 0xd8, 0xff]],
  doc: old,
  xls: old,
  docx: zip,
  xlsx: zip,
  ofd: zip,
  zip,
};
const text = ['csv', 'txt'];
const packed = ['docx', 'xlsx', 'ofd'];

/** The kinds of file that people attach: documents, sheets, pictures and archives, no programs and no pages. */
export const fileKinds: readonly string[] = [...Object.keys(beginnings), ...text];

/** Is a file what its name says? Documents that unpack beyond measure, or carry macros, are refused too. */
export function checkFileKind(fileName: string, bytes: Uint8Array): Result<string> {
  const ending = /\.(\w+)$/.exec(fileName)?.[1]?.toLowerCase() ?? '';
  if (!fileKinds.includes(ending))
    return refuse({
      code: 'FILE_KIND',
      message: { zh: '只接受文档、表格、图片和压缩包', en: 'Documents, sheets, pictures and archives only' },
    });
  const fits = text.includes(ending)
    ? !bytes.subarray(0, 4096).includes(0)
    : (beginnings[ending] ?? []).some((beginning) => beginning.every((byte, index) => bytes[index] === byte));
  if (!fits)
    return refuse({
      code: 'FILE_OTHER_KIND',
      message: { zh: `文件内容不是 .${ending}，请检查后重新选择`, en: `The contents are no .${ending}; check the file` },
    });
  if (!packed.includes(ending)) return ok(ending);
  const unpacked = guardZip(bytes);
  return unpacked.ok ? ok(ending) : unpacked;
}
