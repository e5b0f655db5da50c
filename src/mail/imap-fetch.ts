// Fetches by UID: in company, alone after a failure, and past the mail that fails three times.
import type { FetchMessageObject, FetchQueryObject, ImapFlow } from 'imapflow';
import { PermanentError, reasonOf } from '../errors.ts';
import type { Log } from '../log.ts';
import type { ArrivalStore, Place, Position } from './arrival.ts';
import { FETCH_MS } from './imap-connection.ts';
import type { Strikes } from './strikes.ts';
import { sequenceSet } from './uids.ts';
import { pause, within } from './within.ts';

/** One selected folder, and all that reading it needs. */
export interface OpenFolder {
  readonly client: ImapFlow;
  readonly store: ArrivalStore;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly now: () => Date;
  readonly random: () => number;
  readonly strikes: Strikes;
  readonly mailbox: string;
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly junk: boolean;
  /** Where stored mail is moved on the server; null leaves it. */
  readonly moveTo: string | null;
  /** The position in the register before this look; it never goes back. */
  readonly lastUid: number;
}

export const placeOf = ({ mailbox, folder, uidValidity }: OpenFolder, uid: number): Place => ({
  mailbox,
  folder,
  uidValidity,
  uid,
});

export const positionAt = ({ mailbox, folder, uidValidity, lastUid }: OpenFolder, uid: number): Position => ({
  mailbox,
  folder,
  uidValidity,
  lastUid: Math.max(lastUid, uid),
});

/** Names a mail in `strikes`. */
export const keyOf = (open: OpenFolder, uid: number): string => `${open.folder} ${open.uidValidity} ${uid}`;

/**
 * What the server says of these UIDs (ascending). A UID that is gone is recorded as vanished; one that fails alone three
 * times (Dovecot hangs up at a file that it cannot read) is recorded as unreadable; both are missing from the answer.
 * @throws when the connection is lost: the next one reads the suspects alone.
 */
export async function gather(
  open: OpenFolder,
  uids: readonly number[],
  query: FetchQueryObject,
): Promise<Map<number, FetchMessageObject>> {
  const left = uids.filter((uid) => !open.strikes.hasGivenUp(keyOf(open, uid)));
  const isSuspect = (uid: number) => open.strikes.isSuspect(keyOf(open, uid));
  const groups = [left.filter((uid) => !isSuspect(uid)), ...left.filter(isSuspect).map((uid) => [uid])];
  const found = new Map<number, FetchMessageObject>();
  for (const group of groups.filter(({ length }) => length > 0)) {
    for (const [uid, row] of await gatherGroup(open, group, query)) found.set(uid, row);
  }
  return found;
}

async function gatherGroup(
  open: OpenFolder,
  uids: readonly number[],
  query: FetchQueryObject,
): Promise<Map<number, FetchMessageObject>> {
  if (!open.client.usable) throw Object.assign(new Error('the connection was lost'), { code: 'LOST' });
  let rows: Map<number, FetchMessageObject>;
  try {
    rows = await fetch(open, uids, query);
  } catch (error) {
    if (open.signal.aborted) throw error;
    const [only] = uids;
    if (uids.length === 1 && only !== undefined) await strike(open, only, error);
    else for (const uid of uids) open.strikes.suspect(keyOf(open, uid));
    if (!open.client.usable) throw error;
    return gather(open, uids, query);
  }
  for (const uid of uids.filter((one) => !rows.has(one))) {
    open.strikes.clear(keyOf(open, uid));
    await open.store.incident(placeOf(open, uid), 'vanished', 'moved or deleted on the server before it could be read');
  }
  return rows;
}

/** One FETCH, answered as a whole before anything else is asked: a command inside a fetch loop hangs (imapflow issue 284). */
async function fetch(
  { client }: OpenFolder,
  uids: readonly number[],
  query: FetchQueryObject,
): Promise<Map<number, FetchMessageObject>> {
  const answer = await within(FETCH_MS, 'fetching', client.fetchAll(sequenceSet(uids), query, { uid: true }));
  const asked = new Set(uids);
  const rows = new Map<number, FetchMessageObject>();
  // A server may add rows nobody asked for, such as the flags that another client sets meanwhile: they join, not replace.
  for (const row of answer) if (asked.has(row.uid)) rows.set(row.uid, { ...rows.get(row.uid), ...row });
  for (const [uid, { size, source }] of rows) {
    const whole = (!query.size || size !== undefined) && (!query.source || Buffer.isBuffer(source));
    if (!whole) throw new Error(`the server answered UID ${uid} in part only`);
  }
  return rows;
}

/** Counts a failure of one mail and waits; at the third it is put before a person and the position moves past it. */
export async function strike(open: OpenFolder, uid: number, error: unknown): Promise<void> {
  const key = keyOf(open, uid);
  let next = open.strikes.strike(key);
  while (error instanceof PermanentError && next === 'again') next = open.strikes.strike(key);
  if (next === 'again') return pause(open.strikes.waitMs(key, open.random()), open.signal);
  await open.store.incident(placeOf(open, uid), 'unreadable', `failed three times: ${reasonOf(error)}`);
  await open.store.store([], positionAt(open, uid));
}
