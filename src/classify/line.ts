// The lines of what the sender wrote, with their place in the body and what each is: blank, heading, closing words, text.
import type { Segment } from '../mail/quoted.ts';

export interface Line {
  /** Offsets into the body, without the line end. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: 'blank' | 'heading' | 'closing' | 'text' | 'gap';
}

/** Judgement: how letters end in English; what follows is no part of the last question. */
const CLOSING =
  /^[\s*_]*(?:yours (?:faithfully|sincerely|truly)|yours,|(?:(?:kind|best|warm|many)\s+)?regards|with (?:kind |best )?(?:thanks|regards)|many thanks|thank you|thanks|best wishes|sincerely|faithfully|i (?:would )?look forward|looking forward)\b/i;

/** A line of which nearly all letters are capitals is a heading: names in capitals inside a sentence stay below the share. */
const HEADING_CAPITALS = 0.8;

function kindOf(text: string): Line['kind'] {
  if (text.trim() === '') return 'blank';
  if (CLOSING.test(text)) return 'closing';
  if (!/\p{Lu}{2}/u.test(text)) return 'text';
  const letters = text.replace(/[^\p{L}]/gu, '');
  const capitals = text.replace(/[^\p{Lu}]/gu, '');
  return letters.length >= 4 && capitals.length >= HEADING_CAPITALS * letters.length ? 'heading' : 'text';
}

/** Lines of the sender's own words; a `gap` of no length stands where something else (a quote, a signature) was left out. */
export function ownLines(body: string, segments: readonly Segment[]): Line[] {
  return segments
    .filter((segment) => segment.kind === 'own')
    .flatMap((segment) => {
      let start = segment.start;
      const lines = body
        .slice(segment.start, segment.end)
        .split('\n')
        .map((text): Line => {
          const line: Line = { start, end: start + text.length, text, kind: kindOf(text) };
          start = line.end + 1;
          return line;
        });
      return [...lines, { start: segment.end, end: segment.end, text: '', kind: 'gap' } satisfies Line];
    });
}

/** The width that a mail client wrapped the text at, or null: mails with longer lines keep each paragraph on one line. */
export function wrapWidth(lines: readonly Line[]): number | null {
  const longest = lines.reduce((width, line) => Math.max(width, line.text.length), 0);
  return longest >= 50 && longest <= 100 ? longest : null;
}

/** Whether `next` goes on with the sentence of `line`: wrapped there, or begun with a small letter. */
export const continues = (line: Line, next: Line, width: number | null): boolean =>
  /^[\s*_]*[\p{Ll}(‘“"']/u.test(next.text) || isWrapped(line, next, width);

/** Whether a mail client broke the line before `next`: its first word had no room any more. */
export function isWrapped(line: Line, next: Line, width: number | null): boolean {
  const firstWord = /^\S*/.exec(next.text.trimStart())?.[0] ?? '';
  // 6: clients count the line end and trailing blanks differently.
  return width !== null && line.text.length + 1 + firstWord.length > width - 6;
}

/** Whether a line stands over what follows: a heading, or words that end in a colon. */
export function leadsIn(line: Line): boolean {
  return line.kind === 'heading' || /:[\s*_-]*$/.test(line.text);
}
