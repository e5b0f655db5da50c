// Looks for proof that an acknowledgement of unknown fate did leave: in the Sent folder of its mailbox, or in var/outbox/.
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { outboxOf } from '../acknowledge/open-transport.ts';
import type { Config } from '../config.ts';
import { outboxName } from '../mail/send.ts';
import { findInSent } from '../mail/sent-folder.ts';
import { listUnknown, settle } from '../register/acknowledgement.ts';
import type { Register } from '../register/database.ts';

/** Judgement: a server files what it sent within minutes; after this a Sent folder is asked no more, and a person decides. */
const ASK_FOR_MS = 60 * 60 * 1000;

/** Absence proves nothing, so a row without evidence stays `unknown`, for a person. @returns how many were proved sent. */
export async function seekEvidence(db: Register, config: Config, now: Date): Promise<number> {
  let proved = 0;
  for (const { row, mailbox, unknownAt } of await listUnknown(db)) {
    const late = unknownAt !== null && now.getTime() - unknownAt.getTime() > ASK_FOR_MS;
    const because = await evidenceOf(row.mail_message_id, late ? null : mailbox, config);
    if (because === null) continue;
    await settle(db, row, { outcome: 'sent', reply: because }, now);
    proved += 1;
  }
  return proved;
}

async function evidenceOf(messageId: string, mailbox: string | null, config: Config): Promise<string | null> {
  const { outgoing, mailboxes, acknowledge } = config.authority;
  if (outgoing === null || acknowledge.dryRun) {
    const file = join(outboxOf(config), outboxName(messageId));
    return access(file).then(
      () => `found in ${file}`,
      () => null,
    );
  }
  const from = mailboxes.find(({ name }) => name === mailbox);
  if (!outgoing.sentFolder || !from) return null;
  const { found, because } = await findInSent(from, messageId);
  return found ? because : null;
}
