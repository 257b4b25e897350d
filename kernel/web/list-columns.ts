import type { RecordDeclaration } from '#kernel/contract/record.ts';

/** Columns that a case's list has beside its declared ones. */
export const caseColumns = ['status', 'dueAt'] as const;

/** Every column that a list can show, the title first. */
export function columnsOf(declaration: RecordDeclaration): readonly string[] {
  const rest = Object.keys(declaration.fields).filter((name) => name !== declaration.title);
  return [declaration.title, ...('states' in declaration ? caseColumns : []), ...rest];
}

/** The columns shown when the reader has chosen none. */
export function defaultColumns(declaration: RecordDeclaration): readonly string[] {
  const declared = declaration.list.columns.filter((name) => name !== declaration.title);
  return [declaration.title, ...('states' in declaration ? caseColumns : []), ...declared.filter((name) => !isCaseColumn(name))];
}

/** The stored choice, without columns that no longer exist; the title always stands first. */
export function chosenColumns(declaration: RecordDeclaration, stored: string | undefined): readonly string[] {
  if (!stored) return defaultColumns(declaration);
  const known = columnsOf(declaration);
  const chosen = stored.split(',').filter((name) => known.includes(name) && name !== declaration.title);
  return [declaration.title, ...chosen];
}

function isCaseColumn(name: string): boolean {
  return name === 'status' || name === 'dueAt';
}
