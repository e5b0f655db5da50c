// What the headers and parts of a mail prove about the machine that sent it: standards first, then well-known products.
import type { Mail } from './parse.ts';

export type MachineKind = 'bounce' | 'automatic';
export interface Sign {
  readonly kind: MachineKind | null; // null: a machine, the wording tells which
  readonly because: string;
}

const valuesOf = (mail: Mail, name: string): readonly string[] => mail.headers.get(name) ?? [];

/** Part types that only mail systems make. RFC 3464 and 6533 delivery status, RFC 5965 feedback, RFC 8098 read receipts. */
function byParts(mail: Mail): Sign | null {
  const has = (pattern: RegExp): boolean => mail.partTypes.some((type) => pattern.test(type));
  if (has(/^message\/feedback-report$/)) return { kind: 'bounce', because: 'it is a feedback report (RFC 5965)' };
  if (has(/^message\/(?:global-)?disposition-notification$/))
    return { kind: 'automatic', because: 'it is a read receipt (RFC 8098)' };
  if (!has(/^message\/(?:global-)?delivery-status$/)) return null;
  const actions = [...mail.reportText.matchAll(/^action:\s*([a-z]+)/gim)].map((match) => match[1]?.toLowerCase());
  const arrived = actions.length > 0 && actions.every((action) => action !== 'failed' && action !== 'delayed');
  return arrived
    ? { kind: 'automatic', because: 'it confirms a delivery (RFC 3464)' }
    : { kind: 'bounce', because: 'it carries a delivery report (RFC 3464)' };
}

/** RFC 6522: a report without its machine-readable part, as older systems and clipped mails have. */
function byReport(mail: Mail): Sign | null {
  const type = valuesOf(mail, 'content-type')[0] ?? '';
  if (!/^multipart\/report\b/i.test(type)) return null;
  if (/report-type\s*=\s*"?disposition-notification/i.test(type))
    return { kind: 'automatic', because: 'it is a read receipt (RFC 8098)' };
  return { kind: 'bounce', because: 'it is a report of a mail system (multipart/report, RFC 6522)' };
}

/** Headers that say "machine" by being there, unless they say no. Sources: Exim, Exchange, Request Tracker, Alaveteli, froide, Zammad. */
const PRODUCT_HEADERS: readonly { readonly name: string; readonly kind: MachineKind; readonly value: RegExp }[] = [
  { name: 'x-failed-recipients', kind: 'bounce', value: /@/ },
  { name: 'x-ms-exchange-message-is-ndr', kind: 'bounce', value: /^/ },
  { name: 'x-autoreply', kind: 'automatic', value: /^(?!no\b|false\b)/i },
  { name: 'x-autorespond', kind: 'automatic', value: /^(?!no\b|false\b)/i },
  { name: 'x-autoresponder', kind: 'automatic', value: /^(?!no\b|false\b)/i },
  { name: 'x-autoreply-from', kind: 'automatic', value: /^/ },
  { name: 'x-auto-reply-from', kind: 'automatic', value: /^/ },
  { name: 'x-mail-autoreply', kind: 'automatic', value: /^(?!no\b|false\b)/i },
  { name: 'x-post-messageclass', kind: 'automatic', value: /^9\b|autoresponder/i },
  { name: 'x-apple-action', kind: 'automatic', value: /^vacation/i },
  { name: 'x-hmxmroriginalrecipient', kind: 'bounce', value: /@/ },
  { name: 'x-fc-machinegenerated', kind: 'automatic', value: /^true/i },
  { name: 'precedence', kind: 'automatic', value: /^auto[_-]?reply/i },
  { name: 'x-precedence', kind: 'automatic', value: /^auto[_-]?reply/i },
  { name: 'delivered-to', kind: 'automatic', value: /^autoresponder$/i },
];

function byProduct(mail: Mail): Sign | null {
  const found = PRODUCT_HEADERS.find(({ name, value }) => valuesOf(mail, name).some((text) => value.test(text)));
  return found === undefined ? null : { kind: found.kind, because: `it has the header ${found.name}` };
}

/** RFC 3834 section 5, every instance of Auto-Submitted counts: one whose keyword is not `no`. */
export function autoSubmitted(mail: Mail): string | null {
  const keywords = valuesOf(mail, 'auto-submitted').map((value) => /^[a-z-]+/.exec(value.toLowerCase())?.[0] ?? '');
  return keywords.find((keyword) => keyword !== '' && keyword !== 'no') ?? null;
}

function byAutoSubmitted(mail: Mail): Sign | null {
  const keyword = autoSubmitted(mail);
  // `auto-generated` alone is also what a web form writes whose text is a person's: the words must agree (automatic.ts).
  if (keyword === null || keyword === 'auto-generated') return null;
  return { kind: null, because: `its header says that a machine sent it (Auto-Submitted: ${keyword})` };
}

/** RFC 5321 section 4.5.5: the empty return path is for notifications that must not be answered. */
const byReturnPath = (mail: Mail): Sign | null =>
  mail.returnPath === ''
    ? { kind: null, because: 'its return path is empty, as only a mail system leaves it (RFC 5321)' }
    : null;

/** The first proof that a machine sent this mail, or null. */
export const machineSign = (mail: Mail): Sign | null =>
  byParts(mail) ?? byReport(mail) ?? byProduct(mail) ?? byAutoSubmitted(mail) ?? byReturnPath(mail);
