// Sends one acknowledgement: claims it, writes the letter, hands it over once, and records what became of it.

import type { Authority } from '../authority.ts';
import { PermanentError, reasonOf } from '../errors.ts';
import type { OutgoingMail, Sent, Transport } from '../mail/send.ts';
import { type AcknowledgementRow, type Counts, type Leave, settle, startSending } from '../register/acknowledgement.ts';
import type { Register } from '../register/database.ts';
import { requestsOf } from '../register/request.ts';
import { alertLetter } from './alert.ts';
import { compose } from './compose.ts';
import { letter } from './letter.ts';
import type { LetterTemplates } from './letter-templates.ts';
import { withinLimits } from './limits.ts';

export interface AcknowledgeDesk {
  readonly db: Register;
  readonly authority: Authority;
  readonly transport: Transport;
  /** The wording in force. */
  readonly letters: () => Promise<LetterTemplates>;
  /** The number whose advisory lock shows that this process lives. */
  readonly worker: number;
  readonly secret: string;
  readonly now: () => Date;
  /** A copy for the Sent folder of the mailbox, where there is one; never throws. */
  readonly afterSent: (row: AcknowledgementRow, mail: OutgoingMail) => Promise<void>;
}

/** Judgement: how soon a held receipt looks again whether the switch was put back. */
const SWITCHED_OFF_MS = 10 * 60 * 1000;

export async function acknowledge(id: string, desk: AcknowledgeDesk): Promise<void> {
  const row = await startSending(desk.db, id, desk.worker, desk.now(), (waiting, count) => mayGo(waiting, count, desk));
  if (!row) return;
  const mail = await write(row, desk).catch((error: unknown) => reasonOf(error));
  const sent: Sent =
    typeof mail === 'string'
      ? { outcome: 'failed', because: `no letter could be written: ${mail}` }
      : await desk.transport.send(mail);
  await settle(desk.db, row, sent, desk.now());
  if (typeof mail !== 'string' && sent.outcome === 'sent') await desk.afterSent(row, mail);
}

/** The kill switch and the limits; an alert to our own duty officer knows neither. */
async function mayGo(row: AcknowledgementRow, count: () => Promise<Counts>, desk: AcknowledgeDesk): Promise<Leave> {
  if (row.kind === 'alert') return { action: 'send' };
  const settings = desk.authority.acknowledge;
  if (!settings.enabled) {
    return {
      action: 'hold',
      because: 'acknowledgements are switched off',
      retryAt: new Date(desk.now().getTime() + SWITCHED_OFF_MS),
    };
  }
  return withinLimits(row.to_address, await count(), settings, desk.now());
}

async function write(row: AcknowledgementRow, desk: AcknowledgeDesk): Promise<OutgoingMail> {
  const { authority, secret } = desk;
  const cases = await requestsOf(desk.db, row.request_ids);
  const { from, envelopeFrom } = senderOf(authority);
  const said =
    row.kind === 'alert'
      ? alertLetter(authority, row.message_id)
      : letter(await desk.letters(), { authority, cases: cases.map(({ letterCase }) => letterCase) });
  const mail = compose(said, {
    to: row.to_address,
    from,
    fromName: authority.name,
    envelopeFrom,
    reference: cases[0]?.letterCase.reference ?? `alert ${row.message_id}`,
    inReplyTo: row.kind === 'alert' ? null : (cases[0]?.mailMessageId ?? null),
    date: row.created_at,
    secret,
  });
  if (mail.messageId !== row.mail_message_id)
    throw new PermanentError('its Message-ID is not the one in the register: was the sender address changed?');
  return mail;
}

/** Where acknowledgements come from: the configured sender, else the first of our own addresses. */
export function senderOf(authority: Authority): { from: string; envelopeFrom: string } {
  const from = authority.outgoing?.from ?? authority.addresses[0] ?? authority.contact.email;
  return { from, envelopeFrom: authority.outgoing?.envelopeFrom ?? from };
}
