import { posix } from 'node:path';
import { parseSync } from 'vite';

/** The tree as the gates see it: text by path, `/`-separated, from the root. */
export type Tree = ReadonlyMap<string, string>;

export type Import = {
  readonly from: string;
  /** as written */
  readonly specifier: string;
  /** path in the tree, or undefined for a package or a Node module */
  readonly to: string | undefined;
};

export type Module = {
  readonly path: string;
  readonly lines: number;
  /** why it does not parse */
  readonly fault: string | undefined;
  readonly imports: readonly Import[];
  /** nothing in it but `export … from` */
  readonly onlyReexports: boolean;
};

const aliases = /^#(kernel|features|apps|tools|seeds)\//;
const reexports = new Set(['ExportAllDeclaration', 'ExportNamedDeclaration']);

/** Every .ts and .tsx file of the tree with what it imports: statically, by re-export and dynamically. */
export function readModules(tree: Tree): Module[] {
  return [...tree].filter(([path]) => /\.tsx?$/.test(path)).map(([path, text]) => readModule(path, text));
}

function readModule(path: string, text: string): Module {
  const parsed = parseSync(path, text);
  const { staticImports, staticExports, dynamicImports } = parsed.module;
  const specifiers = new Set([
    ...staticImports.map((one) => one.moduleRequest.value),
    ...staticExports.flatMap((one) => one.entries.flatMap(({ moduleRequest }) => (moduleRequest ? [moduleRequest.value] : []))),
    ...dynamicImports.flatMap(({ moduleRequest: { start, end } }) => literalIn(text.slice(start, end))),
  ]);
  const body = parsed.program.body;
  return {
    path,
    fault: parsed.errors[0]?.message,
    lines: text.split('\n').length - (text.endsWith('\n') ? 1 : 0),
    imports: [...specifiers].map((specifier) => ({ from: path, specifier, to: resolve(path, specifier) })),
    onlyReexports: body.length > 0 && body.every((one) => reexports.has(one.type) && 'source' in one && one.source !== null),
  };
}

function literalIn(written: string): string[] {
  const found = /^(['"`])([^'"`$]+)\1$/.exec(written.trim());
  return found?.[2] === undefined ? [] : [found[2]];
}

function resolve(from: string, specifier: string): string | undefined {
  if (aliases.test(specifier)) return specifier.slice(1);
  return specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
}
