// The one file that must run before anything is installed: plain JavaScript for Node 20 and npm, no dependency.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinnedNode = '24.21.0';
const began = Date.now();
const say = (line) => process.stderr.write(`${`[${((Date.now() - began) / 1000).toFixed(0)} s]`.padEnd(8)}${line}\n`);

/** Installs the packages of the lock file, unless these very ones are installed already. */
function ensurePackages() {
  const stamp = join(root, 'node_modules/.lianxin-lock');
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('installing packages (once, about a minute)');
  // not `npm ci`: it refuses a lock file that leaves out other platforms' optional binaries, as some registries make npm write it
  runOrExit('npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, digest);
}

/** The Node that everything else runs on: this one if it is new enough, else the pinned one from the registry. */
function ensureNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const name = `node-${system}-${process.arch}`;
  const folder = join(root, '.node');
  const binary = join(folder, 'node_modules', name, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  if (!existsSync(binary)) {
    say(`this machine has Node ${process.versions.node}; bringing Node ${pinnedNode}`);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}\n');
    runOrExit('npm', [
      'install',
      '--prefix',
      folder,
      '--ignore-scripts',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      `${name}@${pinnedNode}`,
    ]);
  }
  return binary;
}

/** Builds the pages when their sources have changed since the last build. */
function ensurePages(node) {
  const stamp = join(root, 'dist/web/.sources');
  const digest = sourcesDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  say('building the pages');
  runOrExit(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn', ...viteConfig()]);
  writeFileSync(stamp, digest);
}

function viteConfig() {
  return existsSync(join(root, 'vite.config.ts')) ? [] : ['--config', join(root, 'apps/web/vite.config.ts')];
}

function sourcesDigest() {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')));
  const visit = (path) => {
    if (!existsSync(path)) return;
    if (!statSync(path).isDirectory()) {
      if (!/\.test\.tsx?$/.test(path)) hash.update(path.slice(root.length)).update(readFileSync(path));
      return;
    }
    for (const name of readdirSync(path).sort()) if (name !== 'server') visit(join(path, name));
  };
  for (const folder of ['apps/web', 'kernel', 'features', 'vite.config.ts']) visit(join(root, folder));
  return hash.digest('hex');
}

/** What tests run beside the packages: Debian's is fetched where that is allowed, else we say what is missing. */
function ensureProgram({ paths, packages, why, variable }) {
  const find = () => [process.env[variable], ...paths].find((path) => path && existsSync(path));
  const found = find();
  if (found) return found;
  if (process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    say(`installing Debian's ${packages[0]} for ${why}`);
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update'], { stdio: 'ignore' });
    spawnSync('apt-get', ['install', '-y', ...packages], { stdio: 'ignore', env });
  }
  const now = find();
  if (now) return now;
  say(
    `${packages[0]} is missing and could not be installed: needed for ${why}. Install it (apt-get install ${packages.join(' ')}) or set ${variable}.`,
  );
  return process.exit(1);
}

const chromium = {
  paths: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  packages: ['chromium', 'fonts-noto-cjk'],
  why: 'the browser journeys',
  variable: 'CHROMIUM_PATH',
};
const nginx = {
  paths: ['/usr/sbin/nginx', '/usr/local/sbin/nginx', '/opt/homebrew/bin/nginx'],
  packages: ['nginx-light', 'openssl'],
  why: 'the test of several servers behind deploy/nginx.conf',
  variable: 'NGINX_PATH',
};

function runOrExit(command, args, options = {}) {
  const done = spawnSync(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], ...options });
  if (done.error) say(`${command} cannot be run: ${done.error.message}`);
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** Hands the terminal over to a command that stays; signals reach it, and its end is ours. */
function become(node, args, env = {}) {
  const child = spawn(node, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}`, ...env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const [command = 'start', ...rest] = process.argv.slice(2);
ensurePackages();
const node = ensureNode();

switch (command) {
  case 'start':
    ensurePages(node);
    become(node, [join(root, 'apps/server/main.ts'), ...rest]);
    break;
  case 'dev':
    become(node, [join(root, 'tools/dev.ts'), ...rest]);
    break;
  case 'test': {
    const programs = { CHROMIUM_PATH: ensureProgram(chromium), NGINX_PATH: ensureProgram(nginx) };
    ensurePages(node);
    runOrExit(node, [join(root, 'tools/check.ts')], { env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` } });
    become(node, [vitest, 'run', ...rest], programs);
    break;
  }
  case 'bench':
    ensurePages(node);
    become(node, [join(root, 'bench/run.ts'), ...rest]);
    break;
  case 'run':
    become(node, rest);
    break;
  default:
    become(node, [join(root, 'apps/server/cli.ts'), command, ...rest]);
}
