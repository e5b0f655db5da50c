// Starts one real server as a child process in a folder of its own, waits until it answers, ends it by its pid.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Judgement: the slowest start seen here was 3 s, with eight test runs on two cores. */
const START_WITHIN_MS = 30_000;
/** After this a server that was asked to end is killed, so that no test run hangs on it. */
const STOP_WITHIN_MS = 10_000;
const SETTLE_MS = 100;
const PORT_TRIES = 3;

export interface Running {
  readonly pid: number;
  /** What it has written to standard output and error so far, the last 64 kB of it. */
  readonly output: () => string;
  readonly ended: () => boolean;
  /** Sends a signal (SIGTERM by default) to this process only and waits until it is gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The account that a server runs as: the named one when we are root (most servers refuse root), else our own. */
export function account(name: string): Account {
  const uid = process.getuid?.() ?? 0;
  const gid = process.getgid?.() ?? 0;
  if (uid !== 0) return { uid, gid };
  const id = (flag: string) => Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** An own folder under the system's temporary one, open to the account that the server runs as; `remove` deletes it. */
export function scratchFolder(name: string, owner?: Account): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), `foi-${name}-`));
  chmodSync(path, 0o755);
  if (owner !== undefined && process.getuid?.() === 0) chownSync(path, owner.uid, owner.gid);
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly account?: Account;
  /** The port that must accept a connection before the server counts as started. */
  readonly port: number;
}

/** @throws when the process ends before it listens, with what it said. */
export async function run({ command, args, cwd, account: as, port }: Command): Promise<Running> {
  const child = spawn(found(command), args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], ...(as ?? {}) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-65_536);
    });
  }
  const failed = new Promise<never>((_, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${command} ended with ${code} before it listened:\n${output}`)));
  });
  failed.catch(() => undefined); // read below only while it starts
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.removeListener('exit', killWithUs));
  try {
    await Promise.race([listening(port, command), failed]);
    // The port may have been answered by a stranger who took it first; then ours ends with 'address in use'.
    await Promise.race([sleep(SETTLE_MS), failed]);
  } catch (error) {
    await end(child, 'SIGKILL');
    throw error;
  }
  return {
    pid: child.pid ?? 0,
    output: () => output,
    ended: () => hasEnded(child),
    stop: (signal = 'SIGTERM') => end(child, signal),
  };
}

/** Servers lie in /usr/sbin, which an ordinary user's PATH may lack. */
function found(command: string): string {
  const system = join('/usr/sbin', command);
  return existsSync(system) ? system : command;
}

/** Resolves when `ask` no longer rejects: a server that listens may still be reading its data. */
export async function answers(ask: () => Promise<unknown>): Promise<void> {
  for (const deadline = Date.now() + START_WITHIN_MS; ; await sleep(25)) {
    try {
      await ask();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}

/** Starts on a free port, and on another when that one was taken between asking for it and binding it. */
export async function onFreePort<Server>(
  freePort: () => Promise<number>,
  start: (port: number) => Promise<Server>,
): Promise<Server> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await start(await freePort());
    } catch (error) {
      if (attempt === PORT_TRIES || !/in use/i.test(String(error))) throw error;
    }
  }
}

async function listening(port: number, command: string): Promise<void> {
  for (const deadline = Date.now() + START_WITHIN_MS; Date.now() < deadline; await sleep(25)) {
    if (await accepts(port)) return;
  }
  throw new Error(`${command} did not listen on 127.0.0.1:${port} within ${START_WITHIN_MS} ms`);
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child) || child.pid === undefined) return;
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await gone;
  clearTimeout(timer);
}
