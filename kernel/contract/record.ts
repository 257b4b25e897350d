import type { Refusal } from '#kernel/rules/result.ts';
import type { AccessRule } from './access.ts';
import type { Fields, FieldValues } from './field.ts';
import type { RecordLife } from './figure.ts';
import type { Text } from './text.ts';

/**
 * What is: declared once. The API, the list with filters, the form, the Excel template, the importer, the
 * export, the audit difference and the API docs all come from this object.
 *
 * Its table has the system columns of `systemColumns` beside one column per field (`columnOf`), and a row in
 * `search_entries` when `search` names fields.
 */
export type RecordDeclaration<F extends Fields = Fields> = {
  /** singular camelCase, unique in the product: `firm` */
  readonly name: string;
  /** plural kebab-case, the noun of its URL: `firms` → `/api/firms` */
  readonly path: string;
  readonly table: string;
  readonly label: Text;
  readonly plural: Text;
  readonly fields: F;
  /** the field that names a row to people */
  readonly title: keyof F & string;
  /** fields that the search box looks into: substrings, pinyin, initials */
  readonly search: readonly (keyof F & string)[];
  /** the field by which an import finds the row it changes; unique among live rows */
  readonly key?: keyof F & string;
  readonly list: {
    readonly columns: readonly (keyof F & string)[];
    readonly filters: readonly (keyof F & string)[];
    /** default order, newest first when it starts with '-' */
    readonly order: string;
  };
  readonly form: readonly { readonly title: Text; readonly fields: readonly (keyof F & string)[] }[];
  readonly access: readonly AccessRule[];
  /** its time in the world, for questions about an earlier day; from entry to end when absent */
  readonly life?: RecordLife;
  /** rules across fields; each refusal names its field */
  check?(values: Partial<FieldValues<F>>): readonly Refusal[];
  /** said on the empty list: what will be here, and who normally fills it */
  readonly empty?: Text;
};

/** Columns that every record and case table has, besides zone_id and one per field. */
export const systemColumns = ['id', 'version', 'created_at', 'updated_at', 'ended_on'] as const;

/** The declaration as any kernel function takes it, with its own field names and kinds kept for inference. */
export function defineRecord<const F extends Fields>(declaration: RecordDeclaration<F>): RecordDeclaration & { readonly fields: F } {
  return declaration as unknown as RecordDeclaration & { readonly fields: F };
}

/** A row as the API gives it: fields beside the system's own. Secret fields come masked. */
export type RecordRow = {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly endedOn: string | null;
  /** shown titles of the rows that reference fields point to, by field name */
  readonly titles: Readonly<Record<string, string | readonly string[]>>;
} & Readonly<Record<string, unknown>>;
