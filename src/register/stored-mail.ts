// One stored mail by its number, with what became of it: what a person is told who asks for "message 12".
import { z } from 'zod';
import { type Segment, segments } from '../mail/quoted.ts';
import type { Db } from './event.ts';

export type StoredMail = NonNullable<Awaited<ReturnType<typeof storedMail>>>;

/** The mail of this number (message.id); null when there is none. Its bytes are read on their own. */
export async function storedMail(db: Db, id: string) {
  const message = await messageOf(db, id);
  if (!message) return null;
  const [deliveries, requests, acknowledgements] = await Promise.all([
    deliveriesOf(db, id),
    requestsOf(db, id),
    acknowledgementsOf(db, id),
  ]);
  const { classification, ...row } = message;
  return { ...row, segments: segmentsOf(message), deliveries, requests, acknowledgements };
}

/** Its exact bytes; null when there is no such mail, or when they are kept no longer. */
export async function bytesOf(db: Db, id: string): Promise<Buffer | null> {
  const row = await db.selectFrom('message').select('bytes').where('id', '=', id).executeTakeFirst();
  return row?.bytes ?? null;
}

const messageOf = (db: Db, id: string) =>
  db
    .selectFrom('message')
    .leftJoin('request as likely', 'likely.id', 'message.likely_request_id')
    .select([
      'message.id',
      'sha256',
      'size',
      'state',
      'attempts',
      'retry_at',
      'parked_because',
      'mail_message_id',
      'from_name',
      'from_address',
      'message.subject',
      'body',
      'message.kind',
      'also_kinds',
      'kind_because',
      'receipt_send',
      'receipt_because',
      'again_of',
      'concerns_acknowledgement_id',
      'classification',
      'message.received_at',
      'message.received_on',
      'likely.reference as likely_reference',
    ])
    .where('message.id', '=', id)
    .executeTakeFirst();

const deliveriesOf = (db: Db, id: string) =>
  db
    .selectFrom('delivery')
    .select(['source', 'mailbox', 'folder', 'uid', 'envelope_from', 'envelope_to', 'received_at', 'junk'])
    .where('message_id', '=', id)
    .orderBy('id')
    .execute();

const requestsOf = (db: Db, id: string) =>
  db
    .selectFrom('request_message')
    .innerJoin('request', 'request.id', 'request_message.request_id')
    .select(['role', 'reference', 'request.kind', 'regime', 'due_on', 'status'])
    .where('request_message.message_id', '=', id)
    .orderBy('request.id')
    .execute();

const acknowledgementsOf = (db: Db, id: string) =>
  db
    .selectFrom('acknowledgement')
    .select(['kind', 'state', 'to_address', 'because', 'server_reply', 'sent_at', 'retry_at'])
    .where('message_id', '=', id)
    .orderBy('id')
    .execute();

const filed = z.object({
  segments: z.array(
    z.object({
      kind: z.enum(['own', 'quote', 'signature', 'footer', 'disclaimer']),
      start: z.int().nonnegative(),
      end: z.int().nonnegative(),
    }),
  ),
});

/** As intake found them; of a mail that was not classified, as they are found now. */
function segmentsOf({ classification, body, subject }: NonNullable<Awaited<ReturnType<typeof messageOf>>>): Segment[] {
  const kept = filed.safeParse(classification);
  return kept.success ? kept.data.segments : segments(body ?? '', subject ?? '');
}
