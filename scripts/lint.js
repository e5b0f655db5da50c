// Runs Biome over the tree (format and lint), after showing that noFloatingPromises still sees what it is there for:
// it is a nursery rule that rests on Biome's own type inference, and fell silent before without a word.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PLANTED = 2;

function biome(args, options) {
  return spawnSync(join(root, 'node_modules/.bin/biome'), args, { cwd: root, encoding: 'utf8', ...options });
}

const planted = biome([
  'lint',
  '--only=nursery/noFloatingPromises',
  '--reporter=json',
  'test/house/planted/floating.ts',
]);
const { diagnostics } = JSON.parse(planted.stdout);
const found = diagnostics.filter((one) => one.category === 'lint/nursery/noFloatingPromises').length;
if (found !== PLANTED) console.error(`lint: ${found} of ${PLANTED} planted floating promises found`);

const tree = biome(['check', '--diagnostic-level=warn', '.'], { stdio: 'inherit' });
if (tree.status !== 0 || found !== PLANTED) process.exitCode = 1;
