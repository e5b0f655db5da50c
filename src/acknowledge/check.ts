// The form of one line of the check list that a mail must pass before it gets an automatic receipt.
import type { Authority } from '../authority.ts';
import type { Classification } from '../classify/classify.ts';
import type { Mail } from '../mail/parse.ts';

/** All that a check may look at. */
export interface Facts {
  readonly mail: Mail;
  readonly classification: Pick<Classification, 'kind' | 'alsoKinds' | 'opens'>;
  readonly authority: Authority;
  /** Of the SMTP conversation: '' is `<>`, null is unknown. */
  readonly envelopeFrom: string | null;
  readonly junk: boolean;
  readonly receivedAt: Date;
  readonly goLiveAt: Date | null;
}

export interface Check {
  /** Why this mail gets no receipt, in words that staff read; null when this check finds nothing. */
  readonly refuses: (facts: Facts) => string | null;
  /** Whether a person must look at a mail that is refused for this reason, whatever else it is. */
  readonly human: boolean;
}

/** Every value of a header, cleaned, in order; none when it is absent. `name` in lower case. */
export const valuesOf = (mail: Mail, name: string): readonly string[] => mail.headers.get(name) ?? [];

/** Who the mail came from on the wire: the SMTP envelope, else Return-Path. '' is `<>`, null is unknown. */
export const envelopeSender = ({ envelopeFrom, mail }: Facts): string | null => envelopeFrom ?? mail.returnPath;

/** From is one of the authority's web forms, whose Reply-To is the requester. */
export const isWebForm = ({ mail, authority }: Facts): boolean =>
  mail.from.some(({ address }) => authority.acknowledge.webForms.includes(address.toLowerCase()));
