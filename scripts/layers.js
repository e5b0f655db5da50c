// Checks the import order of .dependency-cruiser.cjs, after showing on a planted tree that each kind of rule fires:
// without TypeScript's API (version 7 has none) dependency-cruiser reads no .ts file at all and finds nothing wrong.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const PLANTED = {
  'src/mail/upwards.ts': 'mail-imports-upwards',
  'src/mail/types-upwards.ts': 'mail-imports-upwards',
  'src/classify/reads-disk.ts': 'centre-uses-the-system',
  'src/clock/asks-server.ts': 'centre-uses-a-client',
  'src/register/round.ts': 'cycle',
  'src/review/asks-stranger.ts': 'no-stage',
  'src/review/starts-worker.ts': 'review-imports-upwards',
  'src/review/tests-in-production.ts': 'development-only',
};

function cruise(cwd) {
  const program = join(root, 'node_modules/.bin/depcruise');
  const rules = ['--config', join(root, '.dependency-cruiser.cjs'), '--ts-config', join(root, 'tsconfig.json')];
  const args = [program, ...rules, '--output-type', 'json', 'src', 'workers'];
  const run = spawnSync(process.execPath, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (!run.stdout) throw new Error(`dependency-cruiser said: ${run.stderr}`);
  return JSON.parse(run.stdout).summary;
}

const planted = cruise(join(root, 'test/house/planted'));
const missed = Object.entries(PLANTED).filter(
  ([file, rule]) => !planted.violations.some((one) => one.from === file && one.rule.name === rule),
);
for (const [file, rule] of missed) console.error(`layers: planted ${file} did not trip ${rule}`);

const real = cruise(root);
for (const { from, to, rule, cycle } of real.violations) {
  const way = cycle ? cycle.map((step) => step.name).join(' → ') : to;
  console.error(`layers: ${rule.name}: ${from} → ${way}`);
}
const { totalCruised: files, totalDependenciesCruised: imports, violations } = real;
const found = Object.keys(PLANTED).length - missed.length;
console.log(
  `layers: ${files} files, ${imports} imports, ${violations.length} against the order; planted: ${found} found`,
);
if (missed.length > 0 || violations.length > 0) process.exitCode = 1;
