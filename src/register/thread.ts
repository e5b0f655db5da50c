// Finds the request that a mail belongs to: by our Message-IDs, by the requester's, by our reference, by a platform's address.
import { withoutTag } from '../bare-address.ts';
import { machine } from '../mail/automatic.ts';
import type { Mail } from '../mail/parse.ts';
import type { Db } from './event.ts';
import { referenceKey } from './reference.ts';

/** What the register knows of the request that a mail belongs to. */
export interface Thread {
  readonly requestIds: readonly string[];
  /** The acknowledgement that the mail answers or returns, where it names one of our Message-IDs. */
  readonly acknowledgementId: string | null;
  /** True: the mail joins. False: only likely, since the sender is not the requester; the mail is parked with the request named. */
  readonly sure: boolean;
  readonly because: string;
}

export interface Looked {
  readonly id: string;
  readonly mail: Mail;
  /** References in our own format found in the mail. */
  readonly ours: readonly string[];
}

/** @returns the thread of each mail that has one, by message id. */
export async function threads(db: Db, mails: readonly Looked[]): Promise<Map<string, Thread>> {
  const byAcknowledgement = await acknowledgements(
    db,
    mails.flatMap(({ mail }) => namedIds(mail)),
  );
  const byMail = await requestsOfMails(
    db,
    mails.flatMap(({ mail }) => [...mail.inReplyTo, ...mail.references]),
  );
  const requests = await requestsNamed(db, mails);
  const found = new Map<string, Thread>();
  for (const { id, mail, ours } of mails) {
    const sender = mail.from[0]?.address ?? '';
    const candidates = [
      ...namedIds(mail).flatMap((id) => answering(byAcknowledgement.get(id), mail, sender)),
      ...ours.flatMap((reference) =>
        named(requests.byKey.get(referenceKey(reference)), sender, `it names our reference ${reference}`),
      ),
      ...[...mail.inReplyTo, ...mail.references].flatMap((replied) =>
        named(byMail.get(replied), sender, 'it answers an earlier mail of the requester'),
      ),
      ...named(requests.byPlatformAddress.get(sender), sender, 'it comes from the platform address of one request'),
    ];
    // A sure one goes before a likely one, however it was found: a requester may name somebody else's reference too.
    const thread = candidates.find(({ sure }) => sure) ?? candidates[0];
    if (thread) found.set(id, thread);
  }
  return found;
}

interface Known {
  readonly id: string;
  readonly address: string | null;
}

const namedIds = (mail: Mail): string[] => [...mail.inReplyTo, ...mail.references, ...mail.originalIds];

interface Acknowledged {
  readonly id: string;
  readonly requestIds: readonly string[];
  readonly to: string;
}

/**
 * Our Message-IDs follow from the reference, so a stranger can guess one: it proves no more than the reference does. A
 * colleague or solicitor who answers for the requester is a stranger to the register too: an officer confirms them. A
 * report of a mail system never comes from the requester, and nothing of a request moves by it.
 */
function answering(acknowledged: Acknowledged | undefined, mail: Mail, sender: string): Thread[] {
  if (!acknowledged) return [];
  const { id, requestIds, to } = acknowledged;
  const report = machine(mail);
  const sure = sameAddress(to, sender) || (report?.kind === 'bounce' && report.sure);
  const how = 'it answers our acknowledgement';
  return [
    { requestIds, acknowledgementId: id, sure, because: sure ? how : `${how}, but its requester did not send it` },
  ];
}

/** A request that is named needs the requester as its sender. */
function named(known: readonly Known[] = [], sender: string, how: string): Thread[] {
  const [first] = known;
  if (!first) return [];
  const own = known.filter(({ address }) => address !== null && sameAddress(address, sender));
  const sure = own.length > 0;
  const requestIds = (sure ? own : [first]).map(({ id }) => id);
  return [
    { requestIds, acknowledgementId: null, sure, because: sure ? how : `${how}, but its requester did not send it` },
  ];
}

/** People and programs write one address in either case, and with or without a +tag. */
const sameAddress = (one: string, other: string): boolean => withoutTag(one) === withoutTag(other);

async function acknowledgements(db: Db, ids: readonly string[]): Promise<Map<string, Acknowledged>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('acknowledgement')
    .select(['id', 'mail_message_id', 'request_ids', 'to_address'])
    .where('mail_message_id', 'in', [...ids])
    .execute();
  return new Map(
    rows.map((row) => [
      row.mail_message_id,
      { id: row.id, requestIds: row.request_ids.map(String), to: row.to_address },
    ]),
  );
}

/** Every request that a mail opened or joined, by its Message-ID: one mail may have opened two. */
async function requestsOfMails(db: Db, ids: readonly string[]): Promise<Map<string, Known[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .innerJoin('request_message', 'request_message.message_id', 'message.id')
    .innerJoin('request', 'request.id', 'request_message.request_id')
    .select(['message.mail_message_id', 'request.id', 'request.requester_address'])
    .where('message.mail_message_id', 'in', [...ids])
    .orderBy('request.id')
    .execute();
  return Map.groupBy(
    rows.map((row) => ({ id: row.id, address: row.requester_address, mail: row.mail_message_id ?? '' })),
    ({ mail }) => mail,
  );
}

async function requestsNamed(
  db: Db,
  mails: readonly Looked[],
): Promise<{ byKey: Map<string, Known[]>; byPlatformAddress: Map<string, Known[]> }> {
  const keys = mails.flatMap(({ ours }) => ours.map(referenceKey));
  const senders = mails.flatMap(({ mail }) => mail.from.map(({ address }) => address));
  const known = ['id', 'reference_key', 'requester_address'] as const;
  const byKey =
    keys.length === 0 ? [] : await db.selectFrom('request').select(known).where('reference_key', 'in', keys).execute();
  const byAddress =
    senders.length === 0
      ? []
      : await db
          .selectFrom('request')
          .select(known)
          .where('platform', 'is not', null)
          .where('requester_address', 'in', senders)
          .orderBy('id')
          .execute();
  const value = (row: { id: string; requester_address: string | null }): Known[] => [
    { id: row.id, address: row.requester_address },
  ];
  return {
    byKey: new Map(byKey.map((row) => [row.reference_key, value(row)])),
    // The newest: after a review was asked for, what follows is mostly about the review.
    byPlatformAddress: new Map(byAddress.map((row) => [row.requester_address ?? '', value(row)])),
  };
}
