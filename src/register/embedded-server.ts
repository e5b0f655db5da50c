// Makes, starts, finds and stops the embedded PostgreSQL server; every caller holds the lock of its folder.
import { chmod, chown, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PermanentError } from '../errors.ts';
import { ROLE, readConnection, serverLog, withPasswordFile, writeConnection } from './embedded-files.ts';
import type { Home } from './embedded-home.ts';
import { type Postmaster, postmaster, releaseReusedPid } from './embedded-postmaster.ts';
import { run } from './embedded-run.ts';

const SECOND = 1000;
/** Recovery after a power cut may read gigabytes of log; pg_ctl's own default is 60 s. */
const START_WAIT_SECONDS = 120;
const POLL_MS = 100;
/** A port found free may be taken before the server binds it; leftovers of a killed server hold its memory for a moment. */
const START_TRIES = 20;

/** Given at every start, so that an upgrade changes them; all else is PostgreSQL's default: synchronous_commit above all. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // At most 17 for a process of ours (register 8, queue 8, one that keeps the server), 68 for the five workers apart:
  // an idle slot costs next to nothing, a refused connection stops a worker.
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log says what failed, never with which values: rows hold names, addresses and text of mails.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
} as const;

/** The server of this folder, running and accepting connections: the one that lives, else a new one. */
export async function joinOrStart(home: Home): Promise<Postmaster> {
  const living = await settled(home);
  if (living) {
    const written = await readConnection(home);
    if (written?.pid !== living.pid || written.port !== living.port) await writeConnection(home, living);
    return living;
  }
  if (!(await initialised(home))) await initialise(home);
  return start(home);
}

/** Ends the server once what runs has been rolled back; returns when it is gone. */
export async function stop(home: Home): Promise<void> {
  if (!(await postmaster(home.cluster))) return;
  const args = ['-D', home.cluster, '-m', 'fast', '-w', '-t', `${START_WAIT_SECONDS}`, 'stop'];
  const stopped = await run(join(home.bin, 'pg_ctl'), args, home.runAs);
  if (stopped.code !== 0) throw new Error(`the embedded PostgreSQL did not stop: ${stopped.said}`);
}

/** Waits out a server that another start has begun, or that is on its way down. */
async function settled(home: Home): Promise<Postmaster | null> {
  for (let waitedMs = 0; waitedMs < START_WAIT_SECONDS * SECOND; waitedMs += POLL_MS) {
    const found = await postmaster(home.cluster);
    if (!found || found.ready) return found;
    await delay(POLL_MS);
  }
  throw new Error(`the embedded PostgreSQL has not come up in ${START_WAIT_SECONDS} s: see ${home.dir}/server.log`);
}

async function initialised(home: Home): Promise<boolean> {
  const major = await readFile(join(home.cluster, 'PG_VERSION'), 'utf8').catch(() => null);
  if (major === null) return false;
  const { said } = await run(join(home.bin, 'postgres'), ['--version'], home.runAs);
  const ours = /(\d+)\.\d/.exec(said)?.[1];
  if (major.trim() === ours) return true;
  throw new PermanentError(
    `${home.cluster} was made by PostgreSQL ${major.trim()} and this is ${ours}: bring it over with pg_upgrade or pg_dumpall`,
  );
}

/** Made beside its place and renamed when whole: a start that is killed here leaves nothing that looks like data. */
async function initialise(home: Home): Promise<void> {
  for (const name of await readdir(home.dir)) {
    if (name.startsWith('cluster.new')) await rm(join(home.dir, name), { recursive: true, force: true });
  }
  const partial = join(home.dir, 'cluster.new');
  await mkdir(partial, { mode: 0o700 });
  if (home.runAs) await chown(partial, home.runAs.uid, home.runAs.gid);
  await withPasswordFile(home, async (file) => {
    const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
    const args = [
      '-D',
      partial,
      '-U',
      ROLE,
      `--pwfile=${file}`,
      '--auth=scram-sha-256',
      ...locale,
      '--no-instructions',
    ];
    const made = await run(join(home.bin, 'initdb'), args, home.runAs);
    if (made.code !== 0) throw new Error(`initdb failed: ${made.said}`);
  });
  await chmod(partial, 0o700);
  await rename(partial, home.cluster);
}

async function start(home: Home): Promise<Postmaster> {
  await releaseReusedPid(home.cluster);
  let because = '';
  for (let attempt = 0; attempt < START_TRIES; attempt += 1) {
    const port = await freePort(attempt === 0 ? ((await readConnection(home))?.port ?? 0) : 0);
    const log = await serverLog(home);
    const from = (await stat(log)).size;
    const options = Object.entries({ port, ...SETTINGS }).map(([name, value]) => `-c ${name}=${value}`);
    const args = ['-D', home.cluster, '-l', log, '-w', '-t', `${START_WAIT_SECONDS}`, '-o', options.join(' '), 'start'];
    const started = await run(join(home.bin, 'pg_ctl'), args, home.runAs);
    const running = await postmaster(home.cluster);
    if (started.code === 0 && running?.ready) {
      await writeConnection(home, running);
      return running;
    }
    because = `${await textFrom(log, from)}\n${started.said}`;
    // Only these two pass by themselves: someone took the port, or processes of a killed server are still going down.
    if (!/Address already in use|pre-existing shared memory/.test(because)) break;
    await delay(SECOND / 2);
  }
  throw new Error(`the embedded PostgreSQL did not start: ${because.trim()}`);
}

/** The wished port when it is free, so that other processes' connections find the server again; else any. */
function freePort(wished: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) => (wished === 0 ? reject(error) : resolve(freePort(0))));
    server.listen({ host: '127.0.0.1', port: wished }, () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

async function textFrom(file: string, from: number): Promise<string> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(size - from, 10_000)), 0, null, from);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
