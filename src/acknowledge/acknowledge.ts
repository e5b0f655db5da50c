// Sends one acknowledgement: claims it, writes the letter, hands it over once, and records what became of it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authority } from '../authority.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { PermanentError, reasonOf } from '../errors.ts';
import type { OutgoingMail, Sent, Transport } from '../mail/send.ts';
import { type AcknowledgementRow, type Leave, settle, startSending } from '../register/acknowledgement.ts';
import type { Register } from '../register/database.ts';
import { alertedOf, type Lately } from '../register/lately.ts';
import { requestsOf } from '../register/request.ts';
import { alertLetter } from './alert.ts';
import { compose } from './compose.ts';
import { letter } from './letter.ts';
import type { LetterTemplates } from './letter-templates.ts';
import { alertsWithinLimit, givesAddresses, withinLimits } from './limits.ts';

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
  const row = await startSending(desk.db, id, desk.worker, desk.now(), (waiting, lately) =>
    mayGo(waiting, lately, desk),
  );
  if (!row) return;
  const { mail, sent } = await handOver(row, desk);
  await settleSurely(row, sent, desk);
  if (mail !== null && sent.outcome === 'sent') await desk.afterSent(row, mail);
}

/** Writes and sends. What goes wrong before the way out has it is tried again, unless trying cannot help. Never throws. */
async function handOver(
  row: AcknowledgementRow,
  desk: AcknowledgeDesk,
): Promise<{ mail: OutgoingMail | null; sent: Sent }> {
  try {
    const mail = await write(row, desk);
    return { mail, sent: await desk.transport.send(mail) };
  } catch (error) {
    const outcome = error instanceof PermanentError ? 'failed' : 'retry';
    return { mail: null, sent: { outcome, because: `it could not be written: ${reasonOf(error)}` } };
  }
}

/** Only this process knows what became of the letter, so a register that is away for a moment is told again. Judgement. */
const TELL_AGAIN_AFTER_MS = [100, 1000, 5000, 15_000];

async function settleSurely(row: AcknowledgementRow, sent: Sent, desk: AcknowledgeDesk): Promise<void> {
  for (const waitMs of TELL_AGAIN_AFTER_MS) {
    try {
      return await settle(desk.db, row, sent, desk.now());
    } catch {
      await sleep(waitMs);
    }
  }
  await settle(desk.db, row, sent, desk.now());
}

/** The kill switch, and the limits unless a person let it go; an alert to our own duty officer has a limit of its own, and no switch. */
async function mayGo(row: AcknowledgementRow, lately: Lately, desk: AcknowledgeDesk): Promise<Leave> {
  if (row.kind === 'alert') return alertsWithinLimit(await lately.alerts(), desk.authority.alertsPerHour, desk.now());
  const settings = desk.authority.acknowledge;
  if (!settings.enabled) {
    return {
      action: 'hold',
      because: 'acknowledgements are switched off',
      retryAt: new Date(desk.now().getTime() + SWITCHED_OFF_MS),
    };
  }
  if (row.released_at !== null) return { action: 'send' };
  const counts = await lately.receipts(givesAddresses(row.to_address, settings));
  return withinLimits(row.to_address, counts, settings, desk.now());
}

async function write(row: AcknowledgementRow, desk: AcknowledgeDesk): Promise<OutgoingMail> {
  const { authority, secret } = desk;
  const cases = await requestsOf(desk.db, row.request_ids);
  if (cases.length < row.request_ids.length)
    throw new PermanentError('a request that it names has no due date: staff write to the requester');
  const { from, envelopeFrom } = senderOf(authority);
  const said =
    row.kind === 'alert'
      ? alertLetter(authority, await alertedOf(desk.db, row, desk.now()))
      : letter(await desk.letters(), {
          authority,
          cases: cases.map(({ letterCase }) => letterCase),
          writtenOn: receivedOnOf(row.created_at, authority.timeZone),
        });
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
    throw new Error('its Message-ID is not the one in the register: put the sender address in authority.yaml back');
  return mail;
}

/** Where acknowledgements come from: the configured sender, else the first of our own addresses. */
export function senderOf(authority: Authority): { from: string; envelopeFrom: string } {
  const from = authority.outgoing?.from ?? authority.addresses[0] ?? authority.contact.email;
  return { from, envelopeFrom: authority.outgoing?.envelopeFrom ?? from };
}
