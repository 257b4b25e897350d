import type { Call, Line } from './line.ts';

/** Somebody who does the same work: the product, or what it is held against. */
export type Side = {
  readonly name: string;
  readonly lines: readonly Line[];
  /** so many calls that can be made once each; what they need is prepared here, unmeasured */
  calls(count: number): Promise<readonly Call[]>;
};

export type Measured = {
  readonly name: string;
  /** answers a second, the median of the rounds */
  readonly rate: number;
  /** of the time from asking to the answer, in ms */
  readonly p50: number;
  readonly p95: number;
  /** the first side's rate over this one's, the median of the rounds' ratios */
  readonly ratio: number;
};

/** Lets the sides work in turns, A B A B, so that what else the machine does hits both; the first is held against the others. */
export async function compare(sides: readonly Side[], rounds: number, seconds: number): Promise<Measured[]> {
  const counts = new Map<Side, number>();
  for (const side of sides) {
    // as many calls as fill a round; the first ones also warm the side up
    await run(side, 64);
    const { rate } = await run(side, 128);
    counts.set(side, Math.max(64, Math.round(rate * seconds)));
  }
  const runs = new Map<Side, Run[]>(sides.map((side) => [side, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const side of round % 2 === 0 ? sides : sides.toReversed()) runs.get(side)?.push(await run(side, counts.get(side) ?? 64));
  }
  const [first] = sides;
  const own = (first && runs.get(first)) ?? [];
  return sides.map((side) => {
    const done = runs.get(side) ?? [];
    const waits = done.flatMap((one) => one.waits).sort((a, b) => a - b);
    return {
      name: side.name,
      rate: median(done.map((one) => one.rate)),
      p50: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
      ratio: median(done.map((one, round) => (own[round]?.rate ?? 0) / one.rate)),
    };
  });
}

type Run = { readonly rate: number; readonly waits: readonly number[] };

async function run(side: Side, count: number): Promise<Run> {
  const calls = await side.calls(count);
  const waits: number[] = [];
  let next = 0;
  const began = performance.now();
  await Promise.all(
    side.lines.map(async (line) => {
      for (let call = calls[next++]; call; call = calls[next++]) {
        const asked = performance.now();
        const reply = await line.send(call);
        waits.push(performance.now() - asked);
        if (reply.status >= 300) throw new Error(`${side.name}: ${call.method} ${call.path} ${reply.status} ${reply.text.slice(0, 500)}`);
      }
    }),
  );
  return { rate: (count / (performance.now() - began)) * 1000, waits };
}

export function median(values: readonly number[]): number {
  return quantile(
    values.toSorted((a, b) => a - b),
    0.5,
  );
}

/** @param sorted ascending */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
