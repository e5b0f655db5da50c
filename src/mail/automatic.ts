// Whether a machine sent a mail: a bounce, an automatic reply, a read receipt. First the headers, then the sender, then words.
import { isAutoReplySubject, isAutoReplyText } from './auto-reply-wording.ts';
import { bounceSubject, bounceText } from './bounce-wording.ts';
import { autoSubmitted, type MachineKind, machineSign } from './machine-headers.ts';
import type { Mail } from './parse.ts';

/** sure=false: by subject or wording alone; no receipt, and a person looks, unless the mail's own text holds a request. */
export interface Machine {
  readonly kind: MachineKind;
  readonly because: string;
  readonly sure: boolean;
}

/**
 * Names under which mail systems write, in the address (RFC 2142, RFC 3834 section 2) or as the display name. Exact:
 * `request-123-ab@…` is a person's address on a request platform, `postmaster` may be a person too and needs wording.
 */
const DAEMON = /(?:^|[\s<"])(?:mailer[-_ ]?daemon|mail[-_]daemon|maildaemon|mdaemon|double-bounce)(?:@|[\s>"]|$)/i;
const DAEMON_NAME =
  /\bmail(?:er)? (?:deliver(?:y|er)? (?:sub)?system|daemon|administrator|system)|\bmail deliver(?:y)? system|\bndr administrator/i;
const MAYBE_DAEMON = /(?:^|[\s<"])(?:poo?st[-_]?master|mail-?admin|no-?reply|do-?not-?reply|bounces?)(?:@|[\s>"]|$)/i;

type Sender = 'daemon' | 'maybe' | 'person';

function senderOf(mail: Mail): Sender {
  const from = (mail.headers.get('from') ?? []).join(' ');
  const path = mail.returnPath ?? '';
  if (DAEMON.test(from) || DAEMON_NAME.test(from) || DAEMON.test(path)) return 'daemon';
  return MAYBE_DAEMON.test(from) || MAYBE_DAEMON.test(path) ? 'maybe' : 'person';
}

/** The person's own words of the mail, without quotes and signatures. */
const ownText = (mail: Mail): string =>
  mail.segments
    .filter(({ kind }) => kind === 'own')
    .map(({ start, end }) => mail.body.slice(start, end))
    .join('\n');

interface Words {
  /** The mail system whose wording it is, for the reason; null when nothing is worded as a bounce. */
  readonly bounce: string | null;
  readonly bounceSubject: boolean;
  /** A bounce's sentence, an SMTP code, or the returned mail. */
  readonly bounceProof: boolean;
  readonly bounceReason: boolean;
  readonly autoSubject: boolean;
  readonly autoText: boolean;
}

function wordsOf(mail: Mail): Words {
  const subject = bounceSubject(mail.subject);
  const { system, code, reason } = bounceText(mail.body);
  const returned = mail.partTypes.some((type) => type === 'message/rfc822' || type === 'text/rfc822-headers');
  return {
    bounce: subject ?? system ?? (code || reason ? 'a mail server' : null),
    bounceSubject: subject !== null,
    bounceProof: system !== null || code || returned,
    bounceReason: system !== null || code || reason,
    autoSubject: isAutoReplySubject(mail.subject),
    autoText: isAutoReplyText(ownText(mail)),
  };
}

const bounce = (because: string, sure: boolean): Machine => ({ kind: 'bounce', because, sure });
const automatic = (because: string, sure: boolean): Machine => ({ kind: 'automatic', because, sure });

/** By subject or wording alone: never sure. */
function byWords(mail: Mail, words: Words, generated: boolean): Machine | null {
  if (words.bounceSubject && words.bounceProof)
    return bounce(`subject and text are worded as a bounce (${words.bounce})`, false);
  if (words.autoSubject) return automatic('its subject is that of an automatic reply', generated);
  if (generated && (words.autoText || mail.inReplyTo.length > 0))
    return automatic('its header says auto-generated, and it answers or reads as an automatic reply', true);
  if (generated) return automatic('its header says that a machine made it (Auto-Submitted: auto-generated)', false);
  // A person may mention an absence and then ask: only where nothing is asked.
  if (words.autoText && !ownText(mail).includes('?')) return automatic('its text begins as an automatic reply', false);
  return null;
}

/** What shows that a machine sent this mail, or null when nothing does. */
export function machine(mail: Mail): Machine | null {
  const words = wordsOf(mail);
  const sender = senderOf(mail);
  const sign = machineSign(mail);
  if (sign !== null) {
    const reads = !words.autoSubject && (sender === 'daemon' || words.bounce !== null);
    const kind = sign.kind ?? (reads ? 'bounce' : 'automatic');
    return { kind, because: sign.because, sure: true };
  }
  if (sender === 'daemon' && words.bounce !== null)
    return bounce(`a mail system sent it, worded as by ${words.bounce}`, true);
  if (sender === 'maybe' && words.bounceReason && (words.bounceSubject || words.bounceProof))
    return bounce(`its sender is no person's, its words are those of ${words.bounce}`, true);
  if (sender === 'daemon') return bounce('its sender is a mail system (mailer-daemon)', false);
  return byWords(mail, words, autoSubmitted(mail) !== null);
}
