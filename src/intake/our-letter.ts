// Finds the sentences of our own letters in a mail: what we wrote ourselves is not what its sender asks for.
import type { Authority } from '../authority.ts';

/** A stretch of a body: UTF-16 offsets, `end` exclusive. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What a placeholder at the end of a sentence stands for: one word, a date, or the rest of a line. */
type Gap = 'word' | 'date' | 'line';

/** A sentence of a letter: its words in order; null where a placeholder stands between them; what follows the last word. */
interface Sentence {
  readonly words: readonly (string | null)[];
  readonly after: Gap | null;
  /** Enough words of its own to be known anywhere; a label such as "Reference:" only beside what is known. */
  readonly strong: boolean;
}

/** The sentences of every letter, by their first word. */
export type OurLetter = ReadonlyMap<string, readonly Sentence[]>;

/** Judgement: six words in a row as in our letter are ours; labels, headings and greetings have fewer. */
const STRONG_WORDS = 6;
/** Judgement: a name or an address between two fixed words is no longer. */
const MAX_GAP_WORDS = 12;

const LETTER = /^(?:local\/)?letters\/.*\.(?:txt|html)$/;
const BLOCK_TAG = /\{\{\s*[#^/][^{}]*\}\}/g;
const VALUE_TAG = /\{\{\s*([A-Za-z]*)\s*\}\}/g;
const INLINE_ELEMENT = /<\/?(?:strong|em|b|i|a|span)\b[^<>]*>/gi;
const WORD = /[\p{L}\p{N}]+/gu;
/** What a placeholder gives; every other one gives the rest of a line. */
const GAPS: ReadonlyMap<string, Gap> = new Map([
  ['reference', 'word'],
  ['email', 'word'],
  ['privacyNotice', 'word'],
  ['received', 'date'],
  ['due', 'date'],
]);
const NAMES = [...GAPS.keys(), 'authority', 'team', 'telephone', 'postal'];
/** Private-use characters stand for the placeholders while a template is taken apart. */
const FIRST_MARK = 0xe000;
const markOf = (name: string): string =>
  String.fromCharCode(FIRST_MARK + (NAMES.includes(name) ? NAMES.indexOf(name) : NAMES.length));
const nameOf = (mark: string): string => NAMES[mark.charCodeAt(0) - FIRST_MARK] ?? '';
const isMark = (piece: string): boolean => piece >= '\ue000' && piece <= '\uf8ff';
const PIECE = /[\ue000-\uf8ff]|[\p{L}\p{N}]+/gu;

const folded = (word: string): string => word.normalize('NFC').toLowerCase();

/**
 * The fixed sentences of the letters in a snapshot of the rule files, the shipped ones and the authority's own: both, since
 * what comes back may have been sent before the wording was changed. Other files are passed over.
 */
export function ourLetter(
  files: readonly { readonly path: string; readonly content: string }[],
  { name, contact }: Pick<Authority, 'name' | 'contact'>,
): OurLetter {
  const values: Values = new Map([['authority', name], ...Object.entries(contact)]);
  const sentences = files
    .filter(({ path }) => LETTER.test(path))
    .flatMap(({ path, content }) => splitUp(path.endsWith('.html') ? textOfTemplate(content) : content))
    .flatMap((sentence) => sentencesOf(sentence, values));
  return Map.groupBy(
    sentences.sort((one, other) => other.words.length - one.words.length),
    ({ words }) => words[0] ?? '',
  );
}

type Values = ReadonlyMap<string, string | null>;

const textOfTemplate = (html: string): string => html.replace(INLINE_ELEMENT, '').replace(/<[^<>]*>/g, '\n');

const splitUp = (text: string): string[] =>
  text
    .replace(/^Subject:/, '')
    .replace(BLOCK_TAG, '\n')
    .replace(VALUE_TAG, (_, name: string) => ` ${markOf(name)} `)
    .split(/\n|(?<=[.!?])\s+/);

/** A sentence as it is sent today, and with gaps, since a team may have had another name. */
function sentencesOf(text: string, values: Values): Sentence[] {
  const filled = text.replace(/[\ue000-\uf8ff]/g, (mark) => values.get(nameOf(mark)) ?? mark);
  const strong = piecesOf(text).filter((piece) => !isMark(piece)).length >= STRONG_WORDS;
  return (filled === text ? [text] : [filled, text]).flatMap((one) => sentenceOf(one, strong) ?? []);
}

const piecesOf = (text: string): string[] => [...text.matchAll(PIECE)].map(([piece]) => piece);

function sentenceOf(text: string, strong: boolean): Sentence | null {
  const pieces = piecesOf(text);
  const first = pieces.findIndex((piece) => !isMark(piece));
  if (first < 0) return null;
  const last = pieces.findLastIndex((piece) => !isMark(piece));
  const words = pieces.slice(first, last + 1).map((piece) => (isMark(piece) ? null : folded(piece)));
  const next = pieces[last + 1];
  return { words, after: next === undefined ? null : (GAPS.get(nameOf(next)) ?? 'line'), strong };
}

interface Word extends Stretch {
  readonly text: string;
}
interface Found extends Stretch {
  readonly strong: boolean;
}

/**
 * Where a body repeats our letters: whole sentences, however they are wrapped, quoted or set in capitals, and the labels
 * and headings right beside them. Stretches in order, those with no word between them joined. Pure, linear.
 */
export function ourWords(body: string, letter: OurLetter): Stretch[] {
  const words = [...body.matchAll(WORD)].map(
    (match): Word => ({ text: folded(match[0]), start: match.index, end: match.index + match[0].length }),
  );
  const found: Found[] = [];
  for (let at = 0; at < words.length; ) {
    const end = longest(body, words, at, letter);
    if (end === null) {
      at += 1;
      continue;
    }
    found.push({ start: words[at]?.start ?? 0, ...end });
    while (at < words.length && (words[at]?.start ?? 0) < end.end) at += 1;
  }
  return joined(body, found);
}

/** The longest sentence that begins at a word: where it ends. */
function longest(body: string, words: readonly Word[], at: number, letter: OurLetter): Omit<Found, 'start'> | null {
  for (const sentence of letter.get(words[at]?.text ?? '') ?? []) {
    const last = lastWord(words, at, sentence);
    if (last !== null) return { end: endOf(body, last.end, sentence.after), strong: sentence.strong };
  }
  return null;
}

function lastWord(words: readonly Word[], start: number, sentence: Sentence): Word | null {
  let at = start;
  let free = 0;
  for (const wanted of sentence.words) {
    if (wanted === null) {
      free = MAX_GAP_WORDS;
      continue;
    }
    while (free > 0 && at < words.length && words[at]?.text !== wanted) {
      at += 1;
      free -= 1;
    }
    if (words[at]?.text !== wanted) return null;
    at += 1;
    free = 0;
  }
  return words[at - 1] ?? null;
}

/** As little as the placeholder can stand for: words of one's own behind it stay one's own. */
const AFTER: Readonly<Record<Gap, RegExp>> = {
  word: /[^\p{L}\p{N}]{0,8}\S{1,120}/uy,
  date: /[^\p{L}\p{N}]{0,8}\d{1,2}\s{1,3}\p{L}{1,12}\s{1,3}\d{4}/uy,
  line: /[^\p{L}\p{N}]{0,8}[^\n.!?:;]{1,120}/uy,
};

function endOf(body: string, end: number, after: Gap | null): number {
  if (after === null) return end;
  const pattern = AFTER[after];
  pattern.lastIndex = end;
  return end + (pattern.exec(body)?.[0].length ?? 0);
}

const hasWord = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** Stretches with no word between them are one; of those, the ones that hold a sentence known anywhere. */
function joined(body: string, found: readonly Found[]): Stretch[] {
  const runs: Found[] = [];
  for (const one of found) {
    const before = runs.at(-1);
    if (before === undefined || hasWord(body.slice(before.end, one.start))) runs.push(one);
    else runs[runs.length - 1] = { start: before.start, end: one.end, strong: before.strong || one.strong };
  }
  return runs
    .filter(({ strong }) => strong)
    .map(({ start, end }) => ({
      start,
      end: end + (/^[^\p{L}\p{N}\n]*/u.exec(body.slice(end, end + 200))?.[0].length ?? 0),
    }));
}
