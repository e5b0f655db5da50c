// Finds the mail that another one repeats: same sender, Message-ID and body within a fortnight, although the bytes differ.
import type { Mail } from '../mail/parse.ts';
import type { Original } from './entry.ts';
import type { Db } from './event.ts';

/** DESIGN section 5: a copy through an alias arrives within 14 days; later it is a mail of its own. */
const COPY_WITHIN_MS = 14 * 24 * 60 * 60 * 1000;

interface Looked {
  readonly id: string;
  readonly receivedAt: Date;
  readonly mail: Mail;
  readonly hash: string;
}

/** @returns by message id, the registered mail that it repeats. */
export async function originals(db: Db, mails: readonly Looked[]): Promise<Map<string, Original>> {
  const ids = mails.flatMap(({ mail }) => mail.messageId ?? []);
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('message')
    .leftJoin('request_message', 'request_message.message_id', 'message.id')
    .select(['message.id', 'mail_message_id', 'body_sha256', 'from_address', 'received_at', 'request_id', 'kind'])
    .where('mail_message_id', 'in', ids)
    .where('again_of', 'is', null)
    .where('state', '!=', 'stored')
    .orderBy('message.id')
    .execute();
  return new Map(
    mails.flatMap(({ id, receivedAt, mail, hash }) => {
      const same = rows.filter(
        (row) =>
          row.id !== id &&
          row.mail_message_id === mail.messageId &&
          row.body_sha256 === hash &&
          row.from_address === (mail.from[0]?.address ?? null) &&
          Math.abs(receivedAt.getTime() - (row.received_at?.getTime() ?? 0)) <= COPY_WITHIN_MS,
      );
      const [first] = same;
      if (!first) return [];
      const requestIds = same.flatMap((row) =>
        row.id === first.id && row.request_id !== null ? [row.request_id] : [],
      );
      return [[id, { messageId: first.id, kind: first.kind, requestIds }] as const];
    }),
  );
}
