// The book of all phrases of all rules: each written phrase once, as stems, with its exact words where it was put in quotes.
import { compilePattern, type PatternResult, provenPattern } from './pattern.ts';
import { type Rows, rowsOf } from './rows.ts';
import { stem } from './stem.ts';
import { type Word, words } from './words.ts';

/** A phrase of one or more rules. */
export interface Phrase {
  readonly stems: readonly number[];
  readonly written: string;
}

/** Words of mails whose stem is remembered. A bound on memory only: the memo is emptied when it is full. Judgement. */
const MAX_REMEMBERED_WORDS = 50_000;

/** Collects phrases while rules are compiled, and afterwards turns the words of a mail into stem numbers (0: in no rule). */
export interface PhraseBook {
  readonly phrases: readonly Phrase[];
  /** The words as written of those phrases for which stems alone are not enough. */
  readonly exact: ReadonlyMap<number, readonly string[]>;
  /** The number of a phrase; the same for the same stems (and the same exact words). Null: it holds no word. */
  add(written: string): number | null;
  /** A compiled pattern, the same for the same expression: what it finds in a mail is looked for once. */
  pattern(written: string): PatternResult;
  /** The number of a list of phrases, for `Reading.listed`. */
  list(phrases: readonly number[]): number;
  /** For each phrase the numbers of the lists that it stands in. */
  lists(): Rows;
  /** The stem number of a mail's word, 0 when no rule uses it. */
  stemOf(word: string): number;
}

/** Whether a phrase stands in inner double quotes, straight or typographic: its words as they are, not their stems. */
const quotedPhrase = (written: string): string | null => /^["“”](.+)["“”]$/su.exec(written.trim())?.[1] ?? null;

/** Stems by number, from 1, and words whose stem is known already. */
interface Vocabulary {
  /** The number of the stem of a rule's word. */
  enter(word: string): number;
  /** The number of the stem of a mail's word, 0 when no rule uses it. */
  stemOf(word: string): number;
}

function vocabulary(): Vocabulary {
  const stems = new Map<string, number>();
  const entered = new Map<string, number>();
  const remembered = new Map<string, number>();
  return {
    enter(word) {
      const before = entered.get(word);
      if (before !== undefined) return before;
      const root = stem(word);
      const number = stems.get(root) ?? stems.size + 1;
      if (number > stems.size) remembered.clear();
      stems.set(root, number);
      entered.set(word, number);
      return number;
    },
    stemOf(word) {
      const known = remembered.get(word);
      if (known !== undefined) return known;
      if (remembered.size >= MAX_REMEMBERED_WORDS) remembered.clear();
      const found = stems.get(stem(word)) ?? 0;
      remembered.set(word, found);
      return found;
    },
  };
}

/** Lists of phrases by number, and in which of them a phrase stands. */
function wordLists() {
  const inLists: number[][] = [];
  let count = 0;
  return {
    list(members: readonly number[]): number {
      for (const phrase of new Set(members)) {
        inLists[phrase] ??= [];
        inLists[phrase].push(count);
      }
      count += 1;
      return count - 1;
    },
    listsOf: (phrase: number): readonly number[] => inLists[phrase] ?? [],
  };
}

/** An empty book. With `proven`, patterns are known to be right, and each is compiled when a mail first asks for it. */
export function phraseBook(proven = false): PhraseBook {
  const phrases: Phrase[] = [];
  const exact = new Map<number, readonly string[]>();
  const numbers = new Map<string, number>();
  const seen = new Map<string, number>();
  const { enter, stemOf } = vocabulary();
  const { list, listsOf } = wordLists();
  const patterns = new Map<string, PatternResult>();
  return {
    phrases,
    exact,
    stemOf,
    add(written) {
      const before = seen.get(written);
      if (before !== undefined) return before;
      const inner = quotedPhrase(written);
      const plain = words(inner ?? written).map((word: Word) => word.text);
      if (plain.length === 0) return null;
      const stems = plain.map(enter);
      const key = `${stems.join(' ')}${inner === null ? '' : `"${plain.join(' ')}`}`;
      const known = numbers.get(key) ?? phrases.length;
      seen.set(written, known);
      if (known < phrases.length) return known;
      numbers.set(key, known);
      if (inner !== null) exact.set(known, plain);
      phrases.push({ stems, written });
      return known;
    },
    pattern(written) {
      const known = patterns.get(written) ?? (proven ? provenPattern(written) : compilePattern(written));
      patterns.set(written, known);
      return known;
    },
    list,
    lists: () => rowsOf(phrases.map((_, phrase) => listsOf(phrase))),
  };
}
