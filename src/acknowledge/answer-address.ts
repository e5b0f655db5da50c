// Where a receipt goes: to From when the way the mail came agrees with it; to Reply-To only of our own web forms.
import { getDomain } from 'tldts';
import type { Authority } from '../authority.ts';
import { bareAddress, isRouted, withoutTag } from '../bare-address.ts';
import { addresses } from '../mail/address.ts';
import { authResults } from '../mail/authentication.ts';
import { envelopeSender, type Facts, isWebForm, valuesOf } from './check.ts';
import { isFreemail } from './freemail.ts';

export type AnswerAddress =
  | { readonly to: string; readonly because: string }
  | { readonly to: null; readonly because: string };

/** The part after the last @, in lower case. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** The registered domain by the Public Suffix List (private suffixes count: two customers of one host are two); else the host itself. */
const organisation = (domain: string): string => getDomain(domain, { allowPrivateDomains: true }) ?? domain;

/** RFC 7489 section 3.1, relaxed alignment. */
export const sameOrganisation = (one: string, other: string): boolean =>
  one !== '' && organisation(one.toLowerCase()) === organisation(other.toLowerCase());

/** Whether an address is one that we read or send from ourselves, with or without a +tag. */
export function isOurs(address: string, authority: Authority): boolean {
  const { addresses: own, contact, outgoing, alertAddress } = authority;
  const all = [...own, contact.email, alertAddress, outgoing?.from, outgoing?.envelopeFrom];
  return all.some((one) => typeof one === 'string' && one !== '' && withoutTag(one) === withoutTag(address));
}

/** DMARC passed for From's domain, says the topmost Authentication-Results that our own mail server wrote. */
export function passesDmarc({ mail, authority }: Facts): boolean {
  const { authservId } = authority.acknowledge;
  if (authservId === null) return false;
  const ours = authResults(mail.headers).find((one) => one.authservId === authservId.toLowerCase());
  const from = domainOf(mail.from[0]?.address ?? '');
  return (ours?.dmarc ?? []).some(
    ({ result, domain }) => result === 'pass' && (domain === null || sameOrganisation(domain, from)),
  );
}

/** Whether the envelope sender is From itself, or of the same organisation; users of one freemail provider are strangers. */
function agrees(wire: string, from: string): string | null {
  if (withoutTag(wire) === withoutTag(from)) return 'the return path is the same';
  const [sent, claimed] = [domainOf(wire), domainOf(from)];
  if (bareAddress(wire) === null || isFreemail(claimed) || !sameOrganisation(sent, claimed)) return null;
  return 'the return path is at the same organisation';
}

/** Why From may be believed, or why it may not: `sure: false`. An unknown envelope sender is no contradiction; `<>` is checked elsewhere. */
function believed(facts: Facts): { readonly sure: boolean; readonly because: string } {
  if (passesDmarc(facts)) return { sure: true, because: 'DMARC passed' };
  const wire = envelopeSender(facts);
  // Whoever writes in a form's name could have a receipt sent to anybody: silence proves nothing there.
  if (!wire && isWebForm(facts)) {
    const because = 'nothing shows that our web form sent it: no DMARC pass of our own mail server, and no return path';
    return { sure: false, because };
  }
  if (wire === null) return { sure: true, because: 'nothing contradicts it' };
  const because = agrees(wire, facts.mail.from[0]?.address ?? '');
  return because === null
    ? { sure: false, because: 'its return path belongs to someone else than From' }
    : { sure: true, because };
}

/** Of a web form: the one Reply-To, which is the requester. */
function replyTo(facts: Facts): AnswerAddress {
  const headers = valuesOf(facts.mail, 'reply-to');
  const [only, ...more] = facts.mail.replyTo;
  const clear = headers.length === 1 && more.length === 0 && addresses(headers[0] ?? '').bad === 0;
  if (only === undefined || !clear) return { to: null, because: 'the web form names no single address in Reply-To' };
  return { to: only.address, because: 'the requester named in our web form' };
}

/**
 * The one address that a receipt to this mail may go to, validated once more, or why there is none.
 * RFC 3834 section 4: Reply-To is not used, but for the authority's own web forms.
 */
export function answerAddress(facts: Facts): AnswerAddress {
  const { sure, because } = believed(facts);
  if (!sure) return { to: null, because };
  const from = facts.mail.from[0]?.address ?? '';
  const found = isWebForm(facts) ? replyTo(facts) : { to: from, because };
  if (found.to === null) return found;
  const to = bareAddress(found.to);
  if (to === null) return { to: null, because: 'the address to answer to is not a plain one' };
  if (isRouted(to))
    return { to: null, because: 'the address to answer to holds % or !: it may lead on to somebody else' };
  return isOurs(to, facts.authority)
    ? { to: null, because: 'the answer would go to ourselves' }
    : { to, because: found.because };
}
