// Says in a caseworker's words why bytes could not be read as a mail.
import { reasonOf } from '../errors.ts';
import { headerBlock } from './received.ts';

/** Header lines of which every mail has at least one: RFC 5322 section 3.6, and what mail servers add. */
const MAIL_HEADER =
  /^(?:from|to|cc|date|subject|message-id|received|return-path|delivered-to|mime-version|content-type|reply-to|sender)[ \t]*:/im;

/** Why these bytes are no mail, or null when they look like one. */
export function whyNoMail(bytes: Buffer): string | null {
  if (bytes.length === 0) return 'The file is empty.';
  if (!bytes.some((byte) => byte > 0x20)) return 'The file holds nothing but blanks or zero bytes.';
  if (MAIL_HEADER.test(headerBlock(bytes))) return null;
  return 'This does not look like an e-mail: it has none of the lines that every e-mail starts with (From, To, Date, Subject).';
}

/** What the parser's failure means. */
export function whyUnreadable(thrown: unknown): string {
  const reason = reasonOf(thrown);
  if (/child nodes/i.test(reason))
    return 'The e-mail has more than 1,000 parts, which no real one has; it was kept unopened.';
  if (/header|head size/i.test(reason))
    return 'The header lines of the e-mail are larger than 1 MB; it was kept unopened.';
  return `The e-mail is broken and could not be taken apart (${reason}).`;
}
