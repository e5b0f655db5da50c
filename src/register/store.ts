// Takes mail in: exact bytes, one delivery row each, and the place in the mailbox, in one transaction.
import { createHash } from 'node:crypto';
import type { Arrival, ArrivalStore } from '../mail/arrival.ts';
import type { Register } from './database.ts';
import { type Db, record } from './event.ts';

/** sha256 of the exact bytes, lower-case hex: what a mail is known by. */
export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/**
 * The store that every source of mail writes to.
 * @param onStored called after each commit with the ids of messages that wait for intake; must not throw.
 */
export function arrivalStore(db: Register, onStored: (messageIds: readonly string[]) => void): ArrivalStore {
  return {
    async store(arrivals, position) {
      const fresh = await db.transaction().execute(async (tx) => {
        const stored = await keep(tx, arrivals);
        if (position) await moveTo(tx, position);
        return stored;
      });
      if (fresh.length > 0) onStored(fresh);
    },
    async position(mailbox, folder) {
      const row = await db
        .selectFrom('folder_position')
        .select(['uid_validity', 'last_uid'])
        .where('mailbox', '=', mailbox)
        .where('folder', '=', folder)
        .executeTakeFirst();
      return row ? { uidValidity: BigInt(row.uid_validity), lastUid: Number(row.last_uid) } : null;
    },
    knownUids: (mailbox, folder, uidValidity) => knownUids(db, mailbox, folder, uidValidity),
    incident: (...told) => noteIncident(db, ...told),
    async polled(mailbox, folder, at) {
      await db
        .updateTable('folder_position')
        .set({ last_polled_at: at })
        .where('mailbox', '=', mailbox)
        .where('folder', '=', folder)
        .execute();
    },
  };
}

/** Deliveries only: a mail that could not be stored stays unknown, so that the next comparison tries it again. */
async function knownUids(db: Db, mailbox: string, folder: string, uidValidity: bigint): Promise<Set<number>> {
  const rows = await db
    .selectFrom('delivery')
    .select('uid')
    .where('mailbox', '=', mailbox)
    .where('folder', '=', folder)
    .where('uid_validity', '=', String(uidValidity))
    .execute();
  return new Set(rows.flatMap(({ uid }) => (uid === null ? [] : [Number(uid)])));
}

async function noteIncident(db: Db, ...[where, what, because]: Parameters<ArrivalStore['incident']>): Promise<void> {
  await db
    .insertInto('incident')
    .values({
      mailbox: where.mailbox,
      folder: where.folder,
      uid_validity: String(where.uidValidity),
      uid: where.uid === null ? null : String(where.uid),
      what,
      because,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Stores bytes once and one delivery each; a delivery that is known already changes nothing. Returns the ids of new messages. */
async function keep(tx: Db, arrivals: readonly Arrival[]): Promise<string[]> {
  if (arrivals.length === 0) return [];
  const hashed = arrivals.map((arrival) => ({ arrival, hash: sha256(arrival.bytes) }));
  const distinct = [...new Map(hashed.map((one) => [one.hash, one])).values()];
  const fresh = await tx
    .insertInto('message')
    .values(distinct.map(({ arrival, hash }) => ({ sha256: hash, bytes: arrival.bytes, size: arrival.bytes.length })))
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .returning('id')
    .execute();
  const ids = await idsOf(
    tx,
    distinct.map(({ hash }) => hash),
  );
  const rows = hashed.flatMap(({ arrival, hash }) => {
    const messageId = ids.get(hash);
    return messageId === undefined ? [] : [deliveryRow(arrival, messageId)];
  });
  const delivered = await tx
    .insertInto('delivery')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'message_id'])
    .execute();
  const isFresh = new Set(fresh.map(({ id }) => id));
  await record(
    tx,
    delivered.map((row) => ({
      kind: isFresh.delete(row.message_id) ? ('delivered' as const) : ('delivered-again' as const),
      messageId: row.message_id,
      data: { deliveryId: row.id },
    })),
  );
  return withDelivery(tx, fresh, new Set(delivered.map((row) => row.message_id)));
}

async function idsOf(tx: Db, hashes: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx
    .selectFrom('message')
    .select(['id', 'sha256'])
    .where('sha256', 'in', [...hashes])
    .execute();
  return new Map(rows.map((row) => [row.sha256, row.id]));
}

/**
 * A server that renders a mail anew at each fetch gives other bytes for a UID that is known: the first ones stand, and
 * the new ones would be a message that no delivery leads to. @returns ids of the new messages that stay.
 */
async function withDelivery(tx: Db, fresh: readonly { id: string }[], kept: ReadonlySet<string>): Promise<string[]> {
  const ids = fresh.map(({ id }) => id);
  const astray = ids.filter((id) => !kept.has(id));
  if (astray.length > 0) await tx.deleteFrom('message').where('id', 'in', astray).execute();
  return ids.filter((id) => kept.has(id));
}

const deliveryRow = (arrival: Arrival, messageId: string) => ({
  message_id: messageId,
  source: arrival.source,
  mailbox: arrival.place?.mailbox ?? null,
  folder: arrival.place?.folder ?? null,
  uid_validity: arrival.place ? String(arrival.place.uidValidity) : null,
  uid: arrival.place ? String(arrival.place.uid) : null,
  envelope_from: arrival.envelopeFrom,
  envelope_to: [...arrival.envelopeTo],
  received_at: arrival.receivedAt,
  junk: arrival.junk,
});

/** Moves a folder's watermark forward; a new UIDVALIDITY starts it anew. */
async function moveTo(
  tx: Db,
  to: { mailbox: string; folder: string; uidValidity: bigint; lastUid: number },
): Promise<void> {
  await tx
    .insertInto('folder_position')
    .values({
      mailbox: to.mailbox,
      folder: to.folder,
      uid_validity: String(to.uidValidity),
      last_uid: String(to.lastUid),
      last_polled_at: null,
    })
    .onConflict((conflict) =>
      conflict.columns(['mailbox', 'folder']).doUpdateSet((eb) => ({
        uid_validity: eb.ref('excluded.uid_validity'),
        last_uid: eb
          .case()
          .when('folder_position.uid_validity', '=', eb.ref('excluded.uid_validity'))
          .then(eb.fn<string>('greatest', ['folder_position.last_uid', 'excluded.last_uid']))
          .else(eb.ref('excluded.last_uid'))
          .end(),
      })),
    )
    .execute();
}

/** The moment from which mail of a source may be acknowledged; by default its first successful connection. */
export async function goLive(db: Db, source: string, configured: Date | null, now: Date): Promise<Date> {
  await db
    .insertInto('mailbox')
    .values({ source, go_live_at: configured ?? now })
    .onConflict((conflict) =>
      configured === null
        ? conflict.column('source').doNothing()
        : conflict.column('source').doUpdateSet({ go_live_at: configured }),
    )
    .execute();
  return (await db.selectFrom('mailbox').select('go_live_at').where('source', '=', source).executeTakeFirstOrThrow())
    .go_live_at;
}
