// Marks by which a machine, a list or a loop shows itself: mail with one of them never gets a receipt.
import { machine } from '../mail/automatic.ts';
import { LOOP_HEADER } from '../mail/our-marks.ts';
import { type Check, type Facts, valuesOf } from './check.ts';

/** Judgement (mail-safety list, C 20): a mail passes fewer than ten servers; above 25 it goes round in circles. */
const MAX_RECEIVED = 25;

const first = (values: readonly string[], wanted: (value: string) => boolean): string | null =>
  values.find(wanted) ?? null;

/** RFC 3834 section 2: no response to a mail with a null return path. */
const nullSender: Check = {
  human: false,
  refuses: ({ mail, envelopeFrom }) =>
    envelopeFrom === '' || mail.returnPath === ''
      ? 'its return path is empty (<>): a report, which must never be answered'
      : null,
};

/** RFC 3834 section 5: every first word but "no" says that no person sent it by hand. Every instance counts. */
const autoSubmitted: Check = {
  human: false,
  refuses: ({ mail }) => {
    const token = (value: string): string => /^[^\s;(]*/.exec(value.trim())?.[0].toLowerCase() ?? '';
    const found = first(valuesOf(mail, 'auto-submitted'), (value) => token(value) !== 'no');
    return found === null ? null : `a machine sent it: Auto-Submitted says "${token(found)}"`;
  },
};

/** RFC 6522 (multipart/report), 3464 (delivery status), 8098 (read receipt), 5965 (feedback); Exim's X-Failed-Recipients. */
const report: Check = {
  human: false,
  refuses: ({ mail }) => {
    const form =
      /^(?:multipart\/report|message\/(?:(?:global-)?delivery-status|(?:global-)?disposition-notification|feedback-report))$/;
    const part = mail.partTypes.find((type) => form.test(type));
    if (part !== undefined) return `it is a report made by a mail system (${part})`;
    if (valuesOf(mail, 'x-failed-recipients').length > 0) return 'it reports a failed delivery (X-Failed-Recipients)';
    return null;
  },
};

/** Pigeonhole and Zammad: mail to many, or answers by machines. */
const precedence: Check = {
  human: false,
  refuses: ({ mail }) => {
    const found = first(valuesOf(mail, 'precedence'), (value) => /^(?:bulk|junk|list|auto_reply)$/i.test(value.trim()));
    return found === null ? null : `it is marked as sent to many (Precedence: ${found.trim().toLowerCase()})`;
  },
};

/** RFC 2369 and RFC 2919. */
const LIST_HEADERS = ['list-id', 'list-post', 'list-owner', 'list-help', 'list-archive', 'list-subscribe'];
const list: Check = {
  human: false,
  refuses: ({ mail }) => {
    const found = LIST_HEADERS.find((name) => valuesOf(mail, name).length > 0);
    return found === undefined ? null : `it came through a mailing list (${found})`;
  },
};

/** RFC 8058 puts List-Unsubscribe on much mail from one person to one other: alone it proves nothing. */
const unsubscribe: Check = {
  human: true,
  refuses: ({ mail }) =>
    valuesOf(mail, 'list-unsubscribe').length > 0
      ? 'it offers to unsubscribe (List-Unsubscribe): a list or a platform, which a person must tell apart'
      : null,
};

/** [MS-OXCMAIL] section 2.1.3.2.20: a wish not to be answered, no proof of a machine. OOF, DR, RN and NRN are other wishes. */
const suppress: Check = {
  human: true,
  refuses: ({ mail }) => {
    const wishes = valuesOf(mail, 'x-auto-response-suppress').flatMap((value) => value.split(/[,;\s]+/));
    const found = wishes.find((wish) => /^(?:all|autoreply)$/i.test(wish));
    return found === undefined ? null : `its sender asks for no automatic answer (X-Auto-Response-Suppress: ${found})`;
  },
};

/** Headers of answering machines, as froide, Alaveteli and RT know them. */
const AUTOREPLY_HEADERS = ['x-autoreply', 'x-autorespond', 'x-autoreply-from', 'x-mail-autoreply', 'x-loop'];
const autoreply: Check = {
  human: false,
  refuses: ({ mail }) => {
    const says = (name: string): boolean =>
      valuesOf(mail, name).some((value) => !/^\s*(?:no|false|0)\s*$/i.test(value));
    const found = AUTOREPLY_HEADERS.find(says);
    if (found !== undefined) return `an answering machine sent it (${found})`;
    const isAutoresponder = (value: string): boolean => /\bautoresponder\b/i.test(value);
    if (!valuesOf(mail, 'x-post-messageclass').some(isAutoresponder)) return null;
    return 'an answering machine sent it (X-POST-MessageClass)';
  },
};

const loop: Check = {
  human: false,
  refuses: ({ mail }) =>
    valuesOf(mail, LOOP_HEADER.toLowerCase()).length > 0
      ? 'it carries our own loop mark: a receipt that came back'
      : null,
};

const hops: Check = {
  human: true,
  refuses: ({ mail }) =>
    mail.receivedHops > MAX_RECEIVED
      ? `it passed ${mail.receivedHops} mail servers: it may be going round in circles`
      : null,
};

/** Wording alone (sure=false) never stops the receipt of a mail whose own text was found to be a request. */
const answeringMachine = (sure: boolean): Check => ({
  human: !sure,
  refuses: ({ mail, classification }: Facts) => {
    const found = machine(mail);
    if (found === null || found.sure !== sure) return null;
    if (!sure && classification.kind === 'request' && classification.opens === 'yes') return null;
    return sure ? `a machine sent it: ${found.because}` : `it may be an automatic reply: ${found.because}`;
  },
});

export const MACHINE_MARKS: readonly Check[] = [
  nullSender,
  autoSubmitted,
  report,
  loop,
  autoreply,
  precedence,
  list,
  answeringMachine(true),
  suppress,
  unsubscribe,
  hops,
  answeringMachine(false),
];
