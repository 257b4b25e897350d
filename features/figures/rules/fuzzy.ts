/** How officials put a number into words (rulebook §14, FZ-1..5). `n` is the round number named, where one is. */
export type Wording =
  | { readonly kind: 'exact' }
  | { readonly kind: 'more'; readonly n: number }
  | { readonly kind: 'near' }
  | { readonly kind: 'over'; readonly n: number }
  | { readonly kind: 'thousands' };

export type Worded = { readonly wording: Wording; readonly text: string; readonly rule: 'FZ-1' | 'FZ-2' | 'FZ-3' | 'FZ-4' | 'FZ-5' };

/** Is the wording true of the value? FZ-3 is true of every smaller number; pages offer the round one next below. */
export function isTrueOf(wording: Wording, value: number): boolean {
  switch (wording.kind) {
    case 'exact':
      return true;
    case 'more':
      return isRound(wording.n) && value > wording.n && value < wording.n + 10 ** (digitsOf(wording.n) - 1);
    case 'near':
      return value >= 90 && value < 100;
    case 'over':
      return value > wording.n;
    case 'thousands':
      return value >= 2000 && value < 10_000;
  }
}

/** The words of a wording without its unit: 10余, 近百, 超10万, 数千, 87. */
export function wordsOf(wording: Wording, value: number): string {
  switch (wording.kind) {
    case 'exact':
      return figureOf(value);
    case 'more':
      return `${wording.n}余`;
    case 'near':
      return '近百';
    case 'over':
      return `超${shortOf(wording.n)}`;
    case 'thousands':
      return '数千';
  }
}

/** Every wording that is true of a value and that an official would use, the usual one first. */
export function fuzzyWordings(value: number): Worded[] {
  const found: Worded[] = [];
  const offer = (wording: Wording, rule: Worded['rule']) => {
    if (isTrueOf(wording, value)) found.push({ wording, text: wordsOf(wording, value), rule });
  };
  if (Number.isInteger(value) && value >= 11) {
    const unit = 10 ** (digitsOf(value) - 1);
    const n = Math.floor(value / unit) * unit;
    offer({ kind: 'near' }, 'FZ-2');
    offer({ kind: 'more', n }, 'FZ-1');
    offer({ kind: 'thousands' }, 'FZ-4');
    if (n < value) offer({ kind: 'over', n }, 'FZ-3');
  }
  offer({ kind: 'exact' }, 'FZ-5');
  return found;
}

function digitsOf(value: number): number {
  return Math.floor(Math.abs(value)).toString().length;
}

/** Only the first digit is not zero: 10, 50, 300. */
function isRound(n: number): boolean {
  return Number.isInteger(n) && n >= 10 && n % 10 ** (digitsOf(n) - 1) === 0;
}

function figureOf(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100);
}

function shortOf(n: number): string {
  if (n >= 1e8 && n % 1e8 === 0) return `${n / 1e8}亿`;
  return n >= 1e4 && n % 1e4 === 0 ? `${n / 1e4}万` : String(n);
}
