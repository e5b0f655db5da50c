// What a failed attempt to send means: try again, refused for good, or not known. Stands apart because it is the decision.
import { reasonOf } from '../errors.ts';

/** The outcome of an attempt that no 2yz reply ended. */
export interface Fate {
  readonly outcome: 'retry' | 'failed' | 'unknown';
  readonly because: string;
}

/** Faults that nodemailer finds in the mail or its envelope before it says a word to the server: the same at every attempt. */
const OURS = new Set(['EENVELOPE', 'EMESSAGE', 'EFILEACCESS', 'EURLACCESS']);

/** The steps at which a server judges this letter and its recipient; nodemailer names the step in `command`. */
const ABOUT_THE_LETTER = new Set(['RCPT TO', 'DATA']);

/**
 * Reads nodemailer's error. `dotMayHaveLeft`: the final dot was, or may have been, on its way.
 * RFC 5321 section 4.2.1: 4yz is a transient refusal, 5yz a permanent one; both say that the mail was not taken. A 5yz
 * before RCPT (greeting, EHLO, STARTTLS, MAIL FROM) refuses our server or account, and with it every letter alike: it
 * stays until a person mends it, and the letter is tried again meanwhile.
 */
export function fateOf(error: unknown, dotMayHaveLeft: boolean): Fate {
  const code = propertyOf(error, 'code');
  const reply = Number(propertyOf(error, 'responseCode') ?? 0);
  const because = reasonOf(error).replace(/\s+/g, ' ').slice(0, 500);
  // A refused sign-in concerns our account and every mail alike: none of them is at fault.
  if (code === 'EAUTH') return { outcome: 'retry', because: `the outgoing server refused our sign-in: ${because}` };
  if (reply >= 400 && reply < 500) return { outcome: 'retry', because };
  if (reply >= 500 && reply < 600) {
    if (ABOUT_THE_LETTER.has(String(propertyOf(error, 'command')))) return { outcome: 'failed', because };
    return { outcome: 'retry', because: `the outgoing server refuses us, not this letter: ${because}` };
  }
  if (dotMayHaveLeft) {
    return { outcome: 'unknown', because: `the mail was handed over and no reply came back: ${because}` };
  }
  if (typeof code === 'string' && OURS.has(code)) return { outcome: 'failed', because };
  return { outcome: 'retry', because };
}

const propertyOf = (thrown: unknown, name: string): unknown =>
  typeof thrown === 'object' && thrown !== null && name in thrown ? Reflect.get(thrown, name) : undefined;
