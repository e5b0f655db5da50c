// Goes through the sentences of a mail and takes those that ask, with the bare lines that stand under "please send:".
import { cutsOf } from './clauses.ts';
import { isColumn, withoutColumns } from './columns.ts';
import type { Line } from './line.ts';
import { markers } from './list-marker.ts';
import type { Sentence } from './sentence.ts';
import { type Wanting, wanting } from './wanting.ts';

export interface Ask {
  /** Offsets into the body where its things begin, and where it ends. */
  readonly starts: readonly number[];
  readonly end: number;
  readonly isPair: boolean;
  /** The announcement that it stands under as a bare line, counted from 1; 0 for a sentence that asks by itself. */
  readonly list: number;
  readonly isColumn: boolean;
}

/** What the lines below a sentence are: things wanted (`hinted`: a line ended in a colon, no more), details, plain text. */
type Under = 'wanted' | 'hinted' | 'details' | 'text';
interface State {
  under: Under;
  list: number;
  /** The items so far follow each other without a blank line: one after a blank line is none. */
  isDense: boolean;
}

/** Judgement: what people begin a sentence with that tells something and names nothing. */
const NARRATIVE =
  /^(?:i|we|my|our|this|it|they|he|she|there|you|as|that|these|those|note|since i)\b(?! (?:number|total))/i;
/** The name under a letter without closing words. */
const NAME = /^(?:\p{Lu}[\p{L}.’'-]*\s*){1,4}(?:\(.{1,30}\))?$/u;
/** Judgement: words of dates and choices, which no question is made of. */
const EMPTY = /\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|\b(?:and|to|the|date|yes|no)\b/gi;
const hasWords = (words: string): boolean => /\p{L}{3,}/u.test(words.replace(EMPTY, ''));
/** A line over other lines: a title of at most five words, or "At 31 March 2024:". */
const isHeading = (words: string): boolean =>
  /^(?:in|at|for|of|on|during|between|by|within|from|regarding|about|with|per|since|as|under)\b/i.test(words) ||
  (words.match(/\S+/g)?.length ?? 0) <= 5;

function ask(sentence: Sentence, from: number, list = 0): Ask {
  const words = sentence.text.slice(from);
  const { at, isPair } = cutsOf(words);
  const starts = at.map((cut) => sentence.start + from + cut);
  return { starts, end: sentence.end, isPair, list, isColumn: list > 0 && isColumn(words) };
}

/** Where the words of a sentence begin after the number or bullet that it may open its line with. */
function afterMarker(sentence: Sentence, lines: readonly Line[]): number {
  const line = sentence.opensLine ? lines[sentence.line] : undefined;
  const marker = line === undefined ? undefined : markers(line.text)[0];
  if (line === undefined || marker === undefined) return 0;
  return Math.max(0, Math.min(line.start + marker.textAt - sentence.start, sentence.text.length));
}

/** Whether a line that asks nothing by itself is one of the things announced above it. */
function isItem(under: Under, wants: Wanting, words: string, isMarked: boolean, opensLine: boolean): boolean {
  if (under === 'text' || under === 'details' || !hasWords(words)) return false;
  if (/^(?:section|part|schedule) \w{1,3}\b/i.test(words)) return false;
  if (wants === 'thing') return true;
  if (under === 'hinted' && !isMarked) return false;
  // 300: a paragraph is a story
  return opensLine && !NARRATIVE.test(words) && !/^["“‘]/.test(words) && words.length < 300;
}

function opens(state: State, under: Under): void {
  Object.assign(state, { under, list: state.list + 1, isDense: false });
}

/** Takes a sentence that asks nothing by itself: as an item of the list above it, its heading, or its end. */
function bareLine(sentence: Sentence, from: number, wants: Wanting, state: State, isApart: boolean): Ask | null {
  const words = sentence.text.slice(from);
  const leads = /:[\s*_-]*$/.test(words.slice(-10));
  if (leads && (state.under === 'text' || state.under === 'details')) opens(state, 'hinted');
  else if (leads && isHeading(words)) return null;
  else if (isApart && state.isDense) state.under = 'text';
  else if (isItem(state.under, wants, words, from > 0, sentence.opensLine)) {
    if (leads) state.under = 'details';
    return ask(sentence, from, state.list);
  } else if (wants === 'nothing' && (NARRATIVE.test(words) || words.length > 120)) state.under = 'text';
  return null;
}

/** The asking sentences of a mail, and the first that announces a request. */
export function asksOf(
  sentences: readonly Sentence[],
  lines: readonly Line[],
): { asks: readonly Ask[]; announced: Sentence | undefined } {
  const asks: Ask[] = [];
  const state: State = { under: 'text', list: 0, isDense: false };
  let announced: Sentence | undefined;
  let line = 0;
  for (const [index, sentence] of sentences.entries()) {
    const passed = lines.slice(line, sentence.line).map((each) => each.kind);
    line = sentence.line;
    if (passed.includes('closing')) state.under = 'text';
    const from = afterMarker(sentence, lines);
    const words = sentence.text.slice(from);
    const wants = wanting(words);
    const leads = /:[\s*_-]*$/.test(words.slice(-10));
    if (wants === 'announces') {
      announced ??= sentence;
      opens(state, 'wanted');
    } else if (wants === 'handling') state.under = leads ? 'details' : 'text';
    else if (wants === 'order' || wants === 'question') {
      asks.push(ask(sentence, from));
      if (leads) state.under = 'details';
    } else if (index >= sentences.length - 2 && NAME.test(words)) state.under = 'text';
    else {
      const isApart = passed.includes('blank');
      const item = bareLine(sentence, from, wants, state, isApart);
      if (item === null) continue;
      state.isDense ||= !isApart && asks.at(-1)?.list === item.list;
      asks.push(item);
    }
  }
  return { asks: withoutColumns(asks), announced };
}
