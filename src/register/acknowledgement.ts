// The states of an acknowledgement: ready → sending → sent | failed | unknown; held while a limit or a switch says so, until withheld.

import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import type { Register } from './database.ts';
import { type Happened, record } from './event.ts';
import { type Lately, latelyOf, tellAlong } from './lately.ts';
import type { Tables } from './tables.ts';

export type AcknowledgementRow = Selectable<Tables['acknowledgement']>;

/** First key of the advisory locks by which living senders are known; the second is the worker's number. */
export const SENDER_LOCK = 0x666f69;

export type Leave =
  | { readonly action: 'send' }
  | { readonly action: 'hold'; readonly because: string; readonly retryAt: Date | null };

/**
 * ready → sending, committed before any socket opens; or held, where `leave` says so. Letters to one domain are counted
 * one after another, so that two workers never pass a limit together.
 * @param worker the number whose advisory lock this process holds.
 * @returns null when another worker has it, it is settled, held, or its time has not come.
 */
export async function startSending(
  db: Register,
  id: string,
  worker: number,
  now: Date,
  leave: (row: AcknowledgementRow, lately: Lately) => Promise<Leave>,
): Promise<AcknowledgementRow | null> {
  return db.transaction().execute(async (tx) => {
    const row = await tx
      .selectFrom('acknowledgement')
      .selectAll()
      .where('id', '=', id)
      .where('state', 'in', ['ready', 'held'])
      .where((eb) =>
        eb.or([eb('retry_at', '<=', now), eb.and([eb('state', '=', 'ready'), eb('retry_at', 'is', null)])]),
      )
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!row) return null;
    const left = await leave(row, latelyOf(tx, row, now));
    if (left.action === 'send' && row.kind === 'alert') await tellAlong(tx, row);
    const set =
      left.action === 'send'
        ? {
            state: 'sending' as const,
            worker,
            sending_at: now,
            attempts: row.attempts + 1,
            retry_at: null,
            because: null,
          }
        : { state: 'held' as const, because: left.because, retry_at: left.retryAt };
    await tx
      .with('changed', (cte) =>
        cte.updateTable('acknowledgement').set(set).where('id', '=', id).returning(['id', 'message_id']),
      )
      .insertInto('event')
      .columns(['kind', 'message_id', 'acknowledgement_id', 'data'])
      .expression((eb) => eb.selectFrom('changed').select(eventOf(set.state, {})))
      .execute();
    return left.action === 'send' ? { ...row, ...set } : null;
  });
}

export type Settled =
  | { readonly outcome: 'sent'; readonly reply: string }
  | { readonly outcome: 'retry' | 'failed' | 'unknown'; readonly because: string };

/** Judgement: grey-listing servers want minutes, an outage hours; after the last wait a person is asked. */
const RETRY_MINUTES = [1, 5, 15, 60, 180, 360, 720];

/**
 * What became of the attempt that `row` stands for. A late answer also settles a row that was taken for unknown meanwhile,
 * and a late "sent" one that waits to be sent again; it never settles a later attempt.
 */
export async function settle(db: Register, row: AcknowledgementRow, settled: Settled, now: Date): Promise<void> {
  const columns = columnsOf(row, settled, now);
  await db
    .with('changed', (cte) =>
      cte
        .updateTable('acknowledgement')
        .set(columns)
        .where('id', '=', row.id)
        .where('attempts', '=', row.attempts)
        .where('state', 'in', settled.outcome === 'sent' ? ['sending', 'unknown', 'ready'] : ['sending', 'unknown'])
        .returning(['id', 'message_id']),
    )
    .insertInto('event')
    .columns(['kind', 'message_id', 'acknowledgement_id', 'data'])
    .expression((eb) => eb.selectFrom('changed').select(eventOf(columns.state, { tries: row.attempts })))
    .execute();
}

/** The event of a row that changed to `state`, as columns of a select from it: one statement, one round trip. */
const eventOf = (state: AcknowledgementRow['state'], data: Happened['data']) =>
  [
    sql<string>`${EVENTS[state]}::text`.as('kind'),
    'message_id' as const,
    'id' as const,
    sql<string>`${JSON.stringify(data)}::jsonb`.as('data'),
  ] as const;

