/** An exact fraction of whole numbers: points are reckoned in these, so that rounding happens once. */
export type Ratio = {
  readonly top: bigint;
  readonly bottom: bigint;
  plus(other: Ratio): Ratio;
  minus(other: Ratio): Ratio;
  times(other: Ratio): Ratio;
  over(other: Ratio): Ratio;
  between(least: number, most: number): Ratio;
  /** two places, half up (away from zero below it) */
  rounded(): number;
};

/** The very decimal that a number is written as. @throws RangeError for what is no number */
export function ratio(value: number): Ratio {
  const [, sign = '', whole = '0', part = '', exponent = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(String(value)) ?? [];
  if (!Number.isFinite(value)) throw new RangeError(`Not a number: ${value}`);
  const digits = BigInt(`${sign}${whole}${part}`);
  const places = part.length - Number(exponent);
  return places >= 0 ? fraction(digits, 10n ** BigInt(places)) : fraction(digits * 10n ** BigInt(-places), 1n);
}

/** A difference of shown points, to two places. */
export function formOf(value: number): number {
  return Math.round(value * 100) / 100;
}

function fraction(top: bigint, bottom: bigint): Ratio {
  const divisor = gcd(top < 0n ? -top : top, bottom);
  const [a, b] = divisor > 1n ? [top / divisor, bottom / divisor] : [top, bottom];
  return {
    top: a,
    bottom: b,
    plus: (other) => fraction(a * other.bottom + other.top * b, b * other.bottom),
    minus: (other) => fraction(a * other.bottom - other.top * b, b * other.bottom),
    times: (other) => fraction(a * other.top, b * other.bottom),
    over: (other) => fraction(a * other.bottom * (other.top < 0n ? -1n : 1n), b * (other.top < 0n ? -other.top : other.top)),
    between(least, most) {
      const [low, high] = [ratio(least), ratio(most)];
      if (a * low.bottom < low.top * b) return low;
      return a * high.bottom > high.top * b ? high : fraction(a, b);
    },
    rounded() {
      const size = a < 0n ? -a : a;
      const cents = (size * 200n + b) / (b * 2n);
      return (Number(cents) / 100) * (a < 0n ? -1 : 1);
    },
  };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
