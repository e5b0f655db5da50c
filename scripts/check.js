// `npm run check`: format, lint, types, layers, unused, tests, one after the other; every step runs even when one fails.
// `npm run check -- types layers` runs only the steps named.
import { spawnSync } from 'node:child_process';

const STEPS = {
  lint: ['node', 'scripts/lint.js'],
  types: ['tsc', '-p', '.'],
  layers: ['node', 'scripts/layers.js'],
  unused: ['knip', '--no-progress'],
  packages: ['node', 'scripts/packages.js'],
  tests: ['vitest', 'run'],
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STEPS));
if (unknown.length > 0) {
  console.error(`check: no step ${unknown.join(', ')}; there are: ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}

const failed = [];
let passed = 0;
for (const [name, [program, ...args]] of Object.entries(STEPS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`\n── ${name}`);
  const began = Date.now();
  const run = spawnSync(program, args, { stdio: 'inherit' });
  if (run.error) console.error(`check: ${program}: ${run.error.message}. Run it as: npm run check`);
  if (run.status === 0) passed += 1;
  else failed.push(name);
  console.log(`── ${name} ${run.status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - began) / 1000).toFixed(1)} s`);
}
const wrong = failed.length > 0 ? `${failed.length} failed (${failed.join(', ')}) | ` : '';
console.log(`\n      Checks  ${wrong}${passed} passed (${passed + failed.length})`);
if (failed.length > 0) process.exitCode = 1;
