// Our own acknowledgement that comes back, attached or in the text: its words are a quotation, whoever sends them.
import type { Authority } from '../authority.ts';
import type { Classification } from '../classify/classify.ts';
import { isAcknowledgementId, LOOP_HEADER } from '../mail/our-marks.ts';
import type { Mail } from '../mail/parse.ts';
import { isForwardMark } from '../mail/quote-marks.ts';
import type { Segment } from '../mail/quoted.ts';
import { type OurLetter, ourWords, type Stretch } from './our-letter.ts';
import type { Look } from './reader-thread.ts';

type Parsed = Extract<Look, { state: 'parsed' }>;

export interface Read {
  /** The same look; in its segments what we wrote ourselves is a quote. */
  readonly look: Parsed;
  /** How our acknowledgement came back where the sender added no word; null: it is read like every mail. */
  readonly onlyOurs: string | null;
}

/** Our loop header, as we write it and as servers that change letter case do. */
const LOOP_HEADERS = [LOOP_HEADER, LOOP_HEADER.toLowerCase(), 'X-Foi-Loop'].map((name) => `\n${name}:`);

/** Labels that mail programs put over a forwarded mail: en, cy. */
const HEAD_LINE =
  /^[>*\s]*(?:from|sent|date|to|cc|subject|reply-to|oddi wrth|anfonwyd|dyddiad|at|copi|pwnc|testun)\s?:/i;

/** Reads a mail without what we wrote ourselves. `bytes` are those that were looked at. Pure. */
export function withoutOurs(
  look: Parsed,
  bytes: Buffer,
  { authority, letter }: { readonly authority: Authority; readonly letter: OurLetter },
): Read {
  const { mail } = look;
  const carried =
    mail.originalIds.some((id) => isAcknowledgementId(id, authority.domains)) ||
    LOOP_HEADERS.some((header) => bytes.includes(header));
  const attached = carried ? attachedLetters(mail.body, authority) : [];
  const words = ourWords(mail.body, letter);
  if (!carried && words.length === 0) return { look, onlyOurs: null };
  const ours = [...attached, ...words.map((stretch) => withFrame(mail.body, stretch))];
  const segments = quoting(mail.segments, ours);
  const read = { ...look, mail: { ...mail, segments } };
  if (hasOwnWords(read.mail)) return { look: read, onlyOurs: null };
  return { look: read, onlyOurs: carried ? 'it brings our own acknowledgement back' : 'it repeats our own letter' };
}

/** A mail that only returns our letter is a machine's or a slip: filed with what it concerns, and opens nothing. */
export function asReturned(found: Classification, { look, onlyOurs }: Read): Classification {
  if (onlyOurs === null || look.machine?.sure) return found;
  return {
    ...found,
    kind: look.machine?.kind ?? 'automatic',
    alsoKinds: [],
    kindBecause: `${onlyOurs}, and nothing was added to it`,
    opens: 'no',
  };
}

/** Attached mails (attached.ts puts each under a mark, From, Date, Subject) from us with a reference before the subject. */
function attachedLetters(body: string, { addresses, domains }: Authority): Stretch[] {
  const marks = [...body.matchAll(/^-+ Attached message -+$/gm)].map(({ index }) => index);
  return marks.flatMap((start, i) => {
    const end = marks[i + 1] ?? body.length;
    const [, from = '', subject = ''] = /^-.*\nFrom: (.*)\nDate: .*\nSubject: (.*)/.exec(body.slice(start, end)) ?? [];
    const address = (/[^\s<>"]+@[^\s<>"]+/.exec(from)?.[0] ?? '').toLowerCase();
    const isFromUs = addresses.includes(address) || domains.includes(address.slice(address.indexOf('@') + 1));
    return isFromUs && /^\[[^\]]*\d[^\]]*\]/.test(subject) ? [{ start, end }] : [];
  });
}

const isFrame = (line: string): boolean =>
  !/[\p{L}\p{N}]/u.test(line) || HEAD_LINE.test(line) || isForwardMark(line.replace(/^[>\s]+/, ''));

/** A letter with the lines above it that whatever forwarded it wrote there. */
function withFrame(body: string, { start, end }: Stretch): Stretch {
  let from = start;
  while (from > 0 && body[from - 1] === '\n') {
    const above = from < 2 ? 0 : body.lastIndexOf('\n', from - 2) + 1;
    if (!isFrame(body.slice(above, from - 1))) break;
    from = above;
  }
  return { start: from, end };
}

/** The segments with these stretches of them as quotes; they still cover the body, in order. */
function quoting(segments: readonly Segment[], stretches: readonly Stretch[]): Segment[] {
  const inOrder = stretches.toSorted((one, other) => one.start - other.start);
  return segments.flatMap((segment): Segment[] => {
    if (segment.kind !== 'own') return [segment];
    const pieces: Segment[] = [];
    let at = segment.start;
    for (const { start, end } of inOrder) {
      const from = Math.max(at, start);
      const to = Math.min(segment.end, end);
      if (from >= to) continue;
      if (from > at) pieces.push({ kind: 'own', start: at, end: from });
      pieces.push({ kind: 'quote', start: from, end: to });
      at = to;
    }
    return at < segment.end ? [...pieces, { kind: 'own', start: at, end: segment.end }] : pieces;
  });
}

/** Whether a word is left that is neither quoted nor a frame of what is quoted. */
const hasOwnWords = (mail: Mail): boolean =>
  mail.segments
    .filter(({ kind }) => kind === 'own')
    .flatMap(({ start, end }) => mail.body.slice(start, end).split('\n'))
    .some((line) => !isFrame(line));
