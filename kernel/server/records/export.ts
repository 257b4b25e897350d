import type { FileAnswer } from '#kernel/contract/endpoint.ts';
import type { RecordDeclaration } from '#kernel/contract/record.ts';
import type { Ask } from '../house.ts';
import type { ListQuery } from './list.ts';

export async function exportRows(_ask: Ask, _declaration: RecordDeclaration, _query: ListQuery): Promise<FileAnswer> {
  throw new Error('to come');
}

export async function templateOf(_ask: Ask, _declaration: RecordDeclaration): Promise<FileAnswer> {
  throw new Error('to come');
}
