// Holds a mailbox against the register: the full list of UIDs on the server, and which of them were stored.
import type { MailboxConfig } from '../authority.ts';
import { codeOf } from '../log.ts';
import type { ArrivalStore } from './arrival.ts';
import { COMMAND_MS, connectImap, findFolders } from './imap-connection.ts';
import { openFolder } from './imap-folder.ts';
import { within } from './within.ts';

/** `gone`: stored, and no longer in the folder (a person or a rule moved it). `unread`: not stored yet. */
export type FolderBooks =
  | {
      readonly mailbox: string;
      readonly folder: string;
      readonly onServer: number;
      readonly unread: number;
      readonly gone: number;
    }
  | { readonly mailbox: string; readonly error: string };

/** Judgement: a list of a hundred thousand UIDs takes seconds; a server that needs longer is told as a fault. */
const COMPARE_WITHIN_MS = 5 * 60_000;

/** Never throws: a mailbox that cannot be asked is a line of the books too. */
export async function compareMailbox(config: MailboxConfig, store: ArrivalStore): Promise<FolderBooks[]> {
  try {
    const client = await connectImap(config, AbortSignal.timeout(COMPARE_WITHIN_MS));
    try {
      const { folders, missing } = await findFolders(client, config);
      const lines: FolderBooks[] = missing.map((name) => ({
        mailbox: config.name,
        error: `the server has no folder ${name}`,
      }));
      for (const { path } of folders) {
        const { uidValidity } = await openFolder(client, path);
        const answer = await within(COMMAND_MS, 'searching', client.search({ all: true }, { uid: true }));
        const present = new Set(Array.isArray(answer) ? answer : []);
        const known = await store.knownUids(config.name, path, uidValidity);
        const unread = [...present].filter((uid) => !known.has(uid)).length;
        lines.push({
          mailbox: config.name,
          folder: path,
          onServer: present.size,
          unread,
          gone: [...known].filter((uid) => !present.has(uid)).length,
        });
      }
      return lines;
    } finally {
      client.close();
    }
  } catch (error) {
    return [{ mailbox: config.name, error: codeOf(error) }];
  }
}
