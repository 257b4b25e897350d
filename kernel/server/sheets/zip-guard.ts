import { inflateRawSync } from 'node:zlib';
import { refuse, ok, type Refusal, type Result } from '#kernel/rules/result.ts';
import { asksTooMuch } from './sheet-guard.ts';

const entriesMost = 2000;
const inflatedMost = 120 * 1024 * 1024;

const no = (code: string, zh: string, en: string): Result<never> => refuse({ code, message: { zh, en } } satisfies Refusal);

const broken = no('WORKBOOK_BROKEN', '文件已损坏，请用表格软件另存为 .xlsx 后再试', 'The file is damaged; save it again as .xlsx');

/**
 * Looks into a zip before anyone unpacks it: the entries are really inflated, but never beyond the bound. A directory that can be
 * read in two ways (other counts, entries beyond the last, sizes that are not so) is refused: the reader after us might read it the other way.
 */
export function guardZip(bytes: Uint8Array): Result<readonly string[]> {
  const zip = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > zip.length) return broken;
  const count = zip.readUInt16LE(end + 10);
  const start = zip.readUInt32LE(end + 16);
  const isPlain = zip.readUInt16LE(end + 8) === count && start + zip.readUInt32LE(end + 12) === end;
  if (count > entriesMost) return no('WORKBOOK_HUGE', '文件内部条目过多，不像一张表格', 'Too many parts inside for a workbook');
  const names: string[] = [];
  let at = start;
  let inflated = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || zip.readUInt32LE(at) !== 0x02014b50) return broken;
    const method = zip.readUInt16LE(at + 10);
    const packed = zip.readUInt32LE(at + 20);
    const nameLength = zip.readUInt16LE(at + 28);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength);
    names.push(name);
    const part = unpacked(zip, zip.readUInt32LE(at + 42), packed, method, inflatedMost - inflated);
    if (part === undefined)
      return no(
        'WORKBOOK_HUGE',
        '文件展开后超过 120 MB，已停止读取；请拆分后再导入',
        'Unpacked, the file exceeds 120 MB; split it and import the parts',
      );
    if (zip.readUInt32LE(at + 24) !== part.length) return broken;
    if (asksTooMuch(name, part.toString('utf8')))
      return no(
        'WORKBOOK_HUGE',
        '表格的合并区域、命名区域或行列号大得不像一张名册，请新建表格后粘贴内容再试',
        'Merged or named ranges, or numbers of rows or columns, beyond any roster; paste the contents into a new sheet',
      );
    inflated += part.length;
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  if (!isPlain || at !== end) return broken;
  if (names.some((name) => /vbaProject|macrosheets/i.test(name)))
    return no('WORKBOOK_MACROS', '文件含有宏，不能导入；请另存为不含宏的 .xlsx', 'The file contains macros; save it as .xlsx without them');
  return ok(names);
}

function unpacked(zip: Buffer, header: number, packed: number, method: number, most: number): Buffer | undefined {
  if (header + 30 > zip.length) return undefined;
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
  const body = zip.subarray(start, start + packed);
  if (method === 0) return body.length <= most ? body : undefined;
  try {
    return inflateRawSync(body, { maxOutputLength: Math.max(1, most) });
  } catch {
    return undefined;
  }
}
