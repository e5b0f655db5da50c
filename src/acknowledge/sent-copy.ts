// Puts a copy of a sent acknowledgement into the Sent folder of the mailbox that the mail came to, where there is one.
import type { Authority } from '../authority.ts';
import { codeOf, type Log } from '../log.ts';
import { type OutgoingMail, render } from '../mail/send.ts';
import { appendToSent } from '../mail/sent-folder.ts';
import type { AcknowledgementRow } from '../register/acknowledgement.ts';
import type { Register } from '../register/database.ts';

/** Best effort: the letter has left, so a failure is noted on its row and never thrown. */
export function copyToSent(
  db: Register,
  authority: Authority,
  log: Log,
): (row: AcknowledgementRow, mail: OutgoingMail) => Promise<void> {
  return async (row, mail) => {
    if (!authority.outgoing?.sentFolder || authority.acknowledge.dryRun) return;
    try {
      const delivery = await db
        .selectFrom('delivery')
        .select('mailbox')
        .where('message_id', '=', row.message_id)
        .where('mailbox', 'is not', null)
        .executeTakeFirst();
      const mailbox = authority.mailboxes.find(({ name }) => name === delivery?.mailbox);
      if (!mailbox) return;
      const { because } = await appendToSent(mailbox, await render(mail), mail.date);
      await db.updateTable('acknowledgement').set({ sent_copy: because }).where('id', '=', row.id).execute();
    } catch (error) {
      log.warn({ acknowledgementId: row.id, code: codeOf(error) }, 'no copy in the Sent folder');
    }
  };
}
