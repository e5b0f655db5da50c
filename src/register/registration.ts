// Writes what became of a batch of mails: requests with references and due dates, suggestions, receipts, events. One transaction, the caller's.
import type { Authority } from '../authority.ts';
import type { Text } from '../classify/text.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import type { Mail } from '../mail/parse.ts';
import { bodyHash } from './body-hash.ts';
import { type Desk, type Entry, parkedBecause, type Worked } from './entry.ts';
import type { Db } from './event.ts';
import { type FiledMail, fileMails, writeSuggestions } from './filed-mail.ts';
import { type Filing, filing, unclassified } from './filing.ts';
import { openRequests } from './opened-request.ts';
import { readyAlerts, readyReceipts, withDates } from './receipt.ts';
import { recordFiled } from './timeline.ts';

/** @returns the ids of acknowledgements that are ready to be sent. */
export async function register(tx: Db, batch: readonly Worked[], desk: Desk): Promise<string[]> {
  const read = batch.map((worked) => entryOf(worked, desk.authority));
  const opened = await openRequests(tx, read, desk.authority);
  const entries = read.map((entry) => withDates(entry, opened));
  await fileMails(tx, entries.map(filedMail));
  await writeSuggestions(tx, entries);
  const receipts = await readyReceipts(tx, entries, opened, desk);
  const ready = [...receipts, ...(await readyAlerts(tx, entries, desk))];
  await recordFiled(tx, entries, opened, ready);
  return ready.map(({ id }) => id);
}

function entryOf(worked: Worked, authority: Authority): Entry {
  return {
    worked,
    receivedOn: receivedOnOf(worked.waiting.receivedAt, authority.timeZone),
    filing: filingOf(worked),
  };
}

function filingOf(worked: Worked): Filing | null {
  if (worked.outcome === 'classified') return filing(worked.classification, worked.thread, worked.unsure);
  return worked.outcome === 'unclassified' ? unclassified(worked.thread, worked.because) : null;
}

function filedMail(entry: Entry): FiledMail {
  const { worked, receivedOn, filing: filed } = entry;
  const { waiting } = worked;
  const arrived = { id: waiting.id, received_at: waiting.receivedAt.toISOString(), received_on: receivedOn };
  const because = parkedBecause(entry);
  const left = {
    kind: 'general',
    parked_because: because,
    receipt_send: false,
    receipt_because: because ?? '',
    likely_request_id: filed?.likelyRequestId ?? null,
  };
  if (worked.outcome === 'unparsable') return { ...arrived, ...left, state: 'unparsable' };
  const read = { ...arrived, ...wordsOf(worked.mail) };
  if (worked.outcome === 'unclassified') return { ...read, ...left, text: keptText(worked.text), state: 'parked' };
  return worked.outcome === 'again'
    ? { ...read, ...repeated(worked) }
    : { ...read, ...classified(worked), ...parkedAs(because), likely_request_id: left.likely_request_id };
}

const parkedAs = (because: string | null) =>
  ({ state: because === null ? 'registered' : 'parked', parked_because: because }) as const;

const wordsOf = (mail: Mail) => ({
  mail_message_id: mail.messageId,
  body_sha256: bodyHash(mail),
  from_address: mail.from[0]?.address ?? null,
  from_name: mail.from[0]?.name ?? null,
  subject: mail.subject,
  body: mail.body,
});

/** What `stored-text.ts` puts together again with subject, body and sender. */
const keptText = ({ segments, attachmentText, platform, machine, threaded, junk }: Text) => ({
  segments,
  attachmentText,
  platform,
  machine,
  threaded,
  junk,
});

const repeated = ({ of }: Extract<Worked, { outcome: 'again' }>) =>
  ({
    state: 'registered',
    again_of: of.messageId,
    kind: of.kind ?? 'general',
    receipt_send: false,
    receipt_because: 'a copy of a mail that was registered before',
  }) as const;

const classified = ({
  mail,
  text,
  classification,
  secondOpinions,
  receipt,
  thread,
}: Extract<Worked, { outcome: 'classified' }>) => ({
  kind: classification.kind,
  also_kinds: [...classification.alsoKinds],
  kind_because: classification.kindBecause,
  receipt_send: receipt.send,
  receipt_because: receipt.because,
  concerns_acknowledgement_id: thread?.acknowledgementId ?? null,
  rules_version: classification.rules.version,
  text: keptText(text),
  classification: {
    regime: classification.regime,
    alsoRegimes: classification.alsoRegimes,
    parts: classification.parts,
    references: classification.references,
    opens: classification.opens,
    segments: mail.segments,
    secondOpinions,
  },
});
