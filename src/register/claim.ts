// Takes waiting messages for intake: their rows stay locked until the caller's transaction ends, so no other worker has them.
import { type Expression, type SqlBool, sql } from 'kysely';
import type { Register } from './database.ts';
import { type Db, record } from './event.ts';

/** A stored message that waits for intake, with what its first delivery says. */
export interface Waiting {
  readonly id: string;
  readonly bytes: Buffer;
  readonly attempts: number;
  readonly source: string;
  readonly envelopeFrom: string | null;
  readonly junk: boolean;
  readonly receivedAt: Date;
  /** Mail of this source received before is never acknowledged; null: the source has no such moment (an import). */
  readonly goLiveAt: Date | null;
}

/** Locks and returns those of `ids` that still wait and may be worked now, oldest first; rows another worker holds are left out. */
export async function claim(tx: Db, ids: readonly string[], now: Date): Promise<Waiting[]> {
  const rows = ids.length === 0 ? [] : await lockedRows(tx, ids, now);
  if (rows.length === 0) return [];
  const first = await firstDeliveries(
    tx,
    rows.map(({ id }) => id),
  );
  const large = new Map<string, Buffer>();
  for (const { id, size } of rows) if (size > SLICE_BYTES) large.set(id, await inSlices(tx, id, size));
  return rows.flatMap((row) => {
    const delivery = first.get(row.id);
    const bytes = row.base64 === null ? (large.get(row.id) ?? null) : Buffer.from(row.base64, 'base64');
    if (!delivery || bytes === null) return [];
    return [
      {
        id: row.id,
        bytes,
        attempts: row.attempts,
        source: delivery.source,
        envelopeFrom: delivery.envelope_from,
        junk: delivery.junk,
        receivedAt: delivery.received_at,
        goLiveAt: delivery.go_live_at,
      },
    ];
  });
}

/** Their bytes too, but for those that are read in slices: in hexadecimal, as PostgreSQL sends them else, they are half as long again. */
const lockedRows = (tx: Db, ids: readonly string[], now: Date) =>
  tx
    .selectFrom('message')
    .select((eb) => [
      'id',
      'size',
      'attempts',
      eb.case().when('size', '<=', SLICE_BYTES).then(sql<string | null>`encode(bytes, 'base64')`).end().as('base64'),
    ])
    .where('id', 'in', [...ids])
    .where('state', '=', 'stored')
    .where((eb) => mayBeTried(eb.ref('retry_at'), now))
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute();

async function firstDeliveries(tx: Db, messageIds: readonly string[]) {
  const deliveries = await tx
    .selectFrom('delivery')
    .leftJoin('mailbox', 'mailbox.source', 'delivery.source')
    .distinctOn('message_id')
    .select(['message_id', 'delivery.source', 'envelope_from', 'junk', 'received_at', 'go_live_at'])
    .where('message_id', 'in', [...messageIds])
    .orderBy('message_id')
    .orderBy('delivery.id')
    .execute();
  return new Map(deliveries.map((delivery) => [delivery.message_id, delivery]));
}

const mayBeTried = (retryAt: Expression<Date | null>, now: Date): Expression<SqlBool> =>
  sql<SqlBool>`(${retryAt} is null or ${retryAt} <= ${now})`;

/** Judgement: a fault of the register itself is over in minutes or needs a person; five tries span half an hour. */
const RETRY_MINUTES = [0.1, 1, 5, 25];

/**
 * Notes that a message could not be registered. After the last try it is parked with the reason, so that a person sees it.
 * @returns whether it will be tried again.
 */
export async function putBack(db: Register, id: string, because: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('message')
      .select('attempts')
      .where('id', '=', id)
      .where('state', '=', 'stored')
      .forUpdate()
      .executeTakeFirst();
    // Another worker has registered it meanwhile.
    if (!row) return false;
    const minutes = RETRY_MINUTES[row.attempts];
    const next =
      minutes === undefined
        ? { state: 'parked' as const, retry_at: null, parked_because: `could not be registered: ${because}` }
        : { retry_at: new Date(now.getTime() + minutes * 60_000) };
    await tx
      .updateTable('message')
      .set({ attempts: row.attempts + 1, ...next })
      .where('id', '=', id)
      .execute();
    if (minutes === undefined) await record(tx, [{ kind: 'parked', messageId: id, data: { tries: row.attempts + 1 } }]);
    return minutes !== undefined;
  });
}

/** PostgreSQL sends bytes as hexadecimal text, so that a mail of 45 MB would take 135 MB on its way. Judgement. */
const SLICE_BYTES = 2 * 1024 * 1024;

async function inSlices(tx: Db, id: string, size: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafeSlow(size);
  for (let at = 0; at < size; at += SLICE_BYTES) {
    const slice = sql<Buffer>`substring(bytes from ${at + 1}::int for ${SLICE_BYTES}::int)`.as('slice');
    const row = await tx.selectFrom('message').select(slice).where('id', '=', id).executeTakeFirstOrThrow();
    row.slice.copy(bytes, at);
  }
  return bytes;
}
