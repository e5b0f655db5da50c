// Cuts what the sender wrote into sentences: a line that a mail client wrapped goes on, any other line ends its sentence.
import { continues, isWrapped, type Line } from './line.ts';
import { markers } from './list-marker.ts';

export interface Sentence {
  /** Offsets into the body, without the blanks around it. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The line it begins in, and whether it opens that line. */
  readonly line: number;
  readonly opensLine: boolean;
}

/** A full stop after these ends no sentence: abbreviations, initials and titles. */
const ABBREVIATED =
  /(?:\b(?:e\.?g|i\.?e|etc|mr|mrs|ms|dr|st|rd|approx|incl|inc|vs|cf|viz|cllr|prof|tel|ext|dept|govt)|\b\p{L})$/iu;
/** Before a number only: "ref. 12", "no. 4". */
const COUNTED = /\b(?:nos?|ref|para|pp?|s|art)$/i;
const STOP = /[.?!]{1,8}[)\]"'”’*_]{0,4}(?=\s)/g;

/** Characters before a full stop in which an abbreviation is looked for. */
const ABBREVIATION_CHARACTERS = 8;

function endsHere(text: string, from: number, match: RegExpExecArray): boolean {
  const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 40).trimStart();
  if (match[0].includes('?')) return true;
  if (/^\p{Ll}/u.test(rest)) return false;
  const before = text.slice(Math.max(from, match.index - ABBREVIATION_CHARACTERS), match.index);
  if (/^\d/.test(rest) && COUNTED.test(before)) return false;
  return !match[0].startsWith('.') || !ABBREVIATED.test(before);
}

/** Judgement: a line that begins so, with a capital letter, is a new thing however long the line before it is. */
const ASKS_ANEW =
  /^\s*(?:How|What|Which|Who|When|Where|Why|Whether|Number|Total|Cop(?:y|ies)|Details|Please|Could|Can|Do|Does|Has|Have|Is|Are|Any|(?:The|A) (?:number|total|copy|list|name|date|amount|cost))\b/;

/** Judgement: the same in small letters, when the line before it had room for more. */
const LISTS_ANEW =
  /^\s*(?:how (?:many|much|often|long)|what|whether|why|(?:the )?(?:number|amount|cost|total)s? of|copies of)\b/;

function goesOn(last: Line, next: Line, width: number | null): boolean {
  if (/[.?!:;]["'”’)*]*\s*$/.test(last.text.slice(-20)) || ASKS_ANEW.test(next.text)) return false;
  if (!continues(last, next, width) || markers(next.text).length > 0) return false;
  return !LISTS_ANEW.test(next.text) || isWrapped(last, next, width);
}

/** Where the lines of one block end: `from` and as many as go on from it. */
function blockEnd(lines: readonly Line[], from: number, width: number | null): number {
  let end = from;
  for (let next = lines[end + 1]; next !== undefined && next.kind === 'text'; next = lines[end + 1]) {
    const last = lines[end];
    if (last === undefined || !goesOn(last, next, width)) break;
    end += 1;
  }
  return end;
}

/** Judgement: closing words are short; a longer line that begins with thanks goes on to something else. */
const MAX_CLOSING_CHARACTERS = 60;

const speaks = ({ kind, text }: Line): boolean =>
  kind === 'text' ||
  ((kind === 'closing' || kind === 'heading') && (text.includes('?') || text.length > MAX_CLOSING_CHARACTERS));

/** Judgement: a letter of more sentences than these asks in its first ones, or asks nobody to read it. */
const MAX_SENTENCES = 2000;

/** The sentences of the lines `from` up to `to`; headings, closing words and blank lines have none. */
export function sentencesOf(body: string, lines: readonly Line[], width: number | null): Sentence[] {
  const found: Sentence[] = [];
  for (let at = 0; at < lines.length && found.length < MAX_SENTENCES; at += 1) {
    const first = lines[at];
    if (first === undefined || !speaks(first)) continue;
    const line = at;
    at = blockEnd(lines, at, width);
    const text = body.slice(first.start, lines[at]?.end ?? first.end);
    const cut = (from: number, to: number): void => {
      const piece = text.slice(from, to);
      const start = first.start + from + piece.length - piece.trimStart().length;
      const words = piece.trim();
      if (words !== '') found.push({ start, end: start + words.length, text: words, line, opensLine: from === 0 });
    };
    let from = 0;
    for (const match of text.matchAll(STOP)) {
      if (!endsHere(text, from, match)) continue;
      cut(from, match.index + match[0].length);
      from = match.index + match[0].length;
    }
    cut(from, text.length);
  }
  return found;
}
