// Whether a mail file answers us, as far as can be told without the register: by our reference, or by the form of our Message-IDs.
import type { Look } from '../intake/reader-thread.ts';
import { isLikeOurs } from '../mail/our-marks.ts';

export function answersUs({ mail, references }: Extract<Look, { state: 'parsed' }>): boolean {
  return references.some(({ system }) => system === 'ours') || [...mail.inReplyTo, ...mail.references].some(isLikeOurs);
}
