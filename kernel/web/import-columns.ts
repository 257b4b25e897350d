import type { z } from 'zod';
import type { UploadedSheet } from '#kernel/contract/import-endpoints.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Text } from '#kernel/contract/text.ts';
import { importMessages as i } from './messages-import.ts';

/** column number → field; null leaves the column out */
export type Mapping = Readonly<Record<string, string | null>>;

/** The server's guess; of two columns for one field the surer one has it. */
export function guessedMapping(sheet: z.infer<typeof UploadedSheet> | undefined): Mapping {
  const best = new Map<string, number>();
  const columns = sheet?.columns ?? [];
  for (const { field, confidence } of columns) {
    if (field !== null) best.set(field, Math.max(confidence, best.get(field) ?? 0));
  }
  const given = new Set<string>();
  return Object.fromEntries(
    columns.map(({ column, field, confidence }) => {
      const mine = field !== null && !given.has(field) && confidence === best.get(field);
      if (mine) given.add(field);
      return [String(column), mine ? field : null];
    }),
  );
}

/** What stands against a dry run: a field with two columns, a required one with none. */
export function mappingFaults(declaration: RecordDeclaration, mapping: Mapping): readonly Text[] {
  const used = Object.values(mapping).filter((field) => field !== null);
  const twice = [...new Set(used.filter((field, index) => used.indexOf(field) !== index))];
  const lacking = Object.entries(declaration.fields).filter(([name, field]) => field.required && !field.derived && !used.includes(name));
  return [
    ...twice.flatMap((name) => {
      const label = declaration.fields[name]?.label;
      return label ? [i.twice(label)] : [];
    }),
    ...(lacking.length > 0 ? [i.lacking(lacking.map(([, field]) => field.label))] : []),
  ];
}
