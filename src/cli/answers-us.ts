// Whether a mail file answers us, as far as can be told without the register: by our reference, or by the form of our Message-IDs.
import type { Look } from '../intake/reader-thread.ts';

/** `<ack.REFERENCE.1@domain>`: compose.ts makes them so. */
const OUR_FORM = /^<ack\.[A-Za-z0-9-]+\.\d+@/;

export function answersUs({ mail, references }: Extract<Look, { state: 'parsed' }>): boolean {
  return (
    references.some(({ system }) => system === 'ours') ||
    [...mail.inReplyTo, ...mail.references].some((id) => OUR_FORM.test(id))
  );
}
