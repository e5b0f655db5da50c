// What is in the register and not finished: the sweeper rings for it, and a run that ends when idle waits for it.
import type { Db } from './event.ts';

/** Judgement: one sweep rings for at most so many rows, oldest first; the next sweep takes the rest. */
const MOST = 2000;

/** Ids of mails that could be registered now, oldest first. */
export async function waitingMessages(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('message')
    .select('id')
    .where('state', '=', 'stored')
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
    .orderBy('id')
    .limit(MOST)
    .execute();
  return rows.map(({ id }) => id);
}

/** Of mail read in one transaction; some six copies of it are in memory at a time (measured). Fifty ordinary mails have 4 MB. */
const BATCH_BYTES = 16 * 1024 * 1024;

/**
 * The same ids in batches that fit into memory: each of at most `maxBytes` of mail, or of one mail that is larger. Mails
 * that are gone from the register are left out.
 */
export async function batchesOf(db: Db, messageIds: readonly string[], maxBytes = BATCH_BYTES): Promise<string[][]> {
  const rows = await db
    .selectFrom('message')
    .select(['id', 'size'])
    .where('id', 'in', [...messageIds])
    .orderBy('id')
    .execute();
  const batches: string[][] = [];
  let bytes = 0;
  for (const { id, size } of rows) {
    const open = batches.at(-1);
    bytes += size;
    if (open && bytes <= maxBytes) open.push(id);
    else {
      batches.push([id]);
      bytes = size;
    }
  }
  return batches;
}

/** Ids of acknowledgements that could be sent now, oldest first. A held one without a time waits for a person. */
export async function waitingAcknowledgements(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('acknowledgement')
    .select('id')
    .where('state', 'in', ['ready', 'held'])
    .where((eb) => eb.or([eb('retry_at', '<=', now), eb.and([eb('state', '=', 'ready'), eb('retry_at', 'is', null)])]))
    .orderBy('id')
    .limit(MOST)
    .execute();
  return rows.map(({ id }) => id);
}

/** A row that waits for a later try, as it is listed to a person. */
export interface Later {
  readonly what: 'message' | 'acknowledgement';
  readonly id: string;
  readonly state: string;
  readonly retryAt: Date | null;
  readonly because: string | null;
}

/** Rows that wait for their next try, for evidence, or for a person. */
export async function waitingForLater(db: Db): Promise<Later[]> {
  const messages = await db
    .selectFrom('message')
    .select(['id', 'state', 'retry_at'])
    .where('state', '=', 'stored')
    .where('retry_at', 'is not', null)
    .execute();
  const acknowledgements = await db
    .selectFrom('acknowledgement')
    .select(['id', 'state', 'retry_at', 'because'])
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['failed', 'unknown', 'held']),
        eb.and([eb('state', '=', 'ready'), eb('retry_at', 'is not', null)]),
      ]),
    )
    .orderBy('id')
    .execute();
  return [
    ...messages.map(
      (row): Later => ({ what: 'message', id: row.id, state: row.state, retryAt: row.retry_at, because: null }),
    ),
    ...acknowledgements.map(
      (row): Later => ({
        what: 'acknowledgement',
        id: row.id,
        state: row.state,
        retryAt: row.retry_at,
        because: row.because,
      }),
    ),
  ];
}

/** How many acknowledgements this process has on the wire. */
export async function sendingBy(db: Db, worker: number): Promise<number> {
  const { count } = await db
    .selectFrom('acknowledgement')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('state', '=', 'sending')
    .where('worker', '=', worker)
    .executeTakeFirstOrThrow();
  return Number(count);
}
