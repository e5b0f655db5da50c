// Runs `npm ci` when node_modules is missing or older than package-lock.json; every npm script starts with it.
// Plain JavaScript for whatever Node is on the machine (18 or later): it runs before the Node 24 that it brings.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lockFile = join(root, 'package-lock.json');
/** npm writes this one last, so an installation that was broken off has none. */
const installed = join(root, 'node_modules', '.package-lock.json');
const stamp = join(root, 'node_modules', '.package-lock.sha256');
const turn = join(root, 'var', 'setup.pid');
const node = join(root, 'node_modules', '.bin', 'node');
/** Judgement: a cold installation took 15 to 60 s where this was written; ten minutes allow for a slow line. */
const WAIT_SECONDS = 600;

const say = (line) => process.stderr.write(`${line}\n`);
const fail = (line) => {
  say(`setup: ${line}`);
  process.exit(1);
};
const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The time saves the hash on an installation made by hand; the hash saves an installation after a mere checkout. */
function isUpToDate() {
  if (!existsSync(installed) || !existsSync(node)) return false;
  if (statSync(installed).mtimeMs >= statSync(lockFile).mtimeMs) return true;
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sha256(lockFile);
}

function isRunning(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** `npm start` and `npm test` in two windows of a fresh clone: one installs, the other waits. */
function takeTurn() {
  mkdirSync(dirname(turn), { recursive: true });
  const own = `${turn}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  process.on('exit', () => rmSync(own, { force: true }));
  for (let second = 0; second < WAIT_SECONDS; second += 1) {
    try {
      linkSync(own, turn); // the file appears with its content, so that nobody takes a half-written one for a stale one
      process.on('exit', () => rmSync(turn, { force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const owner = existsSync(turn) ? Number(readFileSync(turn, 'utf8')) : 0;
    if (isRunning(owner)) {
      if (second === 0) say(`Another installation is running (process ${owner}); waiting for it.`);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
    } else {
      rmSync(turn, { force: true });
    }
  }
  fail(`the other installation has not ended in ${WAIT_SECONDS} s. If none is running, remove ${turn}`);
}

function install() {
  say('Installing what foi-clerk needs (npm ci); this is done once and takes about a minute …');
  const began = Date.now();
  // --include=dev: Node 24 itself is a development dependency, and NODE_ENV=production would leave it out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const stdio = ['ignore', 2, 2]; // standard output belongs to the command that runs next
  const run = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio })
    : spawnSync('npm', args, { cwd: root, stdio, shell: process.platform === 'win32' });
  if (run.signal) fail(`npm ci was ended by ${run.signal}. Run the command again.`);
  if (run.status !== 0) {
    fail(
      `npm ci did not succeed (${run.error ? run.error.message : `exit ${run.status}`}); its message is above. ` +
        'Is a package registry within reach (npm ping), and is there room on the disk? Then run the command again.',
    );
  }
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout;
  if (!version?.startsWith('v24.')) {
    fail(
      `node_modules/.bin/node is ${version?.trim() || 'missing'}, not Node 24: was npm told to ignore install scripts ` +
        '(npm config get ignore-scripts)? Allow them, remove node_modules and run the command again.',
    );
  }
  writeFileSync(stamp, sha256(lockFile));
  say(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
}

if (Number(process.versions.node.split('.')[0]) < 18) fail(`Node ${process.versions.node} is too old: 20 or later`);
if (!isUpToDate()) {
  takeTurn();
  if (!isUpToDate()) install();
}
