import { z } from 'zod';
import type { Problem } from '#kernel/contract/problem.ts';
import type { Text } from '#kernel/contract/text.ts';
import { Refused } from './refused.ts';

/** The problem document of a refusal; `requestId` finds it in the log. */
export function problemOf(refused: Refused, requestId: string): Problem {
  const { refusal, status, fields } = refused;
  return {
    type: `https://lianxin.example/problems/${refusal.code.toLowerCase().replaceAll('_', '-')}`,
    title: refusal.message.zh,
    status,
    code: refusal.code,
    message: refusal.message,
    requestId,
    fields: [...fields],
    ...(refusal.rule ? { rule: refusal.rule } : {}),
    ...(refusal.details ? { details: refusal.details } : {}),
  };
}

/** All that zod found wrong, in one refusal: unknown keys by their own names. */
export function refusedBySchema(issues: readonly z.core.$ZodIssue[]): Refused {
  const fields = issues.flatMap((issue) => {
    const path = issue.path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({
        path: path ? `${path}.${key}` : key,
        message: { zh: '没有这个字段', en: 'There is no such field' },
      }));
    }
    return [{ path, message: sayIssue(issue) }];
  });
  return new Refused(422, { code: 'INVALID', message: { zh: '提交的内容有误，请按提示更正', en: 'Some fields need correcting' } }, fields);
}

function sayIssue(issue: z.core.$ZodIssue): Text {
  if (issue.code === 'custom') {
    const refusal: unknown = issue.params?.['refusal'];
    return isRefusal(refusal) ? refusal.message : { zh: issue.message, en: english[issue.message] ?? 'Does not fit' };
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.flat().find((one) => one.code !== 'invalid_type' && one.code !== 'invalid_value');
    return inner ? sayIssue(inner) : { zh: '类型不对', en: 'Wrong type' };
  }
  if (issue.code === 'invalid_type') {
    return issue.input === undefined
      ? { zh: '必填', en: 'Required' }
      : { zh: `类型应为 ${issue.expected}`, en: `Must be of type ${issue.expected}` };
  }
  if (issue.code === 'invalid_value') {
    const options = issue.values.slice(0, 20).map((value) => `“${String(value)}”`);
    return { zh: `只能是：${options.join('、')}`, en: `Must be one of: ${options.join(', ')}` };
  }
  return { zh: inLanguage(z.locales.zhCN(), issue), en: inLanguage(z.locales.en(), issue) };
}

/** What schemas say in Chinese of checks of their own. */
const english: Readonly<Record<string, string>> = {
  不是有效日期: 'Not a date of the calendar',
  统计期的起止须是有效日期: 'Both ends of the window must be dates of the calendar',
  '不是有效日期，应为 YYYY-MM-DD': 'Not a date of the calendar; write YYYY-MM-DD',
  '不是有效时间，应为 ISO 8601': 'Not a moment; write ISO 8601',
  不能为空: 'Must not be empty',
  含有不能保存的字符: 'Holds a character that cannot be kept',
  金额超出范围: 'The amount is out of range',
};

/** A declaration's own message wins over the library's in both languages. */
function inLanguage(locale: { localeError: z.core.$ZodErrorMap }, issue: z.core.$ZodIssue): string {
  const said = locale.localeError({ input: undefined, ...issue });
  return (typeof said === 'string' ? said : said?.message) ?? issue.message;
}

function isRefusal(value: unknown): value is { message: Text } {
  return typeof value === 'object' && value !== null && 'message' in value;
}
