// The book of all phrases of all rules: each written phrase once, as stems, with its exact words where it was put in quotes.
import { compilePattern, type PatternResult } from './pattern.ts';
import { stem } from './stem.ts';
import { type Word, words } from './words.ts';

/** A phrase of one or more rules. `exact` holds the words as written when stems alone are not enough. */
export interface Phrase {
  readonly stems: readonly number[];
  readonly exact: readonly string[] | null;
  readonly written: string;
}

/** Words of mails whose stem is remembered. A bound on memory only: the memo is emptied when it is full. Judgement. */
const MAX_REMEMBERED_WORDS = 50_000;

/** Collects phrases while rules are compiled, and afterwards turns the words of a mail into stem numbers (0: in no rule). */
export interface PhraseBook {
  readonly phrases: readonly Phrase[];
  /** The number of a phrase; the same for the same stems (and the same exact words). Null: it holds no word. */
  add(written: string): number | null;
  /** A compiled pattern, the same for the same expression: what it finds in a mail is looked for once. */
  pattern(written: string): PatternResult;
  /** The number of a list of phrases, for `Reading.listed`. */
  list(phrases: readonly number[]): number;
  /** The numbers of the lists that a phrase stands in. */
  listsOf(phrase: number): readonly number[];
  /** The stem number of a mail's word, 0 when no rule uses it. */
  stemOf(word: string): number;
}

/** Whether a phrase stands in inner double quotes, straight or typographic: its words as they are, not their stems. */
const quotedPhrase = (written: string): string | null => /^["“”](.+)["“”]$/su.exec(written.trim())?.[1] ?? null;

const NO_LISTS: readonly number[] = [];

/** An empty book. */
export function phraseBook(): PhraseBook {
  const phrases: Phrase[] = [];
  const numbers = new Map<string, number>();
  const vocabulary = new Map<string, number>();
  const remembered = new Map<string, number>();
  const lists = new Map<number, number[]>();
  let listCount = 0;
  const patterns = new Map<string, PatternResult>();

  const enter = (word: string): number => {
    const root = stem(word);
    const known = vocabulary.get(root);
    if (known !== undefined) return known;
    vocabulary.set(root, vocabulary.size + 1);
    return vocabulary.size;
  };

  return {
    phrases,
    add(written) {
      const inner = quotedPhrase(written);
      const plain = words(inner ?? written).map((word: Word) => word.text);
      if (plain.length === 0) return null;
      const stems = plain.map(enter);
      const exact = inner === null ? null : plain;
      const key = `${stems.join(' ')}${exact === null ? '' : `"${exact.join(' ')}`}`;
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, phrases.length);
      remembered.clear();
      return phrases.push({ stems, exact, written }) - 1;
    },
    pattern(written) {
      const known = patterns.get(written) ?? compilePattern(written);
      patterns.set(written, known);
      return known;
    },
    list(members) {
      for (const phrase of new Set(members)) {
        const known = lists.get(phrase);
        if (known === undefined) lists.set(phrase, [listCount]);
        else known.push(listCount);
      }
      listCount += 1;
      return listCount - 1;
    },
    listsOf: (phrase) => lists.get(phrase) ?? NO_LISTS,
    stemOf(word) {
      const known = remembered.get(word);
      if (known !== undefined) return known;
      if (remembered.size >= MAX_REMEMBERED_WORDS) remembered.clear();
      const found = vocabulary.get(stem(word)) ?? 0;
      remembered.set(word, found);
      return found;
    },
  };
}
