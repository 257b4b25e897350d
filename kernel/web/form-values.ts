import type { ActorScope } from '#kernel/contract/access.ts';
import type { Fields } from '#kernel/contract/field.ts';

export type Values = Readonly<Record<string, unknown>>;

/**
 * What a form sends: empty controls as null; a create leaves out what is empty, a change what is as before.
 * A masked secret is shown empty and stays unless something was typed.
 */
export function formValues(fields: Fields, names: readonly string[], filled: Values, initial: Values, mode: 'create' | 'change'): Values {
  const sent: Record<string, unknown> = {};
  for (const name of names) {
    const value = wireValue(filled[name]);
    if (fields[name]?.kind === 'secret' && value === null) continue;
    if (mode === 'create' ? value !== null : !same(value, wireValue(initial[name]))) sent[name] = value;
  }
  return sent;
}

/** What an address brings for a form to begin with: text, but numbers where the field holds one. */
export function valuesOfAddress(fields: Fields, query: Readonly<Record<string, string>>): Values {
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => [name, fields[name]?.kind === 'integer' && /^\d{1,15}$/.test(text) ? Number(text) : text]),
  );
}

const housesOf = { firm: 'firms', provider: 'providers' } as const;

/** Whoever acts for one firm or one bank need not choose it. */
export function ownValues(fields: Fields, scope: ActorScope): Values {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, field]) => {
      if (field.kind !== 'reference' || field.derived || (field.record !== 'firm' && field.record !== 'provider')) return [];
      const own = scope[housesOf[field.record]];
      return own.length === 1 ? [[name, own[0]]] : [];
    }),
  );
}

function wireValue(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  if (Array.isArray(value) && value.length === 0) return null;
  return value;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
