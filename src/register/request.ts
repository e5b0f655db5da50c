// Reads requests: for letters, for lists, and one with all that is known of it.
import type { Kind, Regime } from '../classify/known.ts';
import type { Db } from './event.ts';

export interface LetterRequest {
  readonly letterCase: { reference: string; regime: Regime; kind: Kind; receivedOn: string; dueOn: string };
  /** Message-ID of the mail that opened it. */
  readonly mailMessageId: string | null;
}

/** What a letter names of each request, in the order they were opened. Requests without a due date are left out. */
export async function requestsOf(db: Db, ids: readonly string[]): Promise<LetterRequest[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('request')
    .innerJoin('message', 'message.id', 'request.message_id')
    .select(['reference', 'regime', 'request.kind', 'request.received_on', 'due_on', 'mail_message_id'])
    .where('request.id', 'in', [...ids])
    .orderBy('request.id')
    .execute();
  return rows.flatMap((row) =>
    row.due_on === null
      ? []
      : [
          {
            // Written by openRequests only, so the two closed lists hold.
            letterCase: {
              reference: row.reference,
              regime: row.regime as Regime,
              kind: row.kind as Kind,
              receivedOn: row.received_on,
              dueOn: row.due_on,
            },
            mailMessageId: row.mail_message_id,
          },
        ],
  );
}
