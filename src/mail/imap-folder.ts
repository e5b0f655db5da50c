// One look into one folder: what is new, what the register lacks, what came and went unseen.
import type { ImapFlow } from 'imapflow';
import type { MailboxConfig } from '../authority.ts';
import type { Log } from '../log.ts';
import type { ArrivalStore } from './arrival.ts';
import { readUids } from './imap-batch.ts';
import { COMMAND_MS, type Folder } from './imap-connection.ts';
import { keyOf, type OpenFolder, placeOf, positionAt } from './imap-fetch.ts';
import type { Strikes } from './strikes.ts';
import { gaps } from './uids.ts';
import { within } from './within.ts';

/** Judgement: a longer row of missing UIDs is one event (a cleared folder), shown as one row and not as thousands. */
const GAPS_SHOWN_SINGLY = 20;

/** What reading any folder of this mailbox needs. */
export interface Reading {
  readonly client: ImapFlow;
  readonly config: MailboxConfig;
  readonly store: ArrivalStore;
  readonly strikes: Strikes;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly random: () => number;
}

/** Selects the folder anew, which is what makes the server tell its UIDVALIDITY and UIDNEXT of this moment. */
export async function openFolder(client: ImapFlow, path: string, readOnly = true) {
  const box = await within(COMMAND_MS, 'opening a folder', client.mailboxOpen(path, { readOnly }));
  if (!box.uidValidity) throw new Error(`folder ${path} has no UIDVALIDITY: its mail cannot be told apart`);
  return box;
}

/**
 * Reads a folder to its end.
 *
 * The position is where the mailbox stood when it was last looked at: on first contact (or a new UIDVALIDITY) it is set
 * to the newest UID at once, and the comparison with the register fetches what lies below. So an interrupted first
 * read takes up where it was, and only a gap above the position is a mail that came and went unseen.
 *
 * @param compare also compare every UID with the register (on connecting, then hourly), not only look above the position.
 * @returns the highest UID that the server had assigned.
 */
export async function readFolder(reading: Reading, { path, junk }: Folder, compare: boolean): Promise<number> {
  const { client, config, store } = reading;
  const moveTo = movesTo(client, config, path);
  const box = await openFolder(client, path, moveTo === null);
  const stored = await store.position(config.name, path);
  const same = stored?.uidValidity === box.uidValidity;
  const everything = compare || !same;
  if (same && !everything && box.uidNext - 1 === stored.lastUid) return readToEnd(reading, path, stored.lastUid);

  const query = everything ? { all: true } : { uid: `${stored.lastUid + 1}:*` };
  const answer = await within(COMMAND_MS, 'searching', client.search(query, { uid: true }));
  if (!Array.isArray(answer)) throw new Error(`the server refused to list folder ${path}`);
  const present = answer.sort((a, b) => a - b);
  const assigned = box.uidNext > 0 ? box.uidNext - 1 : (stored?.lastUid ?? 0); // some servers give no UIDNEXT
  const top = Math.max(assigned, present.at(-1) ?? 0);
  const lastUid = same ? stored.lastUid : top;
  const open: OpenFolder = {
    ...reading,
    ...{ mailbox: config.name, folder: path, uidValidity: box.uidValidity, junk, moveTo, lastUid },
  };
  if (same) await recordGaps(open, top, present);
  else await beginEpoch(open, stored);
  const known = everything ? await store.knownUids(config.name, path, box.uidValidity) : new Set<number>();
  const isWanted = (uid: number) =>
    (everything ? !known.has(uid) : uid > lastUid) && !open.strikes.hasGivenUp(keyOf(open, uid));
  await readUids(open, present.filter(isWanted));
  if (top > lastUid) await store.store([], positionAt(open, top));
  return readToEnd(reading, path, top);
}

async function readToEnd({ store, config, now }: Reading, path: string, top: number): Promise<number> {
  await store.polled(config.name, path, now());
  return top;
}

/** Only a server that moves or expunges by UID can move without touching what others marked \Deleted (RFC 4315, RFC 6851). */
function movesTo(client: ImapFlow, { moveTo }: MailboxConfig, path: string): string | null {
  const canMove = client.capabilities.has('MOVE') || client.capabilities.has('UIDPLUS');
  return moveTo !== null && moveTo !== path && canMove ? moveTo : null;
}

async function beginEpoch(open: OpenFolder, stored: { uidValidity: bigint } | null): Promise<void> {
  if (stored !== null) {
    const because = `the server gave this folder a new UIDVALIDITY (${stored.uidValidity} before): everything in it is read again, and mail that left it in between was not seen`;
    await open.store.incident({ ...placeOf(open, 0), uid: null }, 'new-epoch', because);
  }
  await open.store.store([], positionAt(open, open.lastUid));
}

async function recordGaps(open: OpenFolder, top: number, present: readonly number[]): Promise<void> {
  if (top < open.lastUid) {
    const because = `the server's newest number went back from ${open.lastUid} to ${top} under the same UIDVALIDITY (a restored backup?): new mail may hide behind numbers already used`;
    await open.store.incident({ ...placeOf(open, 0), uid: null }, 'new-epoch', because);
  }
  for (const { first, last } of gaps(open.lastUid, top, present)) {
    const count = last - first + 1;
    const singly = count <= GAPS_SHOWN_SINGLY;
    for (let uid = first; uid <= (singly ? last : first); uid += 1) {
      const because = `arrived and was moved or deleted between two looks into the folder`;
      const many = `${count} mails (UID ${first} to ${last}) arrived and were moved or deleted between two looks`;
      await open.store.incident(placeOf(open, uid), 'vanished', singly ? because : many);
    }
  }
}
