// What the embedded server's tests look at: its folder, its process, its port, and other processes that share it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import { type EmbeddedPostgres, embeddedPostgres } from '../../src/register/embedded.ts';

export interface Scene {
  readonly dataDir: string;
  readonly lines: string[];
  open(): Promise<EmbeddedPostgres>;
  /** Another process of ours that holds the same server; `url` is of the database it asked for. */
  child(database?: string): Promise<{ process: ChildProcess; url: string }>;
  pid(): Promise<number>;
  port(): Promise<number>;
  end(): Promise<void>;
}

const connection = z.object({ pid: z.number(), port: z.number() });

export function scene(dataDir: string): Scene {
  const opened: EmbeddedPostgres[] = [];
  const children: ChildProcess[] = [];
  const lines: string[] = [];
  const written = async () => connection.parse(JSON.parse(await readFile(join(dataDir, 'connection.json'), 'utf8')));
  return {
    dataDir,
    lines,
    open: async () => {
      const server = await embeddedPostgres({ dataDir, log: (line) => lines.push(line) });
      opened.push(server);
      return server;
    },
    child: async (database = 'kept') => {
      const file = new URL('embedded-child.ts', import.meta.url).pathname;
      const child = spawn(process.execPath, [file, dataDir, database], { stdio: ['pipe', 'pipe', 'inherit'] });
      children.push(child);
      const [url] = await once(child.stdout, 'data');
      return { process: child, url: String(url).trim() };
    },
    pid: async () => (await written()).pid,
    port: async () => (await written()).port,
    end: async () => {
      for (const child of children) await kill(child);
      for (const server of opened) await server.release();
      // Killed processes let go of nothing: somebody has to be the last.
      if (children.length > 0) await (await embeddedPostgres({ dataDir, log: () => undefined })).release();
    },
  };
}

/** kill -9, and gone. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

export async function killServer(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await until(() => !isRunning(pid));
}

/** Alive and no zombie: what a killed server is until the machine's first process has taken note. */
export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

export async function rows(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(50);
}
