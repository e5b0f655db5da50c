// The files beside the data: the password, connection.json that later starts join by, and the server's log. All are 0600.
import { randomBytes } from 'node:crypto';
import { chown, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { giveToOwner, type Home } from './embedded-home.ts';

/** Name of the database role; it is nobody's account on the machine. */
export const ROLE = 'clerk';
const MAX_LOG_BYTES = 5_000_000;

const connection = z.object({ host: z.literal('127.0.0.1'), port: z.int().min(1).max(65_535), pid: z.int() });
type Connection = z.infer<typeof connection>;

/** The password of this data folder: made once, before the server is. */
export async function password(home: Home): Promise<string> {
  const file = join(home.dir, 'password');
  const kept = await readIfThere(file);
  if (kept !== null && kept !== '') return kept;
  const made = randomBytes(24).toString('base64url');
  await writePrivate(home, 'password', made);
  return made;
}

/** What the last start wrote; null when none did, or when the file is broken: then postmaster.pid tells. */
export async function readConnection(home: Home): Promise<Connection | null> {
  const text = await readIfThere(join(home.dir, 'connection.json'));
  try {
    return text === null ? null : connection.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

export async function writeConnection(home: Home, { port, pid }: { port: number; pid: number }): Promise<void> {
  const tools = { user: ROLE, password: await password(home) };
  await writePrivate(
    home,
    'connection.json',
    `${JSON.stringify({ host: '127.0.0.1', port, pid, ...tools }, null, 2)}\n`,
  );
}

/** The server's log, there and writable for the user it runs as; the one before is kept when this is long. */
export async function serverLog(home: Home): Promise<string> {
  const file = join(home.dir, 'server.log');
  const size = (await stat(file).catch(() => null))?.size ?? 0;
  if (size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
  await (await open(file, 'a', 0o600)).close();
  if (home.runAs) await chown(file, home.runAs.uid, home.runAs.gid);
  return file;
}

/** Hands initdb the password in a file that its user can read, for as long as `work` takes. */
export async function withPasswordFile<T>(home: Home, work: (file: string) => Promise<T>): Promise<T> {
  const file = join(home.dir, 'password.initdb');
  await writeFile(file, await password(home), { mode: 0o600 });
  try {
    if (home.runAs) await chown(file, home.runAs.uid, home.runAs.gid);
    return await work(file);
  } finally {
    await rm(file, { force: true });
  }
}

/** Whole or not at all: a reader, or a start after a power cut, never sees half a file. */
async function writePrivate(home: Home, name: string, text: string): Promise<void> {
  const partial = join(home.dir, `${name}.${process.pid}`);
  const handle = await open(partial, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await giveToOwner(partial, home.dir);
  await rename(partial, join(home.dir, name));
}

async function readIfThere(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}
