// The embedded server: shared by all processes on a folder, ended by the last, and never in the way of the next start.
import { chmod, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchFolder } from '../servers/running.ts';
import { accepts, isRunning, kill, killServer, rows, type Scene, scene, until } from './embedded-scene.ts';

let remove: () => void;
let here: Scene;

beforeEach(() => {
  const folder = scratchFolder('embedded');
  remove = folder.remove;
  here = scene(join(folder.path, 'a register'));
});
afterEach(async () => {
  await here.end();
  remove();
});

const keepRow = (url: string) => rows(url, 'create table kept as select 7 as seven');
const USERS = `select pid from pg_locks where locktype = 'advisory'`;
const keptRow = (url: string) => rows(url, 'select seven from kept');

test('two openers share one server, and only the last to let go stops it', async () => {
  const first = await here.open();
  const { process: second, url } = await here.child();
  expect(url).toBe(first.url('kept'));
  const [pid, port] = [await here.pid(), await here.port()];
  await first.release();
  expect(isRunning(pid)).toBe(true);
  await keepRow(url);
  second.stdin?.write('stop');
  await until(() => second.exitCode === 0);
  expect(isRunning(pid)).toBe(false);
  expect(await accepts(port)).toBe(false);
});

test('four processes that start at the same moment start one server', async () => {
  const children = await Promise.all(['a', 'b', 'a', 'b'].map((database) => here.child(database)));
  const servers = new Set(children.map(({ url }) => new URL(url).host));
  expect([...servers]).toEqual([`127.0.0.1:${await here.port()}`]);
});

test('after kill -9 of its only user the server lives, and the next start finds it and the data', async () => {
  const { process: bot, url } = await here.child();
  await keepRow(url);
  const pid = await here.pid();
  await kill(bot);
  expect(isRunning(pid)).toBe(true);
  const next = await here.open();
  expect(await here.pid()).toBe(pid);
  expect(await keptRow(next.url('kept'))).toEqual([{ seven: 7 }]);
});

test('a process that was killed does not keep the server up', async () => {
  const { process: killed } = await here.child();
  const server = await here.open();
  const pid = await here.pid();
  await kill(killed);
  // The server notices that a connection is gone when the kernel tells it: at once, or on a busy machine a moment later.
  await until(async () => (await rows(server.url('postgres'), USERS)).length === 1);
  await server.release();
  expect(isRunning(pid)).toBe(false);
});

test('a server that was killed is started again at the same port while a process uses it', async () => {
  const server = await here.open();
  const url = await server.ensureDatabase('kept');
  await keepRow(url);
  const [pid, port] = [await here.pid(), await here.port()];
  await killServer(pid);
  await until(() => accepts(port));
  await until(async () => (await here.pid()) !== pid);
  expect(await keptRow(url)).toEqual([{ seven: 7 }]);
  await server.release();
  expect(await accepts(port)).toBe(false);
});

test('a server that was killed together with its user leaves nothing that stops the next start', async () => {
  const { process: bot, url } = await here.child();
  await keepRow(url);
  const pid = await here.pid();
  await kill(bot);
  await killServer(pid);
  const next = await here.open();
  expect(await keptRow(next.url('kept'))).toEqual([{ seven: 7 }]);
});

test('the files with the password are for their owner alone, and so is the data', async () => {
  const server = await here.open();
  const mode = async (name: string) => ((await stat(join(server.dataDir, name))).mode & 0o777).toString(8);
  expect(await mode('password')).toBe('600');
  expect(await mode('connection.json')).toBe('600');
  expect(await mode('server.log')).toBe('600');
  expect(await mode('cluster')).toBe('700');
  expect(await mode('.')).toBe('700');
});

test('the server listens on 127.0.0.1 and nowhere else', async () => {
  await here.open();
  const port = (await here.port()).toString(16).toUpperCase().padStart(4, '0');
  const sockets = `${await readFile('/proc/net/tcp', 'utf8')}${await readFile('/proc/net/tcp6', 'utf8')}`;
  const listening = [...sockets.matchAll(/^ *\d+: (\w+):(\w{4}) \w+:0000 0A/gm)].filter((found) => found[2] === port);
  expect(listening.map((found) => found[1])).toEqual(['0100007F']);
  expect(await rows((await here.open()).url('postgres'), 'show unix_socket_directories')).toEqual([
    { unix_socket_directories: '' },
  ]);
});

test('text is UTF-8 and sorts the same on every machine, whatever its own locale', async () => {
  const server = await here.open();
  const url = await server.ensureDatabase('foi clerk "demo"');
  expect(await server.ensureDatabase('foi clerk "demo"')).toBe(url);
  const sql = `select pg_encoding_to_char(encoding) as encoding, datlocale, datlocprovider from pg_database where datname = current_database()`;
  expect(await rows(url, sql)).toEqual([{ encoding: 'UTF8', datlocale: 'C.UTF-8', datlocprovider: 'b' }]);
  expect(await rows(url, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
});

test('a row that the register refuses leaves none of its text in the log of the server', async () => {
  const server = await here.open();
  const url = await server.ensureDatabase('kept');
  await rows(url, 'create table requester (name text primary key)');
  await rows(url, `insert into requester values ('Gwen Harbottle')`);
  await expect(rows(url, `insert into requester values ('Gwen Harbottle')`)).rejects.toThrow('duplicate key');
  const log = await readFile(join(server.dataDir, 'server.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('Harbottle');
});

test('root keeps the register where the server of an unprivileged user can enter, and says so', async () => {
  const closed = scratchFolder('closed');
  const root = process.getuid?.() === 0;
  await chmod(closed.path, 0o700);
  const inside = scene(join(closed.path, 'register'));
  const server = await inside.open();
  const again = await inside.open();
  expect(again.url('postgres')).toBe(server.url('postgres'));
  expect(server.dataDir).toEqual(root ? expect.stringMatching(/^\/var\/lib\/foi-clerk-\w{12}$/) : inside.dataDir);
  expect(inside.lines.filter((line) => line.includes(server.dataDir))).toHaveLength(root ? 2 : 0);
  expect((await stat(join(server.dataDir, 'cluster'))).uid).not.toBe(0);
  await inside.end();
  if (root) await rm(server.dataDir, { recursive: true });
  closed.remove();
});
