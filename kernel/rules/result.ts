/**
 * Why something cannot be: a stable SCREAMING_SNAKE code, a sentence for people that says what to do, and the
 * rule it rests on.
 */
export type Refusal = {
  readonly code: string;
  readonly message: { readonly zh: string; readonly en: string };
  /** the rulebook's id or the name of the standard */
  readonly rule?: string;
  readonly field?: string;
  readonly details?: Readonly<Record<string, string | number>>;
};

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

/** A result that went well. */
export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

/** A result that did not, and why. It fits a `Result` of any value. */
export function refuse(refusal: Refusal): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal };
}
