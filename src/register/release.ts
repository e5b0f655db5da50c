// A person ends the wait of a held receipt: it goes over the limits, or for good does not go.
import type { Register } from './database.ts';
import { record } from './event.ts';

export type Release =
  | { readonly outcome: 'released' | 'withheld'; readonly acknowledgementId: string; readonly to: string }
  /** Nothing to end: the receipt of the mail is in another state, or there is none (null). */
  | { readonly outcome: 'not-held'; readonly state: string | null };

/**
 * held → ready with the limits and the breaker of loops put aside (never the switch), or held → withheld.
 * @param by the account of the person who decided it.
 */
export async function release(
  db: Register,
  messageId: string,
  { by, withhold, now }: { readonly by: string; readonly withhold: boolean; readonly now: Date },
): Promise<Release> {
  return db.transaction().execute(async (tx): Promise<Release> => {
    const row = await tx
      .selectFrom('acknowledgement')
      .select(['id', 'state', 'to_address'])
      .where('message_id', '=', messageId)
      .where('kind', '=', 'receipt')
      .forUpdate()
      .executeTakeFirst();
    if (row?.state !== 'held') return { outcome: 'not-held', state: row?.state ?? null };
    await tx
      .updateTable('acknowledgement')
      .set(
        withhold
          ? { state: 'withheld', retry_at: null, because: 'staff decided that none is sent' }
          : { state: 'ready', retry_at: null, because: null, released_at: now },
      )
      .where('id', '=', row.id)
      .execute();
    const kind = withhold ? 'receipt-withheld' : 'receipt-released';
    await record(tx, [{ kind, messageId, acknowledgementId: row.id, data: { by } }]);
    return { outcome: withhold ? 'withheld' : 'released', acknowledgementId: row.id, to: row.to_address };
  });
}
