import type { RecordDeclaration } from './record.ts';

type Declared = Pick<RecordDeclaration, 'name' | 'fields'>;

/**
 * Is each row of this record about a person: does it always hold something personal, or always name a row that does (a member in an
 * organisation)? A firm that may have a contact is not.
 */
export function isAboutPeople(declaration: Declared, find: (name: string) => Declared | undefined, seen: readonly string[] = []): boolean {
  return Object.values(declaration.fields).some((field) => {
    if (!field.required) return false;
    if (field.personal || field.kind === 'secret') return true;
    if (field.kind !== 'reference' || seen.includes(field.record)) return false;
    const target = find(field.record);
    return target !== undefined && isAboutPeople(target, find, [...seen, declaration.name]);
  });
}
