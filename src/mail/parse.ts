// Raw bytes to a Mail: every field decoded and cleaned once, here, so that nothing behind this line meets a raw one.
import { type Attachment, attachedMails, attachmentOf, originalIdsOf } from './attached.ts';
import { textOf, typesOf } from './body.ts';
import { cutTo, manyLines, oneLine } from './clean.ts';
import { cleanedHeaders, fieldsOf, type HeaderFields, rawHeadersOf } from './header-fields.ts';
import { mime } from './mime.ts';
import { type Segment, segments } from './quoted.ts';
import { whyNoMail, whyUnreadable } from './unreadable.ts';

export type { Address } from './address.ts';
export type { Attachment } from './attached.ts';

/** A mail as the rest of the program knows it. Addresses are validated, texts cleaned, instants Dates. */
export interface Mail extends HeaderFields {
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

/** The contract of Mail.body: UTF-16 units kept. */
const MAX_BODY_CHARACTERS = 1024 * 1024;
const isReport = (type: string): boolean =>
  /^message\/(?:(?:global-)?delivery-status|feedback-report|(?:global-)?disposition-notification)$/.test(type);

/** What stands behind the header block, undecoded. */
function rawBody(bytes: Buffer): string {
  const text = bytes.toString('utf8', 0, MAX_BODY_CHARACTERS * 2);
  const end = /\r?\n\r?\n/.exec(text);
  return end === null ? '' : text.slice(end.index).trim();
}

async function mailOf(bytes: Buffer): Promise<Mail> {
  const taken = await mime(bytes);
  const raw = rawHeadersOf(taken.lines);
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
    ...fieldsOf(raw),
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
  const because = whyNoMail(bytes);
  if (because !== null) return { state: 'unparsable', because };
  try {
    return { state: 'parsed', mail: await mailOf(fromFirstHeader(bytes)) };
  } catch (thrown) {
    return { state: 'unparsable', because: whyUnreadable(thrown) };
  }
}
