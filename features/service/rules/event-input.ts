import type { CaseEvent } from '#kernel/rules/case.ts';

/** What a move was made with, as the fold reads it: a value of another kind counts as none. */
export type EventInput = {
  text(name: string): string | null;
  list(name: string): readonly string[];
  flag(name: string): boolean;
  count(name: string): number;
};

export function inputOf(event: CaseEvent): EventInput {
  const value = (name: string) => event.input[name];
  return {
    text: (name) => (typeof value(name) === 'string' ? String(value(name)) : null),
    list: (name) => (Array.isArray(value(name)) ? (value(name) as readonly unknown[]).map(String) : []),
    flag: (name) => value(name) === true,
    count: (name) => (typeof value(name) === 'number' ? Number(value(name)) : 0),
  };
}
