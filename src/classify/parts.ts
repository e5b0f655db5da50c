// The separate questions of a mail: those of its lists, or, where it has none, those of its sentences.
import type { Segment } from '../mail/quoted.ts';
import { type Line, ownLines, wrapWidth } from './line.ts';
import { listedIn, type Part } from './listed.ts';
import { proseSpans } from './prose.ts';

/** What the sender wrote in a body, line by line. Only 'own' segments are read. */
export interface Own {
  readonly body: string;
  readonly lines: readonly Line[];
  readonly width: number | null;
}
export function ownText(body: string, segments: readonly Segment[]): Own {
  const lines = ownLines(body, segments);
  return { body, lines, width: wrapWidth(lines) };
}

/** The questions that the sender numbered, lettered or bulleted, in order, no overlap. */
export const listedParts = ({ body, lines, width }: Own): Part[] => listedIn(body, lines, width);

/**
 * The questions of a mail sentence by sentence, in order, no overlap: at least one when the sender wrote anything, so ask
 * it of requests only. Numbered 1, 2, 3.
 */
export function proseParts({ body, lines, width }: Own): Part[] {
  return proseSpans(body, lines, width).map(({ start, end }, index) => ({
    number: String(index + 1),
    text: body.slice(start, end),
    start,
    end,
  }));
}

/** The questions of a request: those listed, or, where there is no list or one item that holds them all, its sentences. */
export function requestParts(own: Own, listed: readonly Part[]): readonly Part[] {
  if (listed.length > 1) return listed;
  const inProse = proseParts(own);
  return inProse.length > listed.length ? inProse : listed;
}
