import { z } from 'zod';
import { parseIsoDate, fromIso } from '#kernel/rules/instant.ts';
import { normalisePhone } from '#kernel/rules/phone.ts';
import { checkIdNumber } from '#kernel/rules/id-number.ts';
import type { Result } from '#kernel/rules/result.ts';
import { checkUscc } from '#kernel/rules/uscc.ts';
import type { Field, Fields } from './field.ts';

const largestMoney = 10n ** 17n;
const isFen = /^-?\d{1,18}$/;

/**
 * The zod schema of one field's value on the wire. Text is trimmed, codes normalised, NUL refused; an
 * optional field takes null. Messages are Chinese: the web shows its own by the issue's code.
 */
export function fieldSchema(field: Field): z.ZodType {
  const present = presentSchema(field);
  if (field.required) return present;
  const emptyText = z.literal('').transform(() => null);
  return z.union([z.null(), ...(takesText(field) ? [emptyText] : []), present]);
}

const made = { create: new WeakMap<Fields, FormSchema>(), change: new WeakMap<Fields, FormSchema>() };

type FormSchema = z.ZodType<Record<string, unknown>>;

/** The schema of a whole form, made once: unknown keys are refused by name; `change` lets any key be absent. */
export function fieldsSchema(fields: Fields, mode: 'create' | 'change'): FormSchema {
  const schema = made[mode].get(fields) ?? makeSchema(fields, mode);
  made[mode].set(fields, schema);
  return schema;
}

function makeSchema(fields: Fields, mode: 'create' | 'change'): FormSchema {
  const shape: Record<string, z.ZodType> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.derived) continue;
    const schema = fieldSchema(field);
    shape[name] = mode === 'change' || !field.required ? schema.optional() : schema;
  }
  return z.strictObject(shape);
}

function takesText(field: Field): boolean {
  return !['integer', 'decimal', 'flag', 'choices', 'references'].includes(field.kind);
}

function presentSchema(field: Field): z.ZodType {
  switch (field.kind) {
    case 'text':
      return field.check ? checkedText(field.check, field.maxLength) : plainText(field);
    case 'longText':
      return plainText(field);
    case 'integer':
      return z
        .int()
        .min(field.min ?? -2_147_483_648, `不小于 ${field.min ?? -2_147_483_648}`)
        .max(field.max ?? 2_147_483_647, `不大于 ${field.max ?? 2_147_483_647}`);
    case 'decimal':
      return z.number().min(-1e15).max(1e15);
    case 'money':
      return z
        .string()
        .regex(isFen, '金额以分为单位的整数表示')
        .refine((fen) => !isFen.test(fen) || (BigInt(fen) <= largestMoney && BigInt(fen) >= -largestMoney), '金额超出范围');
    case 'date':
      return z.string().refine((value) => parseIsoDate(value) !== undefined, '不是有效日期，应为 YYYY-MM-DD');
    case 'moment':
      return z
        .string()
        .max(40)
        .refine((value) => fromIso(value) !== undefined, '不是有效时间，应为 ISO 8601');
    case 'flag':
      return z.boolean();
    case 'choice':
      return z.enum(Object.keys(field.options));
    case 'choices':
      return atLeastOne(field, z.array(z.enum(Object.keys(field.options))).max(100));
    case 'reference':
      return z.uuid('不是有效的记录编号');
    case 'references':
      return atLeastOne(field, z.array(z.uuid('不是有效的记录编号')).max(100));
    case 'secret':
      return checkedText(field.mask, 40);
  }
}

function atLeastOne<T extends z.ZodType>(field: Field, list: z.ZodArray<T>): z.ZodArray<T> {
  return field.required ? list.min(1, '至少选一项') : list;
}

function plainText(field: { readonly maxLength: number; readonly required?: boolean }): z.ZodType<string> {
  const schema = z
    .string()
    .max(field.maxLength, `不超过 ${field.maxLength} 字`)
    // PostgreSQL text cannot hold NUL; lone surrogates cannot be encoded
    .refine((value) => !value.includes('\u0000') && value.isWellFormed(), '含有不能保存的字符')
    .transform((value) => value.trim());
  return schema.refine((value) => value.length > 0, '不能为空');
}

const checks: Record<'uscc' | 'phone' | 'email' | 'idNumber', (value: string) => Result<string>> = {
  uscc: checkUscc,
  phone: normalisePhone,
  idNumber: checkIdNumber,
  email: (value) =>
    z.email().safeParse(value.trim()).success
      ? { ok: true, value: value.trim() }
      : { ok: false, refusal: { code: 'EMAIL_INVALID', message: { zh: '不是有效的电子邮箱', en: 'Not a valid e-mail address' } } },
};

function checkedText(check: keyof typeof checks, maxLength: number): z.ZodType<string> {
  return z
    .string()
    .max(maxLength)
    .transform((value, context) => {
      const result = checks[check](value);
      if (result.ok) return result.value;
      context.addIssue({ code: 'custom', message: result.refusal.message.zh, params: { refusal: result.refusal } });
      return z.NEVER;
    });
}
