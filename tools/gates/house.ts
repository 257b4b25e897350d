import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkWholeHouse } from './house-rules.ts';
import type { Tree } from './modules.ts';

const root = join(import.meta.dirname, '../..');
const rooms = ['.ci', 'apps', 'bench', 'bin', 'docs', 'features', 'kernel', 'migrations', 'seeds', 'tests', 'tools'];
const texts = /\.(ts|tsx|mjs|js|json|md|sql|css|html|yaml|yml)$|\/run$/;

/** The house as it stands on disk: every text of our own, from the root. */
export function readHouse(folder = root): Tree {
  const atRoot = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile() && entry.name !== 'package-lock.json');
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && rooms.includes(entry.name))
    .flatMap((room) =>
      readdirSync(join(folder, room.name), { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile())
        .map((entry) =>
          join(entry.parentPath, entry.name)
            .slice(folder.length + 1)
            .replaceAll('\\', '/'),
        ),
    );
  const paths = [...atRoot.map(({ name }) => name), ...inside].filter((path) => texts.test(path) && !path.includes('node_modules/'));
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

if (process.argv[1] === import.meta.filename) {
  const violations = checkWholeHouse(readHouse());
  for (const { path, message } of violations) console.log(`${path}\n    ${message}`);
  if (violations.length > 0) {
    console.log(`${violations.length} violations of the house rules (docs/architecture.md)`);
    process.exitCode = 1;
  }
}
