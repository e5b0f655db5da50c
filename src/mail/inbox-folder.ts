// A folder as a mailbox: an .eml file dropped into it is stored once it stands still, then moved to done/.
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { reasonOf } from '../errors.ts';
import { codeOf, type Log } from '../log.ts';
import { type ArrivalStore, type IncidentKind, MAX_MAIL_BYTES } from './arrival.ts';
import { backoffMs } from './backoff.ts';
import { receivedAtOf } from './received.ts';
import { pause } from './within.ts';

/** DESIGN: a file is read when its size and time have stood still for a second. */
const STILL_MS = 1_000;
/** Polled, for inotify says nothing on network drives, where offices keep such folders. */
const LOOK_EVERY_MS = 250;
/** From this failure on a person is told; the file is tried again for ever. */
const TOLD_AFTER = 3;

export interface InboxOptions {
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly now?: () => Date;
  readonly random?: () => number;
  /** Called when a look found nothing that could be stored now: no file, or only files that wait for a retry. */
  readonly caughtUp?: () => void;
}

interface Seen {
  size: number;
  changedMs: number;
  sinceMs: number;
  failures: number;
  retryMs: number;
  stored: boolean;
}

/**
 * Stores every `*.eml` of a folder (not of its subfolders) until the signal is aborted, then resolves. The folder and
 * its done/ are made when missing, for this user alone. A file that cannot be stored stays where it is, is tried again with backoff, and
 * after three tries is shown as an incident under its name. One that cannot be moved to done/ is not stored twice by
 * this process, nor by the next: the register knows (source, sha256).
 */
export async function watchInboxFolder(dir: string, store: ArrivalStore, options: InboxOptions): Promise<void> {
  const { signal, log, random = Math.random } = options;
  await mkdir(join(dir, 'done'), { recursive: true, mode: 0o700 });
  const seen = new Map<string, Seen>();
  let failures = 0;
  while (!signal.aborted) {
    try {
      if (await look(dir, store, seen, options)) options.caughtUp?.();
      failures = 0;
    } catch (error) {
      log.warn({ folder: 'inbox', count: failures, code: codeOf(error) }, 'the inbox folder cannot be read');
      failures += 1;
    }
    await pause(failures === 0 ? LOOK_EVERY_MS : backoffMs(failures - 1, random()), signal);
  }
}

/** @returns whether nothing is left to do now. */
async function look(
  dir: string,
  store: ArrivalStore,
  seen: Map<string, Seen>,
  options: InboxOptions,
): Promise<boolean> {
  const names = (await readdir(dir)).filter((name) => /\.eml$/i.test(name)).toSorted();
  for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
  let idle = true;
  for (const name of names) {
    if (options.signal.aborted) return false;
    const file = await lookAt(join(dir, name), seen.get(name));
    if (file === null) continue; // taken away meanwhile
    seen.set(name, file);
    const nowMs = performance.now();
    if (file.stored || nowMs < file.retryMs) continue;
    idle = false;
    if (nowMs - file.sinceMs >= STILL_MS) await take(dir, name, file, store, options);
  }
  return idle;
}

/** What is known of a file, afresh when its size or time has changed. The clock is the process's own, which never jumps. */
async function lookAt(path: string, before: Seen | undefined): Promise<Seen | null> {
  const info = await stat(path).catch(() => null);
  if (info === null || !info.isFile()) return null;
  if (before?.size === info.size && before.changedMs === info.mtimeMs) return before;
  const fresh = { sinceMs: performance.now(), failures: 0, retryMs: 0, stored: false };
  return { size: info.size, changedMs: info.mtimeMs, ...fresh };
}

async function take(dir: string, name: string, file: Seen, store: ArrivalStore, options: InboxOptions): Promise<void> {
  const { log, random = Math.random } = options;
  try {
    await keep(join(dir, name), file, store);
  } catch (error) {
    file.failures += 1;
    file.retryMs = performance.now() + backoffMs(file.failures - 1, random());
    log.warn({ folder: 'inbox', count: file.failures, code: codeOf(error) }, 'a file could not be stored and stays');
    if (file.failures === TOLD_AFTER) await tell(name, file, store, error, log);
    return;
  }
  file.stored = true;
  try {
    await rename(join(dir, name), await freeName(join(dir, 'done'), name));
    log.info({ folder: 'inbox' }, 'a file was stored and moved to done/');
  } catch (error) {
    log.warn({ folder: 'inbox', code: codeOf(error) }, 'a stored file could not be moved to done/');
  }
}

async function keep(path: string, file: Seen, store: ArrivalStore): Promise<void> {
  if (file.size > MAX_MAIL_BYTES)
    throw new Error(`${file.size} bytes, more than the ${MAX_MAIL_BYTES} that are stored`);
  const bytes = await readFile(path);
  if (bytes.length !== file.size) throw new Error('the file changed while it was read');
  const receivedAt = receivedAtOf(bytes, new Date(file.changedMs));
  await store.store([
    { source: 'folder', bytes, receivedAt, place: null, envelopeFrom: null, envelopeTo: [], junk: false },
  ]);
}

/** Shown under the file's name; when even that fails, the next failure of the file says so again in the log. */
async function tell(name: string, file: Seen, store: ArrivalStore, error: unknown, log: Log): Promise<void> {
  const what: IncidentKind = file.size > MAX_MAIL_BYTES ? 'too-large' : 'unreadable';
  try {
    await store.incident({ mailbox: 'folder', folder: name, uidValidity: 0n, uid: null }, what, reasonOf(error));
  } catch (cause) {
    file.failures -= 1;
    log.warn({ folder: 'inbox', code: codeOf(cause) }, 'the register did not take an incident');
  }
}

/** A name that done/ does not hold yet: `a.eml`, `a.2.eml` … */
async function freeName(done: string, name: string): Promise<string> {
  const taken = new Set(await readdir(done));
  for (let number = 1; ; number += 1) {
    const free = number === 1 ? name : name.replace(/\.eml$/i, `.${number}$&`);
    if (!taken.has(free)) return join(done, free);
  }
}
