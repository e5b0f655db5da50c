// Finds the separate things that a mail without a numbered list asks for: its questions and orders, sentence by sentence.
import { cutsOf } from './clauses.ts';
import type { Line } from './line.ts';
import { markers } from './list-marker.ts';
import { type Sentence, sentencesOf } from './sentence.ts';
import { type Wanting, wanting } from './wanting.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Ask extends Span {
  readonly cuts: readonly number[];
  readonly isPair: boolean;
  readonly column: boolean;
}

/**
 * Judgement: who asks one or two sentences joins two things in one of them ("how many were late and what did it cost");
 * who asks more puts what belongs together into one sentence.
 */
const FEW_SENTENCES = 2;

/** What the lines below a sentence are: things wanted, details of what it asked for, or plain text. */
type Under = 'open' | 'details' | 'text';

/** Judgement: a bare line that is a column of a table or a fact about a person, wanted only together with the others. */
const COLUMN =
  /^(?:(?:the|full|first|last|job|e-?mail|telephone|phone|contact|postal|business|trading|company|start|end|expiry|contract)\s+)*(?:names?|titles?|e-?mails?|phone|telephone|address(?:es)?|numbers?|post ?codes?|positions?|grades?|departments?|dates?|details|duration|value)\b[^?]{0,40}$/i;
const isNarrative = (words: string): boolean =>
  /^(?:i|we|my|our|this|it|they|he|she|there|you|as|that|these|those|note|when i|since i)\b(?! (?:number|total))/i.test(words);
const hasWords = (words: string): boolean =>
  words.replace(/\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/gi, '').match(/\p{L}{3,}/gu) !== null;

function ask(sentence: Sentence, from: number): Ask {
  const { at, isPair } = cutsOf(sentence.text.slice(from));
  return { start: sentence.start + from, end: sentence.end, cuts: at.map((cut) => cut + from), isPair, column: false };
}

/** The words of a sentence after the number or bullet that it may begin with. */
function afterMarker(sentence: Sentence, lines: readonly Line[]): number {
  if (!sentence.opensLine) return 0;
  const line = lines[sentence.line];
  const marker = line === undefined ? undefined : markers(line.text)[0];
  if (line === undefined || marker === undefined) return 0;
  return Math.max(0, Math.min(line.start + marker.textAt - sentence.start, sentence.text.length));
}

function asksOf(sentences: readonly Sentence[], lines: readonly Line[]): { asks: Ask[]; announced: Sentence | undefined } {
  const asks: Ask[] = [];
  let under: Under = 'text';
  let announced: Sentence | undefined;
  for (const sentence of sentences) {
    const from = afterMarker(sentence, lines);
    const words = sentence.text.slice(from);
    const wants = wanting(words);
    const leads = /:[\s*_-]*$/.test(words);
    if (wants === 'announces') {
      announced ??= sentence;
      under = 'open';
    } else if (wants === 'order' || wants === 'question') {
      asks.push(ask(sentence, from));
      if (leads) under = 'details';
      else if (sentence.opensLine === false || under === 'details') under = under === 'open' ? 'open' : 'text';
    } else if (wants === 'details') under = 'details';
    else if (under === 'open' && hasWords(words) && isItem(wants, words, sentence)) {
      if (leads) continue;
      asks.push({ ...ask(sentence, from), column: COLUMN.test(words) && words.length < 60 });
    } else if (wants === 'nothing' && !leads && (isNarrative(words) || words.length > 120)) under = 'text';
  }
  return { asks, announced };
}

function isItem(wants: Wanting, words: string, sentence: Sentence): boolean {
  if (wants === 'thing') return true;
  return sentence.opensLine && wants === 'nothing' && !isNarrative(words) && words.length < 300;
}

/** Columns that stand one below the other are one thing. */
function joinColumns(asks: readonly Ask[]): Ask[] {
  const joined: Ask[] = [];
  for (const each of asks) {
    const last = joined.at(-1);
    if (each.column && last?.column) joined[joined.length - 1] = { ...last, end: each.end };
    else joined.push(each);
  }
  return joined.length > 1 ? joined.filter((each) => !each.column || each.cuts.length > 0) : joined;
}

/** The things wanted in the own words of a mail, in order; when no sentence plainly asks, the one that comes nearest. */
export function proseSpans(body: string, lines: readonly Line[], width: number | null): Span[] {
  const sentences = sentencesOf(body, lines, width);
  const { asks, announced } = asksOf(sentences, lines);
  const all = joinColumns(asks);
  const splitPairs = all.length <= FEW_SENTENCES;
  const spans = all.flatMap((each): Span[] => {
    if (each.isPair && !splitPairs) return [each];
    const base = each.start - (each.cuts[0] ?? 0);
    return each.cuts.map((cut, index) => trimmed(body, base + cut, nextStart(each, index, base)));
  });
  if (spans.length > 0) return spans.filter((span) => span.end > span.start);
  const nearest = announced ?? sentences.find((sentence) => sentence.text.length > 20) ?? sentences[0];
  return nearest === undefined ? [] : [{ start: nearest.start, end: nearest.end }];
}

const nextStart = (each: Ask, index: number, base: number): number => {
  const next = each.cuts[index + 1];
  return next === undefined ? each.end : base + next;
};

function trimmed(body: string, start: number, end: number): Span {
  const text = body.slice(start, end).trimEnd().replace(/[,;]?(?:\s+(?:and|&|plus|or))?$/i, '');
  return { start, end: start + text.trimEnd().length };
}
