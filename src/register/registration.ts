// Writes what became of a batch of mails: requests with references and due dates, suggestions, receipts, events. One transaction, the caller's.
import type { Authority } from '../authority.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { bodyHash } from './body-hash.ts';
import type { Desk, Entry, Worked } from './entry.ts';
import type { Db } from './event.ts';
import { type FiledMail, fileMails, writeSuggestions } from './filed-mail.ts';
import { filing } from './filing.ts';
import { openRequests } from './opened-request.ts';
import { readyAlerts, readyReceipts } from './receipt.ts';
import { recordFiled } from './timeline.ts';

/** @returns the ids of acknowledgements that are ready to be sent. */
export async function register(tx: Db, batch: readonly Worked[], desk: Desk): Promise<string[]> {
  const entries = batch.map((worked) => entryOf(worked, desk.authority));
  const opened = await openRequests(tx, entries, desk.authority);
  await fileMails(tx, entries.map(filedMail));
  await writeSuggestions(tx, entries);
  const receipts = await readyReceipts(tx, entries, opened, desk);
  const alerts = await readyAlerts(tx, entries, desk);
  await recordFiled(tx, entries, opened);
  return [...receipts, ...alerts];
}

function entryOf(worked: Worked, authority: Authority): Entry {
  return {
    worked,
    receivedOn: receivedOnOf(worked.waiting.receivedAt, authority.timeZone),
    filing: worked.outcome === 'classified' ? filing(worked.classification, worked.thread, worked.unsure) : null,
  };
}

function filedMail({ worked, receivedOn, filing: filed }: Entry): FiledMail {
  const { waiting } = worked;
  const arrived = { id: waiting.id, received_at: waiting.receivedAt.toISOString(), received_on: receivedOn };
  if (worked.outcome === 'unparsable') {
    const because = `could not be read: ${worked.because}`;
    return {
      ...arrived,
      state: 'unparsable',
      kind: 'general',
      parked_because: because,
      receipt_send: false,
      receipt_because: because,
    };
  }
  const { mail } = worked;
  const read = {
    ...arrived,
    mail_message_id: mail.messageId,
    body_sha256: bodyHash(mail),
    from_address: mail.from[0]?.address ?? null,
    from_name: mail.from[0]?.name ?? null,
    subject: mail.subject,
    body: mail.body,
  };
  if (worked.outcome === 'again') {
    return {
      ...read,
      state: 'registered',
      again_of: worked.of.messageId,
      kind: worked.of.kind ?? 'general',
      receipt_send: false,
      receipt_because: 'a copy of a mail that was registered before',
    };
  }
  const { classification, receipt } = worked;
  const parked = filed?.parked ?? (!receipt.send && receipt.human ? receipt.because : null);
  return {
    ...read,
    state: parked === null ? 'registered' : 'parked',
    parked_because: parked,
    kind: classification.kind,
    also_kinds: [...classification.alsoKinds],
    kind_because: classification.kindBecause,
    receipt_send: receipt.send,
    receipt_because: receipt.because,
    likely_request_id: filed?.likelyRequestId ?? null,
    concerns_acknowledgement_id: worked.thread?.acknowledgementId ?? null,
    rules_version: classification.rules.version,
    classification: {
      regime: classification.regime,
      alsoRegimes: classification.alsoRegimes,
      parts: classification.parts,
      references: classification.references,
      opens: classification.opens,
      segments: mail.segments,
    },
  };
}
