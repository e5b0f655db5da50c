// Turns a letter into the one mail that goes out: envelope, headers and Message-ID made by us, every address checked again.
import { createHmac } from 'node:crypto';
import { bareAddress, isRouted } from '../bare-address.ts';
import { PermanentError } from '../errors.ts';
import { messageIds, oneLine } from '../mail/clean.ts';
import { acknowledgementId, LOOP_HEADER } from '../mail/our-marks.ts';
import type { OutgoingMail } from '../mail/send.ts';
import type { Letter } from './letter.ts';

/** Who the receipt is from, to whom, and which mail it answers. */
export interface Posting {
  /** From mayAnswer. */
  readonly to: string;
  readonly from: string;
  readonly fromName: string;
  /** Where bounces go; '' for `<>`. */
  readonly envelopeFrom: string;
  /** The first reference that the letter names: the Message-ID follows from it, so a second attempt has the same. */
  readonly reference: string;
  /** Message-ID of the mail that is answered, from the register. */
  readonly inReplyTo: string | null;
  /** When the acknowledgement was made: the same at every attempt, so that its bytes are the same. */
  readonly date: Date;
  /** Signs the loop header: config's `secret()`. */
  readonly secret: string;
}

/** The value of the loop header: nobody else can make it for a mail of ours. */
export const loopMark = (secret: string, messageId: string): string =>
  createHmac('sha256', secret).update(messageId).digest('hex');

function checked(address: string, what: string): string {
  const bare = bareAddress(address);
  if (bare === null || isRouted(bare))
    throw new PermanentError(`${what} is no plain e-mail address: the receipt is not sent`);
  return bare;
}

/**
 * The receipt as one mail to one recipient. Headers: RFC 3834 section 5 (Auto-Submitted), [MS-OXCMAIL] section 2.1.3.2.20
 * (X-Auto-Response-Suppress), Precedence as Pigeonhole's vacation sets it. Pure.
 * @throws PermanentError when an address does not hold up to a second look.
 */
export function compose(letter: Letter, posting: Posting): OutgoingMail {
  const from = checked(posting.from, 'the sender address of acknowledgements');
  const messageId = acknowledgementId(posting.reference, from);
  const [inReplyTo = null, ...others] = messageIds(posting.inReplyTo ?? '');
  return {
    envelopeFrom: posting.envelopeFrom === '' ? '' : checked(posting.envelopeFrom, 'the envelope sender'),
    to: checked(posting.to, 'the recipient'),
    from,
    fromName: oneLine(posting.fromName, 200),
    subject: oneLine(letter.subject),
    text: letter.text,
    html: letter.html,
    messageId,
    inReplyTo: inReplyTo === posting.inReplyTo && others.length === 0 ? inReplyTo : null,
    headers: {
      'Auto-Submitted': 'auto-replied',
      'X-Auto-Response-Suppress': 'All',
      Precedence: 'bulk',
      [LOOP_HEADER]: loopMark(posting.secret, messageId),
    },
    date: posting.date,
  };
}
