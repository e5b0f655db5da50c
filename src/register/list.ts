// Reads of the register for lists and for one request with all that is known of it.
import { sql } from 'kysely';
import { decisionsOn, standing } from './decision.ts';
import type { Db } from './event.ts';
import { referenceKey } from './reference.ts';
import { inOrder, secondOpinionsOn } from './second-opinion.ts';

/** What is told of each request, in lists and exports, in this order. */
export const REQUEST_COLUMNS = [
  'reference',
  'kind',
  'regime',
  'also_regimes',
  'requester_name',
  'requester_address',
  'platform',
  'subject',
  'received_on',
  'due_on',
  'status',
] as const;

/** What is told of a request's receipt beside them: its row's state, or null where none was made, and why. */
export const RECEIPT_COLUMNS = ['receipt', 'receipt_because'] as const;

/** Every request, oldest first. Requests that one mail opened share its receipt. */
export function listRequests(db: Db) {
  return db
    .selectFrom('request')
    .innerJoin('message', 'message.id', 'request.message_id')
    .leftJoin('acknowledgement', (join) =>
      join.onRef('acknowledgement.message_id', '=', 'message.id').on('acknowledgement.kind', '=', 'receipt'),
    )
    .select(REQUEST_COLUMNS.map((column) => `request.${column}` as const))
    .select('acknowledgement.state as receipt')
    .select(
      sql<
        string | null
      >`case when acknowledgement.id is null then message.receipt_because else acknowledgement.because end`.as(
        'receipt_because',
      ),
    )
    .orderBy('request.id')
    .execute();
}

/** Mails that wait for a person: those that tell of danger first, then the oldest. */
export function listParked(db: Db) {
  return db
    .selectFrom('message')
    .leftJoin('request', 'request.id', 'message.likely_request_id')
    .select([
      'message.id',
      'message.kind',
      'message.state',
      'message.subject',
      'message.from_address',
      'message.received_on',
      'parked_because',
      'reference as likely_reference',
    ])
    .where('message.parked_because', 'is not', null)
    .orderBy(sql`coalesce(message.kind = 'safeguarding' or 'safeguarding' = any(message.also_kinds), false)`, 'desc')
    .orderBy('message.id')
    .execute();
}

export type Shown = NonNullable<Awaited<ReturnType<typeof showRequest>>>;

/** One request by its reference, however its separators were typed; null when there is none. */
export async function showRequest(db: Db, reference: string) {
  const request = await db
    .selectFrom('request')
    .selectAll()
    .where('reference_key', '=', referenceKey(reference))
    .executeTakeFirst();
  if (!request) return null;
  const mails = await mailsOf(db, request.id);
  const ids = mails.map(({ id }) => id);
  const [suggestions, secondOpinions, decisions, acknowledgements, events, links, linkedFrom] = await Promise.all([
    suggestionsOf(db, request.message_id),
    secondOpinionsOn(db, request.message_id),
    decisionsOn(db, [request.message_id]),
    acknowledgementsOf(db, ids),
    eventsOf(db, request.id, ids),
    linksOf(db, request.id, 'from_request_id', 'to_request_id'),
    linksOf(db, request.id, 'to_request_id', 'from_request_id'),
  ]);
  return {
    request,
    mails,
    suggestions: inOrder(suggestions, secondOpinions),
    secondOpinions,
    decisions: standing(decisions),
    acknowledgements,
    events,
    links,
    linkedFrom,
  };
}

const mailsOf = (db: Db, requestId: string) =>
  db
    .selectFrom('request_message')
    .innerJoin('message', 'message.id', 'request_message.message_id')
    .select([
      'message.id',
      'role',
      'kind',
      'sha256',
      'subject',
      'from_address',
      'received_on',
      'receipt_because',
      'parked_because',
    ])
    .where('request_id', '=', requestId)
    .orderBy('message.id')
    .execute();

const suggestionsOf = (db: Db, messageId: string) =>
  db
    .selectFrom('suggestion')
    .select(['family', 'what', 'regime', 'confidence', 'because', 'rules', 'evidence', 'rules_version'])
    .where('message_id', '=', messageId)
    .where('silent', '=', false)
    .orderBy('confidence', 'desc')
    .execute();

const acknowledgementsOf = (db: Db, messageIds: readonly string[]) =>
  db
    .selectFrom('acknowledgement')
    .select(['id', 'kind', 'state', 'to_address', 'because', 'server_reply', 'sent_at', 'sent_copy'])
    .where('message_id', 'in', [...messageIds])
    .execute();

const eventsOf = (db: Db, requestId: string, messageIds: readonly string[]) =>
  db
    .selectFrom('event')
    .select(['at', 'kind', 'message_id', 'data'])
    .where((eb) => eb.or([eb('request_id', '=', requestId), eb('message_id', 'in', [...messageIds])]))
    .orderBy('id')
    .execute();

type LinkEnd = 'from_request_id' | 'to_request_id';
const linksOf = (db: Db, requestId: string, mine: LinkEnd, others: LinkEnd) =>
  db
    .selectFrom('request_link')
    .innerJoin('request as other', 'other.id', `request_link.${others}`)
    .select(['relation', 'other.reference'])
    .where(mine, '=', requestId)
    .execute();
