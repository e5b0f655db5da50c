// Makes sure that the servers which the tests run (Dovecot, Redis, PostgreSQL, Postfix's smtp-sink) are installed.
// Plain JavaScript without a dependency: it runs before anything else, on whatever Node is there (20 or later).
// Usage: node scripts/packages.js [--dry-run]   --dry-run prints the commands and runs none.
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Debian package → what shows that it is there: a program in PATH or a system folder, a file, or a folder of versions. */
const NEEDED = {
  'dovecot-imapd': { programs: ['dovecot', 'doveadm'], files: ['/usr/lib/dovecot/imap'] },
  'dovecot-lmtpd': { programs: [], files: ['/usr/lib/dovecot/lmtp'] },
  'redis-server': { programs: ['redis-server'], files: [] },
  postgresql: { programs: [], versions: ['/usr/lib/postgresql', 'bin/initdb'], files: [] },
  postfix: { programs: ['smtp-sink'], files: [] },
};

/** Where Debian puts servers; often missing from the PATH of an ordinary user. */
const SYSTEM_FOLDERS = ['/usr/sbin', '/usr/bin', '/usr/local/sbin'];
const POLICY = '/usr/sbin/policy-rc.d';
/** Debian Policy 9.3.3.1, invoke-rc.d(8): exit 101 forbids every start, so that no daemon runs after the install. */
const POLICY_TEXT = '#!/bin/sh\nexit 101\n';

/**
 * @param {string} path the PATH to search, as in the environment
 * @param {string} root prefix of absolute paths, '' outside tests
 * @returns {string[]} names of the packages that are missing
 */
export function missingPackages(path, root = '') {
  const folders = [...path.split(delimiter).filter(Boolean), ...SYSTEM_FOLDERS.map((folder) => root + folder)];
  const hasProgram = (name) => folders.some((folder) => isExecutable(join(folder, name)));
  const hasVersion = ([folder, file]) =>
    existsSync(root + folder) &&
    readdirSync(root + folder).some((version) => existsSync(join(root + folder, version, file)));
  return Object.entries(NEEDED)
    .filter(
      ([, { programs, files, versions }]) =>
        !programs.every(hasProgram) ||
        !files.every((file) => existsSync(root + file)) ||
        (versions !== undefined && !hasVersion(versions)),
    )
    .map(([name]) => name);
}

/** @returns {boolean} whether apt can install here: Debian or one of its children, and we are root */
function canInstall(root) {
  const file = `${root}/etc/os-release`;
  const release = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const isDebian = /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
  return isDebian && process.getuid?.() === 0;
}

/** Runs apt-get without a question; throws with the command when it fails. */
function aptGet(args, dryRun) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  process.stderr.write(`DEBIAN_FRONTEND=noninteractive apt-get ${args.join(' ')}\n`);
  if (dryRun) return;
  const { status, error } = spawnSync('apt-get', args, { stdio: ['ignore', 2, 2], env });
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed (${error?.message ?? `exit ${status}`})`);
}

/** Does the work while no daemon can be started by a package; what was there before is put back, also on failure. */
export function withoutDaemons(work, policy = POLICY) {
  const aside = `${policy}.foi-clerk`;
  if (existsSync(policy) && !existsSync(aside)) renameSync(policy, aside);
  // Ctrl-C ends apt-get, and then us in the ordinary way, with everything put back.
  const stay = () => {};
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stay);
  try {
    writeFileSync(policy, POLICY_TEXT, { mode: 0o755 });
    return work();
  } finally {
    rmSync(policy, { force: true });
    if (existsSync(aside)) renameSync(aside, policy);
    for (const signal of ['SIGINT', 'SIGTERM']) process.off(signal, stay);
  }
}

function install(packages, dryRun) {
  aptGet(['update'], dryRun);
  // another apt-get may be at work: wait for it, two minutes at most
  const args = ['install', '-o', 'DPkg::Lock::Timeout=120', '--yes', '--no-install-recommends', ...packages];
  if (!dryRun) return withoutDaemons(() => aptGet(args, dryRun));
  process.stderr.write(`write ${POLICY}: exit 101 (removed afterwards)\n`);
  aptGet(args, dryRun);
}

/** @returns {number} the exit code: 0 everything is there, 1 something is missing */
function main(args, path, root) {
  const dryRun = args.includes('--dry-run');
  const missing = missingPackages(path, root);
  if (missing.length === 0) return 0;
  process.stderr.write(`the tests need these packages, which are not installed: ${missing.join(', ')}\n`);
  if (!canInstall(root)) {
    process.stderr.write(
      `On Debian or Ubuntu: sudo apt-get update && sudo apt-get install --no-install-recommends ${missing.join(' ')}\n` +
        'Elsewhere: install Dovecot 2.3, Redis 7, PostgreSQL 15 or later, and Postfix (for smtp-sink).\n',
    );
    return 1;
  }
  try {
    install(missing, dryRun);
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  return dryRun || missingPackages(path, root).length === 0 ? 0 : 1;
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = process.argv.find((one) => one.startsWith('--root='))?.slice('--root='.length) ?? '';
  process.exitCode = main(process.argv.slice(2), process.env.PATH ?? '', root);
}
