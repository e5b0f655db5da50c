// What a power cut, a reboot or a kill at a bad moment leaves behind, and how the next start gets over it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { account, scratchFolder } from '../servers/running.ts';
import { kill, killServer, rows, type Scene, scene, until } from './embedded-scene.ts';

let remove: () => void;
let here: Scene;

beforeEach(() => {
  const folder = scratchFolder('embedded');
  remove = folder.remove;
  here = scene(join(folder.path, 'register'));
});
afterEach(async () => {
  await here.end();
  remove();
});

/** A server with a row in it, killed together with the process that used it. */
async function killed(): Promise<void> {
  const { process: bot, url } = await here.child();
  await rows(url, 'create table kept as select 7 as seven');
  const pid = await here.pid();
  await kill(bot);
  await killServer(pid);
}

const keptRow = async () => rows((await here.open()).url('kept'), 'select seven from kept');

test('another process that has got the pid of the dead server does not keep ours from starting', async () => {
  await killed();
  // As the server's own user: PostgreSQL takes any living process of that user for itself and refuses.
  const stranger = spawn('/bin/sleep', ['600'], { cwd: '/', ...account('postgres') });
  await once(stranger, 'spawn');
  const file = join(here.dataDir, 'cluster/postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await writeFile(file, [stranger.pid, ...lines.slice(1)].join('\n'));
  expect(await keptRow()).toEqual([{ seven: 7 }]);
  expect(stranger.exitCode).toBe(null);
  await kill(stranger);
});

test('a connection.json that is missing or broken is written anew', async () => {
  const { url } = await here.child();
  await rows(url, 'create table kept as select 7 as seven');
  const [pid, port] = [await here.pid(), await here.port()];
  await writeFile(join(here.dataDir, 'connection.json'), '{"port":');
  expect(await keptRow()).toEqual([{ seven: 7 }]);
  expect([await here.pid(), await here.port()]).toEqual([pid, port]);
  await rm(join(here.dataDir, 'connection.json'));
  expect(await keptRow()).toEqual([{ seven: 7 }]);
  expect(await here.port()).toBe(port);
});

test('a port that somebody else has taken meanwhile is left to them', async () => {
  await killed();
  const port = await here.port();
  const stranger = createServer().listen(port, '127.0.0.1');
  await once(stranger, 'listening');
  expect(await keptRow()).toEqual([{ seven: 7 }]);
  expect(await here.port()).not.toBe(port);
  stranger.close();
});

test('a first start that was killed half way is begun again', async () => {
  await mkdir(join(here.dataDir, 'cluster.new/base'), { recursive: true });
  await writeFile(join(here.dataDir, 'cluster.new/PG_VERSION'), '18\n');
  const server = await here.open();
  expect(await rows(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('a start that was killed while it held the lock holds up the next for seconds, not for ever', async () => {
  await mkdir(join(here.dataDir, 'start.lock'), { recursive: true });
  const server = await here.open();
  expect(await rows(server.url('postgres'), 'select 1 as one')).toEqual([{ one: 1 }]);
});

test('data of another version of PostgreSQL is refused with the cure, and left as it is', async () => {
  const server = await here.open();
  await server.release();
  await writeFile(join(here.dataDir, 'cluster/PG_VERSION'), '15\n');
  await expect(here.open()).rejects.toThrow(/made by PostgreSQL 15 and this is \d+: bring it over/);
});

test('letting go of a server that cannot come back does not wait for it', async () => {
  const server = await here.open();
  const pid = await here.pid();
  const settings = join(here.dataDir, 'cluster/postgresql.conf');
  await writeFile(settings, `${await readFile(settings, 'utf8')}\nnot_a_setting = 1\n`);
  await killServer(pid);
  await until(() => here.lines.some((line) => line.includes('does not come back yet')));
  await server.release();
  expect(here.lines.at(-1)).toContain('see ');
});
