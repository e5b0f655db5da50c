// How mail systems word it when they could not deliver, for the many that send no standard report (RFC 3464).

interface Wording {
  /** The mail system that writes so. */
  readonly system: string;
  readonly pattern: RegExp;
}

/**
 * Subjects of bounces. Anchored at the start, so that a person's "Re: Undeliverable: …" or a request about
 * undeliverable mail does not fire. Source: the fixed texts of the mail systems named.
 */
const SUBJECTS: readonly Wording[] = [
  { system: 'Postfix', pattern: /^(?:undelivered mail returned to sender|delayed mail \(still being retried\))/ },
  { system: 'Postfix', pattern: /^postfix smtp server: errors from/ },
  { system: 'Sendmail', pattern: /^(?:returned mail(?: from|:)|warning: could not send message)/ },
  { system: 'Exim', pattern: /^mail delivery failed(?:$|: returning message to sender)/ },
  { system: 'Exim', pattern: /^(?:warning: message \S+ delayed|delivery (?:delayed|failure)$)/ },
  { system: 'qmail', pattern: /^(?:failure notice|mail failed, returning to sender)/ },
  {
    system: 'Exchange and Microsoft 365',
    pattern: /^(?:undeliverable|undelivered|delivery delayed|delivery has failed)\s?:/,
  },
  { system: 'Gmail, Exchange, OpenSMTPD', pattern: /^delivery status noti[a-z]+\s?[:(]/ },
  { system: 'Domino, MDaemon', pattern: /^(?:delivery failure|delivery report|permanent delivery failure)\b/ },
  { system: 'Oracle Messaging Server', pattern: /^delivery notification: delivery has (?:failed|been delayed)/ },
  { system: 'Courier', pattern: /^notice: mail delivery status/ },
  {
    system: 'several',
    pattern:
      /^(?:mail system error|mail delivery (?:failure|error|problem)|message (?:delivery failure|undeliverable))/,
  },
  {
    system: 'several',
    pattern: /^(?:undeliverable (?:message|mail)|undelivered (?:mail|message)|mail could not be delivered)$/,
  },
  { system: 'Outlook.com feedback reports (JMRP)', pattern: /^complaint about message from [\d.:a-f]+$/ },
  { system: 'mail systems in Japan', pattern: /(?:メールエラー通知|配信できません|配信不能|送信できませんでした)/ },
  { system: 'Exchange in German', pattern: /^(?:unzustellbar|zustellung fehlgeschlagen)\s?:/ },
  { system: 'Exchange in French', pattern: /^(?:non remis|échec de la remise|undelivrable)\s?:/ },
  { system: 'Exchange in Welsh', pattern: /^(?:methu danfon|heb ei ddanfon|annanfonadwy)\s?:/ },
];

/** Sentences of bounces; looked for in the first 8,000 characters, white space as one blank, lower case. */
const SENTENCES: readonly Wording[] = [
  { system: 'Postfix', pattern: /i'm sorry to have to inform you that your message could not be delivered/ },
  { system: 'Postfix', pattern: /(?:this is the (?:mail system at|postfix program at)|transcript of session follows)/ },
  { system: 'Sendmail', pattern: /the following addresses had (?:permanent|transient non-)?(?:fatal|delivery)/ },
  { system: 'Sendmail', pattern: /-{3,} ?transcript of session follows/ },
  {
    system: 'Exim',
    pattern: /a message that you (?:have )?sent (?:could not be delivered|has not yet been delivered)/,
  },
  { system: 'Exim', pattern: /the following address(?:\(es\)|es)? failed/ },
  { system: 'qmail', pattern: /i wasn't able to deliver your message to the following address/ },
  { system: 'qmail', pattern: /this is a permanent error; i've given up/ },
  { system: 'Exchange', pattern: /your message did not reach (?:some or all|one or more) of the intended recipients/ },
  { system: 'Exchange', pattern: /delivery has failed to these recipients or (?:groups|distribution lists)/ },
  { system: 'Exchange', pattern: /diagnostic information for administrators/ },
  { system: 'Microsoft 365', pattern: /your message (?:to \S+ )?couldn't be delivered/ },
  {
    system: 'Gmail',
    pattern: /delivery to the following recipients? (?:failed|has been delayed)|your message wasn't delivered to/,
  },
  { system: 'Gmail', pattern: /technical details of (?:permanent|temporary) failure/ },
  {
    system: 'Domino',
    pattern: /your (?:message|document)[: ].{0,400}(?:was|could) not (?:be )?delivered (?:to|because)/,
  },
  {
    system: 'OpenSMTPD',
    pattern: /(?:permanent|temporary) failures? (?:has|have) prevented|this is the mailer-daemon, please do not reply/,
  },
  {
    system: 'DragonFly Mail Agent',
    pattern: /this is the dragonfly mail agent|message that was sent to you .{0,80}could not be delivered/,
  },
  { system: 'Courier', pattern: /(?:undeliverable|delayed) mail\.? {1,3}your message to the following recipients/ },
  { system: 'Yahoo', pattern: /sorry, we were unable to deliver your message/ },
  {
    system: 'several',
    pattern: /message (?:could|can) ?not be delivered to (?:one or more|the following|some|its|all)/,
  },
  { system: 'several', pattern: /(?:unable|failed) to deliver (?:your |the |this )?(?:mail|message|e-mail|email)/ },
  {
    system: 'several',
    pattern: /(?:your|the|this) (?:mail|message|e-mail|email) (?:could|can) ?not be (?:delivered|sent)/,
  },
  {
    system: 'several',
    pattern: /(?:delivery|recipient|mailbox|user|address)[^.]{0,40}(?:failed|rejected|undeliverable) permanently/,
  },
];

/** An SMTP refusal quoted as servers write it: "550 5.1.1", "#5.1.1", "said: 554". RFC 5321 section 4.2 and RFC 3463. */
const CODES: readonly RegExp[] = [
  /\b[45]\d\d[ -]{1,2}#?[45]\.\d{1,3}\.\d{1,3}\b/,
  /#[45]\.\d{1,3}\.\d{1,3}\b/,
  /(?:said|responded|response was|error was|reply|smtp;)[^\n]{0,80}\b[45]\d\d\b/,
  /\b55[0-4][ -][^\n]{0,60}(?:user|mailbox|recipient|relay|unknown|rejected|unavailable|denied|account|not found)/,
];

/** A refusal in words; a person may use them too, so they count only from a sender that looks like a machine. */
const REASONS: readonly RegExp[] = [
  /(?:user|host|mailbox|recipient) (?:unknown|not found|unavailable|does not exist)|unknown (?:user|local part|recipient)/,
  /(?:mailbox|quota) (?:is )?(?:full|exceeded)|over quota|no such (?:user|mailbox|address)|unrouteable address/,
  /(?:could|can) ?not be delivered to|送信できませんでした|配信できません/,
];

/** Judgement: every system puts its message first; what follows is the returned mail. */
const LOOKED_AT = 8000;

/** The mail system whose bounce subject this is, or null. */
export function bounceSubject(subject: string): string | null {
  const line = subject.toLowerCase();
  return SUBJECTS.find(({ pattern }) => pattern.test(line))?.system ?? null;
}

export interface BounceText {
  /** The mail system whose sentence the text holds, or null. */
  readonly system: string | null;
  /** Whether it quotes an SMTP refusal by its code, and whether it states one in words. */
  readonly code: boolean;
  readonly reason: boolean;
}

/** What in a text is worded as by a mail system that could not deliver. */
export function bounceText(body: string): BounceText {
  const text = body.slice(0, LOOKED_AT).toLowerCase().replace(/’/g, "'");
  const line = text.replace(/\s+/g, ' ');
  return {
    system: SENTENCES.find(({ pattern }) => pattern.test(line))?.system ?? null,
    code: CODES.some((pattern) => pattern.test(text)),
    reason: REASONS.some((pattern) => pattern.test(line)),
  };
}
