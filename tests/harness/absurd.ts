import fc from 'fast-check';

/** As much of JSON Schema as the API's description uses. */
export type Schema = {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
};

const texts = [
  '',
  ' ',
  'a\u0000b',
  '\ud83d',
  'b\udc00',
  '👩‍👩‍👧‍👦🧧',
  '\u202eقلب\u202c',
  'אבג 123',
  'e\u0301\u0327\u200b\ufeff',
  '龘𠮷𪚥',
  "'; DROP TABLE firms; --",
  "' OR 1=1 /*",
  '%_\\',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '{{7*7}}${7*7}<%= 7 %>',
  '../../../../etc/passwd',
  '=HYPERLINK("http://x")',
  '@SUM(A1)',
  'null',
  'NaN',
  '-0',
  '1e999',
  '9'.repeat(40),
  '2026-02-30',
  '0000-00-00',
  '9999-12-31',
  '10000-01-01',
  '2026-06-03T25:61:61Z',
  '2026-06-03T10:00:00+99:00',
  '__proto__',
  'constructor',
  'toString',
  'x'.repeat(10_000),
  '中'.repeat(6000),
  '\r\nset-cookie: a=b',
];
const numbers = [0, -0, -1, 0.1, 1e-320, 1e21, 1e308, 2 ** 31, 2 ** 53, -(2 ** 63), Number.MAX_SAFE_INTEGER];
const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown => {
  let value: unknown = 1;
  for (let level = 0; level < depth; level += 1) value = wrap(value);
  return value;
};

/** What no schema asks for: texts that break parsers, numbers beyond measure, depths and lengths. */
const absurd: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...texts) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...numbers) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, [], {}, [[]], { '': '' }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      nested(40, (inner) => [inner]),
      nested(400, (inner) => ({ a: inner })),
      Array.from({ length: 10_000 }, () => 'x'),
      Array.from({ length: 10_000 }, (_, index) => ({ id: index })),
      Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`k${index}`, index])),
    ),
  },
);

/** Values for a schema, mostly such as fit it; `words` are ids, names and days that mean something in the zone. */
export function valuesFor(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 12, arbitrary: fitting(schema, words) }, { weight: 1, arbitrary: absurd });
}

function fitting(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (several && several.length > 0) return fc.oneof(...several.map((one) => fitting(one, words)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum && schema.enum.length > 0) return fc.constantFrom(...schema.enum);
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.integer({ min: Math.max(schema.minimum ?? -5, -(2 ** 31)), max: Math.min(schema.maximum ?? 5000, 2 ** 31 - 1) });
    case 'number':
      return fc.double({ min: Math.max(schema.minimum ?? -5, -1e15), max: Math.min(schema.maximum ?? 5000, 1e15), noNaN: true });
    case 'array':
      return fc.array(valuesFor(schema.items ?? {}, words), { maxLength: 4 });
    case 'object':
      return objectOf(schema, words);
    case 'string':
      return textOf(schema, words);
    default:
      return fc.oneof(textOf(schema, words), fc.integer({ min: 0, max: 12 }), fc.boolean());
  }
}

function objectOf(schema: Schema, words: readonly string[]): fc.Arbitrary<unknown> {
  const known = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, valuesFor(one, words)]));
  const required = (schema.required ?? []).filter((name) => Object.hasOwn(known, name));
  const declared = fc.record(known, { requiredKeys: required });
  const some = fc.record(known, { requiredKeys: [] });
  const further =
    typeof schema.additionalProperties === 'object'
      ? fc.dictionary(fc.constantFrom(...words), valuesFor(schema.additionalProperties, words), { maxKeys: 4 })
      : undefined;
  if (further) return fc.tuple(declared, further).map(([own, more]) => ({ ...more, ...own }));
  return fc.oneof({ weight: 8, arbitrary: declared }, { weight: 2, arbitrary: some });
}

function textOf(schema: Schema, words: readonly string[]): fc.Arbitrary<string> {
  if (schema.format === 'uuid')
    return fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...words.filter(isId)) }, { weight: 1, arbitrary: fc.uuid() });
  const plain = fc.string({ unit: 'grapheme', maxLength: Math.min(schema.maxLength ?? 40, 60) });
  return fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...words) }, { weight: 2, arbitrary: plain });
}

const isId = (word: string) => /^[0-9a-f]{8}-/.test(word);
