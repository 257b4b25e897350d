import { coherenceIn, type PlanModel } from './branch-plan.ts';

/** How many firms of a class go to a bucket, by `class_bucket`. */
export type Counts = ReadonlyMap<string, number>;

export type Totals = { readonly firms: number; readonly members: number };

/** First the most firms, then of those plans the most full members: one number that orders both exactly. */
export function reachWeight(model: PlanModel, members: number): number {
  return 1 + model.question.firms.reduce((sum, firm) => sum + firm.fullMembers, 0) + members;
}

/** What a stage asks for: the most firms and members; the most coherence that keeps those; the fewest branches that keep both. */
export type Stage =
  | { readonly seeks: 'reach' }
  | { readonly seeks: 'coherence'; readonly keeps: Totals }
  | { readonly seeks: 'fewBranches'; readonly keeps: Totals & { readonly coherence: number } };

/**
 * The programme of a stage in the LP format: how many firms of each class go to which bucket.
 * @param integral false asks for the relaxation, whose value no plan can exceed
 */
export function programmeOf(model: PlanModel, stage: Stage, integral: boolean): string {
  const { classes, buckets, question } = model;
  const { leastMembers, mostUnits } = question.rules;
  const terms: string[] = [];
  const rows: string[] = [];
  const bounds: string[] = [];
  const general: string[] = [];
  const binary: string[] = [];
  const ofClass = new Map<number, string[]>();
  const firmTerms: string[] = [];
  const memberTerms: string[] = [];
  const coherenceTerms: string[] = [];
  buckets.forEach((bucket, b) => {
    const own = bucket.classes.flatMap((k) => {
      const firmClass = classes[k];
      return firmClass ? [{ k, firmClass, name: `x${k}_${b}` }] : [];
    });
    for (const { k, firmClass, name } of own) {
      const coherence = coherenceIn(firmClass, bucket);
      if (stage.seeks !== 'fewBranches')
        terms.push(`${stage.seeks === 'reach' ? reachWeight(model, firmClass.members) : coherence} ${name}`);
      coherenceTerms.push(`${coherence} ${name}`);
      firmTerms.push(name);
      memberTerms.push(`${firmClass.members} ${name}`);
      ofClass.set(k, [...(ofClass.get(k) ?? []), name]);
      bounds.push(` 0 <= ${name} <= ${firmClass.firms.length}`);
      general.push(name);
      if (bucket.branch === null) rows.push(` u${k}_${b}: ${name} - ${firmClass.firms.length} u${b} <= 0`);
    }
    const sum = own.map(({ name }) => name).join('\n + ');
    if (bucket.branch !== null) {
      rows.push(` r${b}: ${sum} <= ${bucket.branch.room}`);
    } else {
      rows.push(` m${b}: ${own.map(({ name, firmClass }) => `${firmClass.members} ${name}`).join('\n + ')} - ${leastMembers} u${b} >= 0`);
      binary.push(`u${b}`);
      if (stage.seeks === 'fewBranches') {
        rows.push(` g${b}: ${sum} - ${mostUnits} n${b} <= 0`);
        terms.push(`-1 n${b}`);
        bounds.push(` 0 <= n${b} <= ${question.firms.length}`);
        general.push(`n${b}`);
      }
    }
    rows.push(...apartRows(model, own, b));
  });
  for (const [k, names] of ofClass) rows.push(` c${k}: ${names.join('\n + ')} <= ${classes[k]?.firms.length ?? 0}`);
  if (stage.seeks !== 'reach' && firmTerms.length > 0) {
    rows.push(
      ` firms: ${firmTerms.join('\n + ')} >= ${stage.keeps.firms}`,
      ` members: ${memberTerms.join('\n + ')} >= ${stage.keeps.members}`,
    );
    if (stage.seeks === 'fewBranches') rows.push(` coherence: ${coherenceTerms.join('\n + ')} >= ${stage.keeps.coherence}`);
  }
  const signed = terms.map((term) => (term.startsWith('-') ? term.replace('-', '- ') : `+ ${term}`));
  const sections = ['Maximize', ` obj: ${signed.join('\n ')}`, 'Subject To', ...rows, 'Bounds', ...bounds];
  if (integral) sections.push('General', ...general.map((name) => ` ${name}`), 'Binary', ...binary.map((name) => ` ${name}`));
  else sections.push(...binary.map((name) => ` 0 <= ${name} <= 1`));
  return [...sections, 'End'].join('\n');
}

