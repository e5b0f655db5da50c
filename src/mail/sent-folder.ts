// The Sent folder of a mailbox: a copy of what was sent goes there, and it is asked whether a mail of unknown fate was sent.
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../authority.ts';
import { reasonOf } from '../errors.ts';
import { COMMAND_MS, connectImap } from './imap-connection.ts';
import { within } from './within.ts';

/** Where to keep a copy; the copy is a convenience, so a failure is told and never thrown. */
export type Copied =
  | { readonly copied: true; readonly because: string }
  | { readonly copied: false; readonly because: string };
/** `found: null`: the folder could not be asked, so nothing is known. */
export type InSent = { readonly found: boolean | null; readonly because: string };

/** Runs `work` with the path of the \Sent folder (RFC 6154) on a connection of its own, within a time limit. */
async function withSent<T>(config: MailboxConfig, work: (client: ImapFlow, path: string) => Promise<T>): Promise<T> {
  const client = await connectImap(config, AbortSignal.timeout(COMMAND_MS));
  const inTime = async (): Promise<T> => {
    const sent = (await client.list()).find((folder) => folder.specialUse === '\\Sent');
    if (sent === undefined) throw new Error('the mailbox has no Sent folder');
    const result = await work(client, sent.path);
    await client.logout();
    return result;
  };
  try {
    return await within(COMMAND_MS, 'the Sent folder', inTime());
  } finally {
    client.close();
  }
}

/** Files the exact bytes of a sent mail in the mailbox's Sent folder, as read. Never throws. */
export async function appendToSent(config: MailboxConfig, bytes: Buffer, sentAt: Date): Promise<Copied> {
  try {
    return await withSent(config, async (client, path) => {
      const done = await client.append(path, bytes, ['\\Seen'], sentAt);
      return done === false
        ? { copied: false, because: `the server did not take the copy into ${path}` }
        : { copied: true, because: `a copy is in ${path}` };
    });
  } catch (error) {
    return { copied: false, because: `no copy in the Sent folder: ${reasonOf(error)}` };
  }
}

/**
 * Whether the Sent folder holds a mail with exactly this Message-ID: evidence that a mail of unknown fate was taken,
 * on servers that file what is sent through them. Absence proves nothing by itself. Never throws.
 */
export async function findInSent(config: MailboxConfig, messageId: string): Promise<InSent> {
  try {
    return await withSent(config, async (client, path) => {
      const lock = await client.getMailboxLock(path, { readOnly: true });
      try {
        const uids = (await client.search({ header: { 'message-id': messageId } }, { uid: true })) || [];
        // SEARCH HEADER finds parts of a value (RFC 9051 section 6.4.4): the whole id is compared here.
        const ids: (string | undefined)[] = [];
        for (const uid of uids) {
          const one = await client.fetchOne(String(uid), { envelope: true }, { uid: true });
          if (one) ids.push(one.envelope?.messageId);
        }
        const found = ids.includes(messageId);
        return { found, because: found ? `it is in ${path}` : `it is not in ${path}` };
      } finally {
        lock.release();
      }
    });
  } catch (error) {
    return { found: null, because: `the Sent folder could not be asked: ${reasonOf(error)}` };
  }
}
