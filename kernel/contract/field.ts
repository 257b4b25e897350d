import type { Text } from './text.ts';

/**
 * A field of a record, of a case, or of a move's form. From it come the database value, the API schema,
 * the form control, the filter, the Excel column and the audit difference.
 */
export type Field =
  | TextField
  | LongTextField
  | IntegerField
  | DecimalField
  | MoneyField
  | DateField
  | MomentField
  | FlagField
  | ChoiceField
  | ChoicesField
  | ReferenceField
  | ReferencesField
  | SecretField;

type Common = {
  readonly label: Text;
  readonly hint?: Text;
  readonly required?: boolean;
  /** set by the system: shown and exported, never accepted from a form or an import */
  readonly derived?: boolean;
  /** other header words under which rosters carry this field, for the import's guess */
  readonly aliases?: readonly string[];
  /** shown only to these readers' eyes in clear; see `secret` for encryption at rest */
  readonly personal?: boolean;
};

export type TextField = Common & {
  readonly kind: 'text';
  readonly maxLength: number;
  /** a code with its own check: normalised and verified on every way in */
  readonly check?: 'uscc' | 'phone' | 'email';
};
export type LongTextField = Common & { readonly kind: 'longText'; readonly maxLength: number };
export type IntegerField = Common & {
  readonly kind: 'integer';
  readonly min?: number;
  readonly max?: number;
  /** written without spaces between its digits: 2025 */
  readonly isYear?: true;
  /** hundredths of a percent (基点), read and typed as a percentage: 350 is 3.50% */
  readonly isRate?: true;
  readonly unit?: Text;
};
export type DecimalField = Common & { readonly kind: 'decimal'; readonly digits: number; readonly unit?: Text };
/** integer 分 as bigint in the database and a decimal string of 分 on the wire; shown in 元/万元/亿元 */
export type MoneyField = Common & { readonly kind: 'money' };
/** calendar date, YYYY-MM-DD end to end */
export type DateField = Common & { readonly kind: 'date' };
/** a moment: timestamptz, ISO 8601 on the wire */
export type MomentField = Common & { readonly kind: 'moment' };
export type FlagField = Common & { readonly kind: 'flag' };
export type ChoiceField = Common & { readonly kind: 'choice'; readonly options: Readonly<Record<string, Text>> };
export type ChoicesField = Common & { readonly kind: 'choices'; readonly options: Readonly<Record<string, Text>> };
/** the id of another record; `record` is that declaration's name */
export type ReferenceField = Common & { readonly kind: 'reference'; readonly record: string };
export type ReferencesField = Common & { readonly kind: 'references'; readonly record: string };
/** SM4-encrypted at rest with an SM3-HMAC blind index, masked on every screen, each look recorded */
export type SecretField = Common & { readonly kind: 'secret'; readonly mask: 'phone' | 'idNumber' };

export type Fields = Readonly<Record<string, Field>>;

type Bare<F extends Field> = Omit<F, 'kind'>;

export function text<const D extends Partial<Bare<TextField>> & { label: Text }>(declared: D) {
  return { kind: 'text' as const, maxLength: 200, ...declared };
}
export function longText<const D extends Partial<Bare<LongTextField>> & { label: Text }>(declared: D) {
  return { kind: 'longText' as const, maxLength: 5000, ...declared };
}
export function integer<const D extends Bare<IntegerField>>(declared: D) {
  return { kind: 'integer' as const, ...declared };
}
/** @public no record of today has one; shares and areas of later features do */
export function decimal<const D extends Bare<DecimalField>>(declared: D) {
  return { kind: 'decimal' as const, ...declared };
}
export function money<const D extends Bare<MoneyField>>(declared: D) {
  return { kind: 'money' as const, ...declared };
}
export function date<const D extends Bare<DateField>>(declared: D) {
  return { kind: 'date' as const, ...declared };
}
export function moment<const D extends Bare<MomentField>>(declared: D) {
  return { kind: 'moment' as const, ...declared };
}
export function flag<const D extends Bare<FlagField>>(declared: D) {
  return { kind: 'flag' as const, ...declared };
}
export function choice<const D extends Bare<ChoiceField>>(declared: D) {
  return { kind: 'choice' as const, ...declared };
}
export function choices<const D extends Bare<ChoicesField>>(declared: D) {
  return { kind: 'choices' as const, ...declared };
}
export function reference<const D extends Bare<ReferenceField>>(declared: D) {
  return { kind: 'reference' as const, ...declared };
}
export function references<const D extends Bare<ReferencesField>>(declared: D) {
  return { kind: 'references' as const, ...declared };
}
export function secret<const D extends Bare<SecretField>>(declared: D) {
  return { kind: 'secret' as const, ...declared };
}

/** The TypeScript value of a field as it travels on the wire; an empty optional field is null. */
export type FieldValue<F extends Field> = F extends { required: true } ? Present<F> : Present<F> | null;

type Present<F extends Field> = F['kind'] extends 'integer' | 'decimal'
  ? number
  : F['kind'] extends 'flag'
    ? boolean
    : F extends { kind: 'choice'; options: infer O }
      ? keyof O & string
      : F extends { kind: 'choices'; options: infer O }
        ? readonly (keyof O & string)[]
        : F['kind'] extends 'references'
          ? readonly string[]
          : string;

export type FieldValues<F extends Fields> = { readonly [K in keyof F]: FieldValue<F[K]> };

/** Column of the database that holds a field: snake_case of its name. */
export function columnOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
