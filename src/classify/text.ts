// What the rules read of a mail: its fields as officers see them, and which stretches of the body are the sender's own words.
import type { Machine } from '../mail/automatic.ts';
import type { Address } from '../mail/parse.ts';
import type { Segment } from '../mail/quoted.ts';
import { FIELDS, type Field } from './rule.ts';

/** The input of the classifier. `receivedOn` is a calendar date in the authority's time zone, YYYY-MM-DD. */
export interface Text {
  readonly subject: string;
  readonly body: string;
  readonly segments: readonly Segment[];
  readonly attachmentText: string;
  readonly from: Address | null;
  readonly platform: string | null;
  readonly machine: Machine | null;
  readonly threaded: boolean; // answers one of our mails or carries one of our references
  readonly receivedOn: string;
  readonly junk: boolean;
}

/** Where words were found; `fields(text)[field].slice(start, end) === quote` always holds (UTF-16 units). */
export interface Place {
  readonly field: Field;
  readonly start: number;
  readonly end: number;
}
export interface Evidence extends Place {
  readonly rule: string;
  readonly quote: string;
}

/** The sender as rules and evidence see it: `Name <address>`, empty when there is none. */
const senderText = (from: Address | null): string => (from === null ? '' : `${from.name} <${from.address}>`.trim());

/** The text of each field that evidence points into. */
export function fieldsOf(text: Text): Readonly<Record<Field, string>> {
  return {
    subject: text.subject,
    body: text.body,
    attachment: text.attachmentText,
    sender: senderText(text.from),
  };
}

/** The stretches of each field that rules may match: of the body only what the sender wrote, of the others all. */
export function* stretches(text: Text): Generator<Place & { readonly whole: string }> {
  const fields = fieldsOf(text);
  for (const field of FIELDS) {
    const whole = fields[field];
    if (field !== 'body') yield { field, start: 0, end: whole.length, whole };
    else
      for (const { kind, start, end } of text.segments)
        if (kind === 'own') yield { field, start, end: Math.min(end, whole.length), whole };
  }
}

/** All that the sender wrote in the body, stretches joined by a line end. */
export const ownWords = (text: Text): string =>
  text.segments
    .filter((segment) => segment.kind === 'own')
    .map((segment) => text.body.slice(segment.start, segment.end))
    .join('\n');
