// Finds the mail that a person names on the command line: by the reference of its request, or by its own number.
import { PermanentError } from '../errors.ts';
import type { Db } from '../register/event.ts';
import { referenceKey } from '../register/reference.ts';

export interface NamedMail {
  readonly messageId: string;
  /** null: the mail was named by its number. */
  readonly requestId: string | null;
  /** As it is shown: `FOI/000012/26 (message 14)`. */
  readonly name: string;
}

/** @throws PermanentError when nothing has this name. */
export async function mailNamed(db: Db, written: string): Promise<NamedMail> {
  const request = await db
    .selectFrom('request')
    .select(['id', 'reference', 'message_id'])
    .where('reference_key', '=', referenceKey(written))
    .executeTakeFirst();
  if (request)
    return {
      messageId: request.message_id,
      requestId: request.id,
      name: `${request.reference} (message ${request.message_id})`,
    };
  // PostgreSQL's bigint holds any number of eighteen digits.
  const message = /^\d{1,18}$/.test(written)
    ? await db.selectFrom('message').select('id').where('id', '=', written).executeTakeFirst()
    : undefined;
  if (message) return { messageId: message.id, requestId: null, name: `message ${message.id}` };
  throw new PermanentError(
    `there is no request and no message ${written}: \`clerk register list\` shows the references, \`--parked\` the numbers`,
  );
}