/** Of two firms kept apart, at most one in each copy of a bucket. */
function apartRows(model: PlanModel, own: readonly { readonly k: number; readonly name: string }[], b: number): string[] {
  const nameOf = new Map(
    own.flatMap(({ k, name }) => (model.classes[k]?.firms.length === 1 ? [[model.classes[k].like.id, name] as const] : [])),
  );
  return model.question.apart.flatMap(([a, z], index) => {
    const [first, second] = [nameOf.get(a), nameOf.get(z)];
    return first !== undefined && second !== undefined ? [` a${b}_${index}: ${first} + ${second} <= 1`] : [];
  });
}

/** What no plan can exceed: every firm that fits anywhere at all. */
export function mostReach(model: PlanModel): Totals {
  const fits = new Set(model.buckets.flatMap((bucket) => bucket.classes));
  let [firms, members] = [0, 0];
  for (const k of fits) {
    const firmClass = model.classes[k];
    firms += firmClass?.firms.length ?? 0;
    members += (firmClass?.firms.length ?? 0) * (firmClass?.members ?? 0);
  }
  return { firms, members };
}

/** The counts that a solution names; whatever it says of other columns is left aside. */
export function countsOf(columns: readonly (readonly [string, number])[]): Counts {
  return new Map(
    columns.flatMap(([name, value]) => {
      const count = Math.round(value);
      return name.startsWith('x') && count > 0 ? [[name.slice(1), count] as const] : [];
    }),
  );
}

/** What counts reach. */
export function totalsOf(model: PlanModel, counts: Counts): Totals & { readonly coherence: number } {
  let [firms, members, coherence] = [0, 0, 0];
  for (const [key, count] of counts) {
    const [k, b] = key.split('_').map(Number);
    const firmClass = model.classes[k ?? -1];
    const bucket = model.buckets[b ?? -1];
    if (!firmClass || !bucket) continue;
    firms += count;
    members += count * firmClass.members;
    coherence += count * coherenceIn(firmClass, bucket);
  }
  return { firms, members, coherence };
}

/** Whether counts keep every rule; what a solver holds when its time is up need not. */
export function keepsRules({ classes, buckets, question }: PlanModel, counts: Counts): boolean {
  const ofClass = new Map<number, number>();
  const ofBucket = new Map<number, { firms: number; members: number; ids: Set<string> }>();
  for (const [key, count] of counts) {
    const [k = -1, b = -1] = key.split('_').map(Number);
    const firmClass = classes[k];
    if (!firmClass || !buckets[b]?.classes.includes(k)) return false;
    const bucket = ofBucket.get(b) ?? { firms: 0, members: 0, ids: new Set<string>() };
    bucket.firms += count;
    bucket.members += count * firmClass.members;
    if (firmClass.firms.length === 1) bucket.ids.add(firmClass.like.id);
    ofBucket.set(b, bucket);
    ofClass.set(k, (ofClass.get(k) ?? 0) + count);
  }
  return (
    [...ofClass].every(([k, count]) => count <= (classes[k]?.firms.length ?? 0)) &&
    [...ofBucket].every(([b, { firms, members, ids }]) => {
      const branch = buckets[b]?.branch ?? null;
      const fits = branch === null ? members >= question.rules.leastMembers : firms <= branch.room;
      return fits && !question.apart.some(([a, z]) => ids.has(a) && ids.has(z));
    })
  );
}
