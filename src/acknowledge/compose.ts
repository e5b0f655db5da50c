// Turns a letter into the one mail that goes out: envelope, headers and Message-ID made by us, every address checked again.
import { createHmac } from 'node:crypto';
import { bareAddress, isRouted } from '../bare-address.ts';
import { PermanentError } from '../errors.ts';
import { messageIds, oneLine } from '../mail/clean.ts';
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

/** The header that our own mail carries; any mail that brings it in is never answered. */
export const LOOP_HEADER = 'X-FOI-Loop';

/** `FOI/000123/26` sent from foi@northmere.police.example → `<ack.FOI-000123-26.1@northmere.police.example>`. */
export function acknowledgementId(reference: string, from: string): string {
  const slug = reference
    .normalize('NFKD')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (slug === '') throw new PermanentError(`the reference "${reference}" has no letter or digit to make an id from`);
  return `<ack.${slug}.1@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

/** Whether an id has the form of one of our acknowledgements at one of our domains. */
export const isAcknowledgementId = (id: string, domains: readonly string[]): boolean => {
  const [, domain = ''] = /^<ack\.[A-Za-z0-9-]+\.\d+@([^\s<>@]+)>$/.exec(id) ?? [];
  return domains.includes(domain.toLowerCase());
};

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