const EVENTS = {
  ready: 'receipt-retried',
  held: 'receipt-held',
  sending: 'receipt-sending',
  sent: 'receipt-sent',
  failed: 'receipt-failed',
  unknown: 'receipt-unknown',
  withheld: 'receipt-withheld',
} as const satisfies Record<AcknowledgementRow['state'], Happened['kind']>;

function columnsOf(row: AcknowledgementRow, settled: Settled, now: Date) {
  if (settled.outcome === 'sent')
    return { state: 'sent' as const, sent_at: now, server_reply: settled.reply, because: null, retry_at: null };
  const { because } = settled;
  if (settled.outcome !== 'retry') return { state: settled.outcome, because };
  const minutes = RETRY_MINUTES[row.attempts - 1];
  if (minutes === undefined)
    return { state: 'failed' as const, because: `given up after ${row.attempts} tries: ${because}` };
  return { state: 'ready' as const, because, retry_at: new Date(now.getTime() + minutes * 60_000) };
}

/** sending → unknown for every row whose worker is gone: its advisory lock went with its connection. @returns their ids. */
export async function abandonDead(db: Register): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .updateTable('acknowledgement')
      .set({ state: 'unknown', because: 'the bot was stopped while it was being sent: it may or may not have left' })
      .where('state', '=', 'sending')
      .where(
        sql<boolean>`not exists (
          select 1 from pg_locks
          where locktype = 'advisory' and classid = ${SENDER_LOCK}::bigint::oid and objid = acknowledgement.worker::bigint::oid
            and database = (select oid from pg_database where datname = current_database()))`,
      )
      .returning(['id', 'message_id'])
      .execute();
    await record(
      tx,
      rows.map((row) => ({ kind: 'receipt-unknown' as const, messageId: row.message_id, acknowledgementId: row.id })),
    );
    return rows.map(({ id }) => id);
  });
}

export interface Unknown {
  readonly row: AcknowledgementRow;
  /** That the mail came to. */
  readonly mailbox: string | null;
  /** Since when its fate is not known. */
  readonly unknownAt: Date | null;
}

/** Rows of unknown fate, oldest first. */
export async function listUnknown(db: Register): Promise<Unknown[]> {
  const rows = await db
    .selectFrom('acknowledgement')
    .selectAll('acknowledgement')
    .select((eb) =>
      eb
        .selectFrom('delivery')
        .select('mailbox')
        .whereRef('delivery.message_id', '=', 'acknowledgement.message_id')
        .where('mailbox', 'is not', null)
        .limit(1)
        .as('mailbox'),
    )
    .select((eb) =>
      eb
        .selectFrom('event')
        .select((inner) => inner.fn.max('at').as('at'))
        .whereRef('event.message_id', '=', 'acknowledgement.message_id')
        .whereRef('event.acknowledgement_id', '=', 'acknowledgement.id')
        .where('event.kind', '=', 'receipt-unknown')
        .as('unknown_at'),
    )
    .where('state', '=', 'unknown')
    .orderBy('id')
    .execute();
  return rows.map(({ mailbox, unknown_at, ...row }) => ({ row, mailbox, unknownAt: unknown_at }));
}

/** One more try of an `unknown`, only where the authority chose so (acknowledge.resendUnknownOnce). @returns ids made ready. */
export async function resendUnknown(db: Register, before: Date): Promise<string[]> {
  return db.transaction().execute(async (tx) => {
    const rows = await tx
      .updateTable('acknowledgement')
      .set((eb) => ({
        state: 'ready' as const,
        resends: eb('resends', '+', 1),
        retry_at: null,
        because: 'sent once more: nothing showed that it had left',
      }))
      .where('state', '=', 'unknown')
      .where('resends', '=', 0)
      .where('sending_at', '<', before)
      .returning(['id', 'message_id'])
      .execute();
    await record(
      tx,
      rows.map((row) => ({ kind: 'receipt-retried' as const, messageId: row.message_id, acknowledgementId: row.id })),
    );
    return rows.map(({ id }) => id);
  });
}
