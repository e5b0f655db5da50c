// Cuts what the sender wrote into sentences: a line that a mail client wrapped goes on, any other line ends its sentence.
import { continues, type Line } from './line.ts';

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
  /(?:\b(?:e\.?g|i\.?e|etc|no|nos|mr|mrs|ms|dr|st|rd|approx|incl|inc|vs|cf|viz|ref|reg|para|sec|art|cllr|prof|tel|ext|max|min|est|dept|govt|co|ltd|p|pp)|\b\p{L})$/iu;
const STOP = /[.?!]+[)\]"'”’*_]*(?=\s)/g;

/** Characters before a full stop in which an abbreviation is looked for. */
const ABBREVIATION_CHARACTERS = 8;

function endsHere(text: string, from: number, match: RegExpExecArray): boolean {
  const rest = text.slice(match.index + match[0].length, match.index + match[0].length + 40).trimStart();
  if (match[0].includes('?')) return true;
  if (/^\p{Ll}/u.test(rest)) return false;
  const before = text.slice(Math.max(from, match.index - ABBREVIATION_CHARACTERS), match.index);
  return !match[0].startsWith('.') || !ABBREVIATED.test(before);
}

/** Where the lines of one block end: `from` and as many as go on from it. */
function blockEnd(lines: readonly Line[], from: number, width: number | null): number {
  let end = from;
  for (let next = lines[end + 1]; next !== undefined && next.kind === 'text'; next = lines[end + 1]) {
    const last = lines[end];
    if (last === undefined || /[.?!:;]["'”’)*]*\s*$/.test(last.text.slice(-20)) || !continues(last, next, width)) break;
    end += 1;
  }
  return end;
}

/** The sentences of the lines `from` up to `to`; headings, closing words and blank lines have none. */
export function sentencesOf(body: string, lines: readonly Line[], width: number | null): Sentence[] {
  const found: Sentence[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const first = lines[at];
    if (first === undefined || first.kind !== 'text') continue;
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
