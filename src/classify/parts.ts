// The separate questions of a mail: those of its lists, or, where it has none, those of its sentences.
import type { Segment } from '../mail/quoted.ts';
import { ownLines, wrapWidth } from './line.ts';
import { listedIn, type Part } from './listed.ts';
import { proseSpans } from './prose.ts';

/** The questions that the sender numbered, lettered or bulleted, in order, no overlap. Only 'own' segments are read. */
export function listedParts(body: string, segments: readonly Segment[]): Part[] {
  const lines = ownLines(body, segments);
  return listedIn(body, lines, wrapWidth(lines));
}

/**
 * The questions of a mail sentence by sentence, in order, no overlap: at least one when the sender wrote anything, so ask
 * it of requests only. Numbered 1, 2, 3. Only 'own' segments are read.
 */
export function proseParts(body: string, segments: readonly Segment[]): Part[] {
  const lines = ownLines(body, segments);
  return proseSpans(body, lines, wrapWidth(lines)).map(({ start, end }, index) => ({
    number: String(index + 1),
    text: body.slice(start, end),
    start,
    end,
  }));
}

/** The questions of a request: those listed, or, where there is no list or one item that holds them all, its sentences. */
export function requestParts(body: string, segments: readonly Segment[], listed: readonly Part[]): readonly Part[] {
  if (listed.length > 1) return listed;
  const inProse = proseParts(body, segments);
  return inProse.length > listed.length ? inProse : listed;
}
