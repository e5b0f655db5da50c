// Raw bytes to a Mail: every field decoded and cleaned once, here, so that nothing behind this line meets a raw one.
import { type Address, addresses } from './address.ts';
import { attachedMails, originalIdsOf } from './attached.ts';
import { textOf, typesOf } from './body.ts';
import { cutTo, fileName, manyLines, messageIds, oneLine } from './clean.ts';
import { cleanedHeaders, rawHeadersOf, returnPathOf } from './header-fields.ts';
import { mailDate } from './mail-date.ts';
import { type File, mime } from './mime.ts';
import { type Segment, segments } from './quoted.ts';
import { headerBlock, topmostReceived } from './received.ts';
import { whyNoMail, whyUnreadable } from './unreadable.ts';

export type { Address } from './address.ts';

/** A file that came with the mail; `text` only of text/plain and text/csv up to 64 kB. */
export interface Attachment {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly text: string | null;
}

/** A mail as the rest of the program knows it. Addresses are validated, texts cleaned, instants Dates. */
export interface Mail {
  /** `<a@b>` in printable ASCII, or null. A link only: senders choose it. */
  readonly messageId: string | null;
  readonly inReplyTo: readonly string[];
  readonly references: readonly string[];
  readonly from: readonly Address[];
  readonly sender: Address | null;
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** Entries of From that were empty, a group, ambiguous, or no address; 1 when there is no From. */
  readonly badAddresses: number;
  /** '' is `<>`; null is no header; what is no address is kept as cleaned text, which agrees with no From. */
  readonly returnPath: string | null;
  readonly sentAt: Date | null;
  /** The topmost valid Received. */
  readonly receivedAt: Date | null;
  readonly receivedHops: number;
  readonly subject: string;
  /** Text parts, else HTML as text; attached mails follow under a line that says so. At most 1 MB. */
  readonly body: string;
  readonly bodyCut: boolean;
  readonly segments: readonly Segment[];
  /** Lower-case name → cleaned, unfolded values, every instance, in order. Encoded words stay encoded. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** Content types of this mail's own parts (not those inside an attached mail), lower case, without parameters. */
  readonly partTypes: readonly string[];
  /** The words of delivery-status, feedback-report and disposition parts. */
  readonly reportText: string;
  /** Message-IDs of a returned or attached mail, and those that a bounce quotes in its text. */
  readonly originalIds: readonly string[];
  readonly attachments: readonly Attachment[];
}

export type Parsed =
  | { readonly state: 'parsed'; readonly mail: Mail }
  | { readonly state: 'unparsable'; readonly because: string };

/** Judgement: a thread is found by its newest ids. */
const MAX_IDS = 100;
/** The contract of Mail.body: UTF-16 units kept. */
const MAX_BODY_CHARACTERS = 1024 * 1024;
const isReport = (type: string): boolean =>
  /^message\/(?:(?:global-)?delivery-status|feedback-report|(?:global-)?disposition-notification)$/.test(type);

/** A text file says nothing about its charset: UTF-16 with a byte order mark, UTF-8 where valid, else Windows-1252. */
function decoded(content: Buffer): string {
  if (content.length > 1 && content.readUInt16LE(0) === 0xfeff) return content.toString('utf16le');
  const text = content.toString('utf8');
  return text.includes('\ufffd') ? content.toString('latin1') : text;
}

const attachmentOf = (file: File): Attachment => ({
  filename: fileName(file.name),
  contentType: oneLine(file.type, 100),
  bytes: file.bytes,
  text: file.type.startsWith('text/') && file.content !== null ? manyLines(decoded(file.content)) : null,
});

/** What stands behind the header block, undecoded. */
function rawBody(bytes: Buffer): string {
  const text = bytes.toString('utf8', 0, MAX_BODY_CHARACTERS * 2);
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? '' : text.slice(end.index).trim();
}

async function mailOf(bytes: Buffer): Promise<Mail> {
  const taken = await mime(bytes);
  const raw = rawHeadersOf(taken.lines);
  const all = (name: string): readonly string[] => raw.get(name) ?? [];
  const listed = (name: string): Address[] => all(name).flatMap((value) => addresses(value).list);
  const ids = (name: string): string[] => all(name).flatMap(messageIds).slice(-MAX_IDS);
  const from = all('from').map(addresses);
  const partTypes = typesOf(taken.root);
  const attached = await attachedMails(taken.files);
  // What a bounce returns is not news; a mail that a person attached is.
  const shown = partTypes.includes('multipart/report') ? [] : attached.map((mail) => mail.text);
  const found = [textOf(taken.root), ...shown].join('\n\n');
  // A mail whose parts no boundary separates has its words between the lines: shown as they are rather than lost.
  const text = manyLines(found.trim() === '' && taken.files.length === 0 ? rawBody(bytes) : found);
  const body = cutTo(text, MAX_BODY_CHARACTERS);
  const subject = oneLine(taken.subject);
  const reports = taken.files.filter((file) => isReport(file.type) && file.content !== null);
  return {
    messageId: ids('message-id')[0] ?? null,
    inReplyTo: ids('in-reply-to'),
    references: ids('references'),
    from: from.flatMap(({ list }) => list),
    sender: listed('sender')[0] ?? null,
    replyTo: listed('reply-to'),
    to: listed('to'),
    cc: listed('cc'),
    badAddresses: from.length === 0 ? 1 : from.reduce((sum, { bad }) => sum + bad, 0),
    returnPath: returnPathOf(all('return-path')[0]),
    sentAt: mailDate(all('date')[0] ?? ''),
    receivedAt: topmostReceived(all('received')),
    receivedHops: all('received').length,
    subject,
    body,
    bodyCut: body.length < text.length,
    segments: segments(body, subject),
    headers: cleanedHeaders(raw),
    partTypes,
    reportText: manyLines(reports.map((file) => file.content?.toString('utf8') ?? '').join('\n')),
    originalIds: originalIdsOf(taken.files, attached, body),
    attachments: taken.files.map(attachmentOf),
  };
}

/** From where the header lines begin: a byte order mark, blank lines and an mbox "From " line may stand before them. */
function fromFirstHeader(bytes: Buffer): Buffer {
  const before = /^(?:\xef\xbb\xbf)?\s*(?:>?From [^\n]{0,300}\n)?/.exec(bytes.toString('latin1', 0, 4096));
  return bytes.subarray(before?.[0].length ?? 0);
}

/** The mail in these bytes, or why there is none in words for a caseworker. Never throws, for any bytes. */
export async function parse(bytes: Buffer): Promise<Parsed> {
  const because = whyNoMail(bytes, headerBlock(bytes));
  if (because !== null) return { state: 'unparsable', because };
  try {
    return { state: 'parsed', mail: await mailOf(fromFirstHeader(bytes)) };
  } catch (thrown) {
    return { state: 'unparsable', because: whyUnreadable(thrown) };
  }
}
