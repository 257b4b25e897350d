import { findCircles } from './circles.ts';
import { readModules, type Import, type Module, type Tree } from './modules.ts';

export type Violation = { readonly path: string; readonly message: string };

/** Fewer modules than this in the real tree mean that the gate looked past the house, not that it is clean. */
export const fewestModules = 150;

const vague = /^(utils?|helpers?|common|misc|managers?)$/;
const vagueEnding = /-(utils?|helpers?|misc|managers?)$/;
const neverMentioned = ['..', 'shared'].join('/');

/** Holds a tree against the house rules (docs/architecture.md). Each message says what to do instead. */
export function checkHouse(tree: Tree): Violation[] {
  const modules = readModules(tree);
  return [
    ...modules.flatMap((module) => module.imports.flatMap(arrowsOf)),
    ...modules.flatMap(shapeOf),
    ...findCircles(modules).map(circleOf),
    ...[...tree].flatMap(([path, text]) => wordsOf(path, text)),
  ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

/** The same for the whole real tree, which must not be nearly empty. */
export function checkWholeHouse(tree: Tree): Violation[] {
  const seen = [...tree.keys()].filter((path) => /\.tsx?$/.test(path)).length;
  const tooFew = {
    path: '.',
    message: `saw only ${seen} modules, fewer than ${fewestModules}: run the gate at the root of the whole tree, or mend how it finds files`,
  };
  return [...(seen < fewestModules ? [tooFew] : []), ...checkHouse(tree)];
}

type Layer = 'rules' | 'contract' | 'server' | 'web' | 'other';

type Place = { readonly room: string; readonly feature: string | undefined; readonly layer: Layer; readonly isTest: boolean };

function placeOf(path: string): Place {
  const [room = '', second = '', third = ''] = path.split('/');
  const isTest = /\.(test|fixture)\.tsx?$/.test(path);
  if (room === 'features') return { room, feature: second, layer: layerOf(third, 'contract'), isTest };
  return { room, feature: undefined, layer: room === 'kernel' || room === 'apps' ? layerOf(second, 'other') : 'other', isTest };
}

/** A file at a feature's root is a declaration, read by web and server alike: the feature's contract. */
function layerOf(folder: string, atRoot: Layer): Layer {
  if (folder === 'rules' || folder === 'contract' || folder === 'server' || folder === 'web') return folder;
  return atRoot;
}

function arrowsOf(one: Import): Violation[] {
  const from = placeOf(one.from);
  const message = one.to === undefined ? packageArrow(from, one.specifier) : houseArrow(from, placeOf(one.to), one.to);
  return message === undefined ? [] : [{ path: one.from, message: `imports ${one.specifier}: ${message}` }];
}

function packageArrow(from: Place, specifier: string): string | undefined {
  if (from.layer === 'rules' && !from.isTest) {
    return 'rules import only rules; take the value as an argument, or do this in server/ or web/';
  }
  if (from.layer === 'web' && !from.isTest && specifier.startsWith('node:'))
    return 'web runs in a browser; ask the server through an endpoint';
  return undefined;
}

function houseArrow(from: Place, to: Place, path: string): string | undefined {
  // a test may stand the whole house up
  if (from.isTest && (['tests', 'apps'].includes(to.room) || to.isTest)) return undefined;
  if (from.layer === 'rules' && to.layer !== 'rules') {
    return 'rules import only rules; take the value as an argument, or move this file out of rules/';
  }
  if (from.layer === 'web' && to.layer === 'server') return 'web and server never meet; declare an endpoint in contract.ts and call it';
  if (from.layer === 'server' && to.layer === 'web') return 'web and server never meet; move what both need to contract/ or rules/';
  if (from.layer === 'contract' && (to.layer === 'web' || to.layer === 'server')) {
    return 'a declaration is read by web and server alike; keep it to contract/ and rules/, and register what it needs on each side';
  }
  if (from.room === 'kernel' && to.room === 'features')
    return 'the kernel knows no feature; let the feature hand this in by its declaration or registration';
  if ((from.room === 'kernel' || from.room === 'features') && !['kernel', 'features'].includes(to.room)) {
    return `${from.room} stands below ${to.room}/; let apps/ hand this in`;
  }
  if (from.feature !== undefined && to.feature !== undefined && from.feature !== to.feature) return neighbourArrow(to, path);
  return undefined;
}

function neighbourArrow(to: Place, path: string): string | undefined {
  if (to.layer === 'rules' || to.layer === 'contract' || path === `features/${to.feature}/server/index.ts`) return undefined;
  return to.layer === 'server'
    ? `a feature is entered by its door; export this from features/${to.feature}/server/index.ts`
    : `a feature's pages are its own; link to the page, or move the part to kernel/web`;
}

function shapeOf({ path, lines, fault, onlyReexports }: Module): Violation[] {
  const most = /\.test\.tsx?$/.test(path) ? 400 : 300;
  return [
    ...(fault === undefined ? [] : [{ path, message: `does not parse: ${fault}` }]),
    ...(lines > most && !path.endsWith('.generated.ts')
      ? [{ path, message: `has ${lines} lines, ${most} at most: split it by what its parts are about` }]
      : []),
    ...(onlyReexports && !path.endsWith('/server/index.ts')
      ? [{ path, message: 'only re-exports: import from where things are defined, and delete this file' }]
      : []),
  ];
}

function wordsOf(path: string, text: string): Violation[] {
  const names = path.split('/').map((part) => part.split('.')[0] ?? '');
  const name = names.find((part) => vague.test(part) || vagueEnding.test(part));
  return [
    ...(name === undefined
      ? []
      : [{ path, message: `"${name}" says nothing: name it after what it holds, or move its parts to their users` }]),
    ...(text.includes(neverMentioned)
      ? [{ path, message: `mentions ${neverMentioned}, which a clone does not have: say it here, or cite docs/` }]
      : []),
  ];
}

function circleOf(circle: readonly string[]): Violation {
  return { path: circle[0] ?? '', message: `import circle ${circle.join(' → ')}: move what both need into a file that imports neither` };
}
