// One IMAP connection: opened with limits on time and memory, never reused after it broke.
import { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../authority.ts';
import { MAX_MAIL_BYTES } from './arrival.ts';
import { within } from './within.ts';

/** Covers DNS, TLS, greeting and log-in together. Judgement: a server that is slower is down. */
const CONNECT_MS = 45_000;
/** Judgement: SELECT, SEARCH and STATUS of a large mailbox answer in seconds; a half-open connection never does. */
export const COMMAND_MS = 60_000;
/** Judgement: a batch of 8 MB, or one mail of 50 MB, at 1 Mbit/s takes 7 minutes. */
export const FETCH_MS = 600_000;
/** No byte for this long while a command runs: the connection is dead (half-open; imapflow issue 401). */
const SILENCE_MS = 60_000;

/** A connection that is logged in; closed when the signal is aborted. @throws when that fails; the client is closed then. */
export async function connectImap(config: MailboxConfig, signal: AbortSignal): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: config.host,
    port: config.port,
    secure: config.secure,
    ...(config.secure ? {} : { doSTARTTLS: config.startTls }),
    auth: { user: config.user, pass: config.password },
    logger: false, // its log lines hold addresses and subjects
    disableAutoIdle: true, // we idle by ourselves, at known moments
    connectionTimeout: CONNECT_MS,
    socketTimeout: Math.max(SILENCE_MS, config.pollSeconds * 1000 + 30_000), // shorter would end each IDLE before its poll
    // A server that announces more than we asked for must not fill the memory.
    maxLiteralSize: MAX_MAIL_BYTES + 1024,
    maxResponseSize: MAX_MAIL_BYTES + 1024 * 1024,
  });
  // Without a listener, attached before connect(), an error ends the process (imapflow issues 225 and 302). The
  // command in flight rejects with the same error, so there is nothing to do here.
  client.on('error', () => undefined);
  const close = () => client.close();
  client.once('close', () => signal.removeEventListener('abort', close));
  signal.addEventListener('abort', close, { once: true });
  try {
    await within(CONNECT_MS, 'connecting', client.connect());
  } catch (error) {
    client.close();
    throw error;
  }
  return client;
}

export interface Folder {
  /** The folder's path on the server. */
  readonly path: string;
  readonly junk: boolean;
}

/**
 * The configured folders as this server has them, and the names it lacks. A junk folder that goes by another name
 * ("Junk Email", "[Gmail]/Spam") is found by its special use, RFC 6154.
 */
export async function findFolders(
  client: ImapFlow,
  config: MailboxConfig,
): Promise<{ folders: Folder[]; missing: string[] }> {
  const listed = await within(COMMAND_MS, 'listing folders', client.list());
  const selectable = listed.filter(({ flags }) => ![...flags].some((flag) => /^\\(noselect|nonexistent)$/i.test(flag)));
  const junkByUse = selectable.find(({ specialUse }) => specialUse === '\\Junk')?.path;
  const found = new Map<string, Folder>();
  const missing: string[] = [];
  for (const name of new Set([...config.folders, ...config.junkFolders])) {
    const isJunk = config.junkFolders.includes(name);
    const same = selectable.find(({ path }) => path === name || (isInbox(path) && isInbox(name)))?.path;
    const path = same ?? (isJunk ? junkByUse : undefined);
    if (path === undefined) missing.push(name);
    else found.set(path, { path, junk: isJunk || path === junkByUse });
  }
  return { folders: [...found.values()], missing };
}

/** INBOX is the one name that is the same in any case: RFC 9051 section 5.1. */
const isInbox = (path: string) => path.toUpperCase() === 'INBOX';

/** Whether the server refused user and password; an account that is locked for a while is told the same way. */
export function isLogInRefused(error: unknown): boolean {
  return error instanceof Error && 'authenticationFailed' in error && error.authenticationFailed === true;
}

/** Whether the server refused a command (NO, BAD) while the connection lives on. */
export function isRefusal(error: unknown): boolean {
  return error instanceof Error && 'responseStatus' in error && typeof error.responseStatus === 'string';
}
