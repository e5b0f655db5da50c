// Takes mails by UID from the mailbox into the register, a batch in a transaction, and goes on past one that cannot be stored.
import { codeOf } from '../log.ts';
import { type Arrival, MAX_MAIL_BYTES } from './arrival.ts';
import { COMMAND_MS } from './imap-connection.ts';
import { gather, keyOf, type OpenFolder, placeOf, positionAt, strike } from './imap-fetch.ts';
import { receivedAtOf } from './received.ts';
import { batches, type Listed, sequenceSet } from './uids.ts';
import { within } from './within.ts';

/** Judgement: sizes are asked for this many mails at once, which keeps the command line under 8 kB (RFC 7162 section 4). */
const LISTED_AT_ONCE = 500;

/** Reads the given UIDs (ascending). @throws when the connection or the register fails; nothing is lost by that. */
export async function readUids(open: OpenFolder, uids: readonly number[]): Promise<void> {
  for (let start = 0; start < uids.length; start += LISTED_AT_ONCE) {
    const rows = await gather(open, uids.slice(start, start + LISTED_AT_ONCE), { uid: true, size: true });
    const listed = [...rows.values()].map(({ uid, size = 0 }) => ({ uid, size })).sort((a, b) => a.uid - b.uid);
    // Alone also means committed at once: what a bad connection brought before it broke again is kept.
    for (const batch of batches(listed, (uid) => open.strikes.isSuspect(keyOf(open, uid))))
      await readBatch(open, batch);
  }
}

async function readBatch(open: OpenFolder, batch: readonly Listed[]): Promise<void> {
  const [first] = batch;
  if (first === undefined) return;
  if (first.size > MAX_MAIL_BYTES) return tooLarge(open, first);
  const uids = batch.map(({ uid }) => uid);
  const rows = await gather(open, uids, { uid: true, internalDate: true, source: true });
  const arrivals: Arrival[] = [];
  for (const { uid, size } of batch) {
    const row = rows.get(uid);
    const bytes = row?.source?.length === size ? row.source : await steady(open, uid, row?.source);
    if (bytes !== undefined) arrivals.push(arrivalOf(open, uid, bytes, row?.internalDate));
  }
  await keep(open, arrivals);
}

/**
 * Bytes of another size than the server said are believed when a second reading gives the same: some servers (Exchange
 * without EnableExactRFC822Size) only estimate RFC822.SIZE.
 */
async function steady(open: OpenFolder, uid: number, read: Buffer | undefined): Promise<Buffer | undefined> {
  let bytes = read;
  while (bytes !== undefined) {
    const again = (await gather(open, [uid], { uid: true, source: true })).get(uid)?.source;
    if (again?.equals(bytes)) {
      open.log.warn({ mailbox: open.mailbox, folder: open.folder, uid }, 'size differs from what the server said');
      return bytes;
    }
    bytes = again;
    if (again !== undefined) await strike(open, uid, new Error('two readings gave different bytes'));
  }
  return undefined;
}

function arrivalOf(open: OpenFolder, uid: number, bytes: Buffer, internalDate: Date | string | undefined): Arrival {
  const at = new Date(internalDate ?? Number.NaN);
  return {
    source: `imap:${open.mailbox}`,
    bytes,
    receivedAt: Number.isNaN(at.getTime()) ? receivedAtOf(bytes, open.now()) : at,
    place: placeOf(open, uid),
    envelopeFrom: null,
    envelopeTo: [],
    junk: open.junk,
  };
}

/** Commits a batch with its position; when that fails, each mail by itself, three tries each. */
async function keep(open: OpenFolder, arrivals: readonly Arrival[]): Promise<void> {
  const uids = arrivals.flatMap(({ place }) => place?.uid ?? []);
  const last = uids.at(-1);
  if (last === undefined) return;
  try {
    await open.store.store(arrivals, positionAt(open, last));
  } catch (error) {
    const fields = { mailbox: open.mailbox, folder: open.folder, count: uids.length, code: codeOf(error) };
    open.log.warn(fields, 'the register did not take a batch');
    if (uids.length > 1) {
      for (const arrival of arrivals) await keep(open, [arrival]);
      return;
    }
    await strike(open, last, error);
    if (open.signal.aborted) throw error;
    return open.strikes.hasGivenUp(keyOf(open, last)) ? undefined : keep(open, arrivals);
  }
  for (const uid of uids) open.strikes.clear(keyOf(open, uid));
  if (open.moveTo !== null) await move(open, open.moveTo, uids);
}

async function tooLarge(open: OpenFolder, { uid, size }: Listed): Promise<void> {
  const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  const because = `${megabytes(size)} MB, above the ${megabytes(MAX_MAIL_BYTES)} MB that are stored: it is in the mailbox only`;
  await open.store.incident(placeOf(open, uid), 'too-large', because);
  await open.store.store([], positionAt(open, uid));
}

/** A hint for people who look into the mailbox, after the commit: when it fails, only the log says so. */
async function move(open: OpenFolder, target: string, uids: readonly number[]): Promise<void> {
  const fields = { mailbox: open.mailbox, folder: open.folder, count: uids.length };
  try {
    const moving = open.client.messageMove(sequenceSet(uids), target, { uid: true });
    if (!(await within(COMMAND_MS, 'moving', moving))) open.log.warn(fields, 'the server did not move stored mail');
  } catch (error) {
    open.log.warn({ ...fields, code: codeOf(error) }, 'stored mail could not be moved');
  }
}
