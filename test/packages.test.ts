// What scripts/packages.js would do on machines that lack the servers, without touching this one.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../scripts/packages.js');
const ALL = 'dovecot-imapd dovecot-lmtpd redis-server postgresql postfix';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'foi-packages-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const { status, stderr } = spawnSync(process.execPath, [SCRIPT, ...args], {
    encoding: 'utf8',
    env: { PATH: '/nowhere' },
  });
  return { status, said: stderr };
};
const system = (name: string) => {
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/os-release'), `NAME="Some system"\n${name}\n`);
};
const install = (path: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), '', { mode: 0o755 });
};

test('on a machine that has the servers it says nothing and is done', () => {
  const { status, said } = run();
  expect([status, said]).toEqual([0, '']);
});

test('where it cannot install it names what is missing, says how to get it, and fails', () => {
  system('ID=fedora');
  const { status, said } = run(`--root=${root}`);
  expect(status).toBe(1);
  expect(said).toContain(`apt-get install --no-install-recommends ${ALL}`);
});

test.runIf(process.getuid?.() === 0)(
  'as root on Debian or a child of it, it refreshes the lists and installs what is missing',
  () => {
    system('ID=mint\nID_LIKE="ubuntu debian"');
    for (const path of ['usr/sbin/dovecot', 'usr/sbin/doveadm', 'usr/lib/dovecot/imap', 'usr/sbin/smtp-sink'])
      install(path);
    const { status, said } = run(`--root=${root}`, '--dry-run');
    expect(status).toBe(0);
    const commands = said.split('\n').filter((line) => /^(DEBIAN|write)/.test(line));
    expect(commands[0]).toBe('DEBIAN_FRONTEND=noninteractive apt-get update');
    expect(commands[1]).toContain('policy-rc.d: exit 101');
    expect(commands[2]).toMatch(/--yes --no-install-recommends dovecot-lmtpd redis-server postgresql$/);
  },
);

test.each([
  ['that was there before', '#!/bin/sh\nexit 0\n'],
  ['that was not there', null],
])('the rule %s for starting daemons is put back, also when the installation fails', (_, before) => {
  const policy = join(root, 'policy-rc.d');
  if (before !== null) writeFileSync(policy, before);
  const code = `import { withoutDaemons } from ${JSON.stringify(SCRIPT)};
    import { readFileSync } from 'node:fs';
    try { withoutDaemons(() => { console.log(readFileSync(${JSON.stringify(policy)}, 'utf8')); throw new Error('apt failed'); }, ${JSON.stringify(policy)}); }
    catch (error) { console.log(error.message); }`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' });
  expect(said).toBe('#!/bin/sh\nexit 101\n\napt failed\n');
  expect(existsSync(policy) ? readFileSync(policy, 'utf8') : null).toBe(before);
});
