// Who the sender claims to be: ourselves, a robot's address, a forger, a spammer, or nobody in particular.

import { bareAddress } from '../bare-address.ts';
import { authResults } from '../mail/authentication.ts';
import { isAcknowledgementId } from '../mail/our-marks.ts';
import { domainOf, isOurs, passesDmarc, sameOrganisation } from './answer-address.ts';
import { type Check, envelopeSender, type Facts, isWebForm, valuesOf } from './check.ts';

/** RFC 3834 section 2, RFC 2142, Pigeonhole and Alaveteli's ReplyToAddressValidator: addresses that no person reads. */
const ROBOT =
  /^(?:mailer-daemon|postmaster|post_master|listserv|listproc|majordomo|mailman|owner-.*|.*-request|.*-owner|.*-bounces(?:\+.*)?)$/i;
/** May be followed by a tag: no-reply+42@, noreply-forms@. */
const NO_REPLY = /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|auto[-_.]?reply|autoresponder)(?:[-+_.].*)?$/i;

export const isRobot = (address: string): boolean => ROBOT.test(address.slice(0, address.lastIndexOf('@')));
export const isNoReply = (address: string): boolean => NO_REPLY.test(address.slice(0, address.lastIndexOf('@')));

const claimed = ({ mail }: Facts): string[] =>
  [...mail.from, ...(mail.sender ? [mail.sender] : [])].map((one) => one.address);

const noSingleSender: Check = {
  human: true,
  refuses: ({ mail }) => {
    if (valuesOf(mail, 'from').length > 1) return 'it has more than one From header';
    if (mail.from.length > 1) return 'it names more than one sender in From';
    if (mail.badAddresses > 0 || mail.from.length === 0)
      return 'its From header holds no address that is clear beyond doubt';
    const address = mail.from[0]?.address ?? '';
    return bareAddress(address) === null ? 'the address in From cannot be written to' : null;
  },
};

const ourselves: Check = {
  human: false,
  refuses: (facts) => {
    if (isWebForm(facts)) return null;
    const wire = envelopeSender(facts);
    const found = [...claimed(facts), ...(wire === null ? [] : [wire])].find((address) =>
      isOurs(address, facts.authority),
    );
    return found === undefined ? null : 'it came from one of our own addresses';
  },
};

/** A mail made on our own servers: a colleague's, or a receipt that was sent back. */
const ownMessageId: Check = {
  human: true,
  refuses: (facts) => {
    const { domains } = facts.authority;
    const id = facts.mail.messageId;
    if (id === null) return null;
    const ours = isWebForm(facts) ? isAcknowledgementId(id, domains) : domains.includes(domainOf(id.slice(0, -1)));
    return ours ? 'its Message-ID was made at our own domain' : null;
  },
};

/** Our letter says of itself, in both languages, that it was sent automatically; whoever repeats that quotes us. */
const OUR_WORDS = /this receipt was sent automatically|anfonwyd y dderbynneb hon yn awtomatig/i;

/** Mail-safety list, A 4: our own acknowledgement comes back, attached, or as words of the mail. */
const returned: Check = {
  human: true,
  refuses: ({ mail, authority }) => {
    if (mail.originalIds.some((id) => isAcknowledgementId(id, authority.domains)))
      return 'it brings our own acknowledgement back';
    const own = mail.segments.filter(({ kind }) => kind === 'own').map(({ start, end }) => mail.body.slice(start, end));
    return own.some((words) => OUR_WORDS.test(words)) ? 'it repeats our own acknowledgement' : null;
  },
};

const robot: Check = {
  human: false,
  refuses: (facts) => {
    const wire = envelopeSender(facts);
    const found = [...claimed(facts), ...(wire === null ? [] : [wire])].find(isRobot);
    return found === undefined ? null : 'its sender is a mail system or a list, not a person';
  },
};

const noReply: Check = {
  human: true,
  refuses: (facts) =>
    !isWebForm(facts) && claimed(facts).some(isNoReply)
      ? 'its sender takes no replies (a portal that is not listed under webForms?)'
      : null,
};

/** A "fail" counts whoever wrote it; a "pass" only from our own mail server. RFC 7489 section 6.6.2, RFC 8601 section 5. */
const forged: Check = {
  human: true,
  refuses: (facts) => {
    const results = authResults(facts.mail.headers);
    if (results.some(({ dmarc }) => dmarc.some(({ result }) => result === 'fail'))) {
      return 'its sender may be forged: DMARC failed';
    }
    if (passesDmarc(facts)) return null;
    const from = domainOf(facts.mail.from[0]?.address ?? '');
    const unsigned = results.some(
      ({ spf, dkim }) =>
        spf.some(({ result }) => result === 'fail') &&
        !dkim.some(({ result, domain }) => result === 'pass' && domain !== null && sameOrganisation(domain, from)),
    );
    return unsigned ? 'its sender may be forged: SPF failed and no signature of that domain holds' : null;
  },
};

/** Microsoft: a spam confidence level of 5 or more is spam (learn.microsoft.com, "Spam confidence level in EOP"). */
const SPAM_LEVEL = 5;
const spam: Check = {
  human: false,
  refuses: ({ mail }) => {
    const yes = ['x-spam-flag', 'x-spam-status', 'x-spam'].find((name) =>
      valuesOf(mail, name).some((value) => /^\s*(?:yes|true)\b/i.test(value)),
    );
    if (yes !== undefined) return `the mail server calls it spam (${yes})`;
    const levels = [
      ...valuesOf(mail, 'x-ms-exchange-organization-scl'),
      ...valuesOf(mail, 'x-forefront-antispam-report').flatMap((value) => /\bSCL:(-?\d+)/i.exec(value)?.[1] ?? []),
    ].map(Number);
    const level = levels.find((one) => one >= SPAM_LEVEL);
    return level === undefined ? null : `the mail server calls it spam (confidence level ${level} of 9)`;
  },
};

export const SENDER_MARKS: readonly Check[] = [
  ourselves,
  ownMessageId,
  returned,
  robot,
  noSingleSender,
  noReply,
  forged,
  spam,
];
