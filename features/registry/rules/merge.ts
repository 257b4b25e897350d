type Values = Readonly<Record<string, unknown>>;

export type Side = 'from' | 'into';

/**
 * The values that the surviving firm takes when another is merged into it: what the person chose, and what
 * it lacks and the other has. The name that does not survive joins the former names, so that search finds it.
 * @param fields names of the fields that may be taken
 * @returns changes of the surviving firm alone; empty when it keeps everything
 */
export function valuesToTake(
  fields: readonly string[],
  from: Values,
  into: Values,
  choose: Readonly<Record<string, Side>>,
): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const field of fields) {
    const side = choose[field] ?? (isEmpty(into[field]) ? 'from' : 'into');
    if (side === 'from' && from[field] !== into[field]) taken[field] = from[field] ?? null;
  }
  const lost = 'name' in taken ? into['name'] : from['name'];
  const formerNames = withFormerName(
    String(taken['formerNames'] ?? into['formerNames'] ?? ''),
    String(taken['name'] ?? into['name'] ?? ''),
    String(lost ?? ''),
  );
  if (formerNames !== (into['formerNames'] ?? '')) taken['formerNames'] = formerNames;
  return taken;
}

/**
 * What brings the surviving firm back to where it was, leaving alone what somebody has changed since.
 * @returns the values to set, and the names of the fields left alone
 */
export function valuesToRestore(
  before: Values,
  after: Values,
  now: Values,
): { readonly values: Record<string, unknown>; readonly left: readonly string[] } {
  const values: Record<string, unknown> = {};
  const left: string[] = [];
  for (const field of Object.keys(after)) {
    if ((now[field] ?? null) !== (after[field] ?? null)) left.push(field);
    else values[field] = before[field] ?? null;
  }
  return { values, left };
}

const longestFormerNames = 400;

function withFormerName(known: string, name: string, lost: string): string {
  const names = known.split('、').filter((one) => one !== '');
  if (lost === '' || lost === name || names.includes(lost)) return known;
  const joined = [...names, lost].join('、');
  return joined.length <= longestFormerNames ? joined : known;
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}
