// What counts as one plain e-mail address: asked of every address that comes in a mail, and of those in authority.yaml.
import { domainToASCII, domainToUnicode } from 'node:url';

/** RFC 5321 section 4.5.3.1: 64 for the local part, 254 for a path without its angle brackets. */
const MAX_LOCAL_PART = 64;
const MAX_ADDRESS = 254;
/** RFC 5322 section 3.2.3 dot-atom. Quoted local parts are refused: few exist, and parsers disagree about them. */
const DOT_ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** RFC 1123 section 2.1 host names of two labels or more; a last label that starts with a digit would be an IP address. */
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** The domain in lower-case ASCII (RFC 5891), or null when it is none, or is not what it looks like. */
function asciiDomain(domain: string): string | null {
  const lower = domain.toLowerCase();
  if (/^[\x21-\x7e]+$/.test(lower)) return DOMAIN.test(lower) ? lower : null;
  const ascii = domainToASCII(lower);
  // A wide or ideographic look-alike of an ASCII domain is mapped to that domain: refused, it was written to confuse.
  return DOMAIN.test(ascii) && domainToUnicode(ascii) === lower.normalize('NFC') ? ascii : null;
}

/** The bare address with its domain in lower-case ASCII, or null when `text` is not exactly one plain address. */
export function bareAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, Math.max(at, 0));
  if (local.length > MAX_LOCAL_PART || !DOT_ATOM.test(local) || local.includes('=?')) return null;
  const domain = asciiDomain(text.slice(at + 1));
  const address = `${local}@${domain}`;
  return domain !== null && address.length <= MAX_ADDRESS ? address : null;
}

/**
 * Whether a mail server may read the local part as a route to somebody else: `jo%victim.example@relay.example` (the "%
 * hack", RFC 1123 section 5.2.16) and `victim.example!jo@relay.example` (RFC 976). Read and registered, never answered.
 */
export const isRouted = (address: string): boolean => /[%!]/.test(address.slice(0, address.lastIndexOf('@')));

/** The same mailbox on nearly every system (RFC 5233): lower case, without the `+tag` of the local part. Case: judgement. */
export const withoutTag = (address: string): string => address.toLowerCase().replace(/\+[^@]*@/, '@');
