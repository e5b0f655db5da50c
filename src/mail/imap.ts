// Watches one mailbox over IMAP for as long as the process lives: reads, waits for news, reconnects.
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../authority.ts';
import { codeOf, type Log } from '../log.ts';
import type { ArrivalStore } from './arrival.ts';
import { backoffMs } from './backoff.ts';
import { COMMAND_MS, connectImap, type Folder, findFolders, isLogInRefused, isRefusal } from './imap-connection.ts';
import { openFolder, type Reading, readFolder } from './imap-folder.ts';
import { strikes } from './strikes.ts';
import { pause, within } from './within.ts';

/** DESIGN: the full UID list is compared with the register on connecting and each hour. */
const COMPARE_EVERY_MS = 60 * 60 * 1000;

export interface WatchOptions {
  readonly log: Log;
  /** Ends the watch; a batch being stored is finished first. */
  readonly signal: AbortSignal;
  readonly now?: () => Date;
  /** From 0 up to 1; spreads the reconnects of many readers. */
  readonly random?: () => number;
  /** Called whenever a folder was read to its end: everything the server had is stored or shown as an incident. */
  readonly caughtUp?: (folder: string) => void;
  /** Called whenever every folder that the server has was read to its end. */
  readonly allCaughtUp?: () => void;
  /** Told how often in a row the server refused user and password; 0: it took them. They are tried again for ever. */
  readonly logInRefused?: (times: number) => void;
}

/**
 * Reads every folder of a mailbox into the register until the signal is aborted, then resolves.
 *
 * Never selects by \Seen and never sets it. A mail is fetched when its UID is not in the register, committed with its
 * place, and only then moved (where configured). IDLE rings, a poll every `pollSeconds` makes sure. Whatever fails, the
 * connection is thrown away and made anew with backoff; only one reader may run for a mailbox (the caller's lock).
 */
export async function watchMailbox(config: MailboxConfig, store: ArrivalStore, options: WatchOptions): Promise<void> {
  const { log, signal, now = () => new Date(), random = Math.random } = options;
  const shared = { config, store, log, signal, now, random, strikes: strikes() };
  const said = new Set<string>();
  let attempt = 0;
  let refusals = 0;
  while (!signal.aborted) {
    try {
      await session(shared, options, said, () => {
        attempt = 0;
        refusals = 0;
        options.logInRefused?.(refusals);
      });
    } catch (error) {
      if (signal.aborted) return;
      if (isLogInRefused(error)) {
        refusals += 1;
        options.logInRefused?.(refusals);
      }
      log.warn({ mailbox: config.name, code: codeOf(error), count: attempt }, 'mailbox lost, connecting again');
    }
    await pause(backoffMs(attempt, random()), signal);
    attempt += 1;
  }
}

/** One connection, until it breaks or the watch ends. */
async function session(
  shared: Omit<Reading, 'client'>,
  options: WatchOptions,
  said: Set<string>,
  worked: () => void,
): Promise<void> {
  const { config, signal, now } = shared;
  const client = await connectImap(config, signal);
  try {
    let found = await findFolders(client, config);
    let comparedAt: Date | null = null;
    while (!signal.aborted) {
      const compare = comparedAt === null || now().getTime() - comparedAt.getTime() >= COMPARE_EVERY_MS;
      if (compare && comparedAt !== null) shared.strikes.forget();
      if (compare) comparedAt = now();
      if (found.missing.length > 0) found = await findFolders(client, config); // Junk is often made with its first mail
      const { folders } = found;
      for (const name of found.missing) warnOnce(shared, said, name, 'the server has no such folder');
      const tops = await readAll({ ...shared, client }, folders, compare, options, said);
      worked();
      if (tops.size === folders.length) options.allCaughtUp?.();
      await news(client, folders[0], tops, config.pollSeconds * 1000, signal);
    }
  } finally {
    client.close();
  }
}

/** @returns the newest UID of each folder that could be read. A folder that the server refuses does not hold up the others. */
async function readAll(
  reading: Reading,
  folders: readonly Folder[],
  compare: boolean,
  { caughtUp }: WatchOptions,
  said: Set<string>,
): Promise<Map<string, number>> {
  const tops = new Map<string, number>();
  for (const folder of folders) {
    try {
      tops.set(folder.path, await readFolder(reading, folder, compare));
      caughtUp?.(folder.path);
    } catch (error) {
      if (!isRefusal(error) || !reading.client.usable) throw error;
      warnOnce(reading, said, folder.path, 'the server refuses this folder');
    }
  }
  return tops;
}

function warnOnce({ log, config }: Omit<Reading, 'client'>, said: Set<string>, folder: string, words: string): void {
  if (said.has(`${folder} ${words}`)) return;
  said.add(`${folder} ${words}`);
  log.warn({ mailbox: config.name, folder }, words);
}

/** Waits in the first folder until the server says that mail came, or the poll is due. @throws when the connection ends. */
async function news(
  client: ImapFlow,
  first: Folder | undefined,
  tops: ReadonlyMap<string, number>,
  pollMs: number,
  signal: AbortSignal,
): Promise<void> {
  const read = first === undefined ? undefined : tops.get(first.path);
  if (first === undefined || read === undefined) {
    await within(COMMAND_MS, 'a sign of life', client.noop());
    return pause(pollMs, signal);
  }
  const box = await openFolder(client, first.path);
  if (box.uidNext - 1 > read) return; // came in while another folder was read
  await new Promise<void>((resolve, reject) => {
    const onClose = () => done(() => reject(Object.assign(new Error('connection closed'), { code: 'CLOSED' })));
    const onNews = () => done(resolve);
    const timer = setTimeout(onNews, pollMs);
    const done = (settle: () => void) => {
      clearTimeout(timer);
      client.off('exists', onNews);
      client.off('close', onClose);
      settle();
    };
    client.on('exists', onNews);
    client.on('close', onClose);
    client.idle().catch(() => undefined); // ends with the next command; a lost connection also closes
  });
}
