// Finds the separate things that a mail without a list asks for: its questions and orders, sentence by sentence.
import { type Ask, asksOf } from './asks.ts';
import type { Line } from './line.ts';
import { sentencesOf } from './sentence.ts';

/** A stretch of the body. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Judgement: who asks one or two sentences joins two things in one of them ("how many were late and what did it cost");
 * who asks more puts what belongs together into one sentence.
 */
const FEW_SENTENCES = 2;

/** Without the comma, "and" or number that leads to the next thing. */
function before(body: string, start: number, next: number): Span {
  const text = body.slice(start, next).trimEnd();
  const label = /\s\(?(?:\d|[a-h]|[iv]{1,4})[).]$/i.exec(text.slice(-8));
  const words = label === null ? text : text.slice(0, -label[0].length).trimEnd();
  const tail = /[,;]?(?:\s(?:and|&|plus|or))?$/i.exec(words.slice(-6));
  return { start, end: start + words.length - (tail?.[0].length ?? 0) };
}

function spansOf({ starts, end, isPair }: Ask, body: string, splitPairs: boolean): Span[] {
  const wanted = isPair && !splitPairs ? starts.slice(0, 1) : starts;
  return wanted.map((start, index) => {
    const next = wanted[index + 1];
    return next === undefined ? { start, end } : before(body, start, next);
  });
}

/** The things wanted in the own words of a mail, in order; when no sentence plainly asks, the one that comes nearest. */
export function proseSpans(body: string, lines: readonly Line[], width: number | null): Span[] {
  const sentences = sentencesOf(body, lines, width);
  const { asks, announced } = asksOf(sentences, lines);
  const spans = asks
    .flatMap((each) => spansOf(each, body, asks.length <= FEW_SENTENCES))
    .filter((span) => span.end > span.start);
  if (spans.length > 0) return spans;
  // 20: longer than a greeting
  const nearest = announced ?? sentences.find((sentence) => sentence.text.length > 20) ?? sentences[0];
  return nearest === undefined ? [] : [{ start: nearest.start, end: nearest.end }];
}
