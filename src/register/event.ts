// The append-only record of what happened: the timeline of a request and the audit log are reads of it.
import type { Transaction } from 'kysely';
import type { Register } from './database.ts';
import type { Tables } from './tables.ts';

/** A connection or an open transaction: what a write needs to be part of the caller's transaction. */
export type Db = Register | Transaction<Tables>;

export interface Happened {
  readonly kind:
    | 'delivered'
    | 'delivered-again'
    | 'opened'
    | 'joined'
    | 'linked'
    | 'parked'
    | 'filed'
    | 'unparsable'
    | 'receipt-withheld'
    | 'receipt-ready'
    | 'receipt-sending'
    | 'receipt-sent'
    | 'receipt-failed'
    | 'receipt-unknown'
    | 'receipt-held'
    | 'receipt-retried'
    | 'receipt-released'
    | 'decided'
    | 'alert-ready'
    | 'rules-published';
  readonly messageId?: string | null;
  readonly requestId?: string | null;
  readonly acknowledgementId?: string | null;
  /** Ids (of accounts too), codes and dates; never text, names or addresses. */
  readonly data?: Record<string, string | number | boolean | null>;
}

/** Writes what happened, in the caller's transaction. */
export async function record(db: Db, events: readonly Happened[]): Promise<void> {
  if (events.length === 0) return;
  await db
    .insertInto('event')
    .values(
      events.map((event) => ({
        kind: event.kind,
        message_id: event.messageId ?? null,
        request_id: event.requestId ?? null,
        acknowledgement_id: event.acknowledgementId ?? null,
        data: JSON.stringify(event.data ?? {}),
      })),
    )
    .execute();
}
