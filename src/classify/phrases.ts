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

/** What reading a mail needs of a book. */
export interface Vocabulary {
  /** The stem number of a mail's word, 0 when no rule uses it. */
  stemOf(word: string): number;
  /** The words as written of those phrases for which stems alone are not enough. */
  readonly exact: ReadonlyMap<number, readonly string[]>;
}

/** Collects phrases while rules are compiled. */
export interface PhraseBook {
  readonly phrases: readonly Phrase[];
  readonly vocabulary: Vocabulary;
  /** The number of a phrase; the same for the same stems (and the same exact words). Null: it holds no word. */
  add(written: string): number | null;
  /** A compiled pattern, the same for the same expression: what it finds in a mail is looked for once. */
  pattern(written: string): PatternResult;
  /** The number of a list of phrases, for `Reading.listed`. */
  list(phrases: readonly number[]): number;
  /** For each phrase the numbers of the lists that it stands in. */
  lists(): Rows;
  /** What a later compilation of the same rules need not work out again. */
  kept(): KeptBook;
}

/** A filled book as plain data. */
export interface KeptBook {
  /** The answers of `add`, in the order in which they were given. */
  readonly added: Int32Array;
  /** The stems of each phrase. */
  readonly phrases: Rows;
  /** Stems, in the order of their numbers, from 1. */
  readonly stems: readonly string[];
  readonly exact: ReadonlyMap<number, readonly string[]>;
}

/** Whether a phrase stands in inner double quotes, straight or typographic: its words as they are, not their stems. */
const quotedPhrase = (written: string): string | null => /^["“”](.+)["“”]$/su.exec(written.trim())?.[1] ?? null;

/** Numbers stems, from 1, and remembers the words whose stem is known already. */
function stemNumbers(known: readonly string[]) {
  const stems = new Map(known.map((root, index) => [root, index + 1]));
  const entered = new Map<string, number>();
  const remembered = new Map<string, number>();
  return {
    stems,
    /** The number of the stem of a rule's word. */
    enter(word: string): number {
      const before = entered.get(word);
      if (before !== undefined) return before;
      const root = stem(word);
      const number = stems.get(root) ?? stems.size + 1;
      if (number > stems.size) remembered.clear();
      stems.set(root, number);
      entered.set(word, number);
      return number;
    },
    /** The number of the stem of a mail's word, 0 when no rule uses it. */
    stemOf(word: string): number {
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

type Entries = Pick<PhraseBook, 'phrases' | 'vocabulary' | 'add' | 'kept'>;

/** Works out each phrase that is added. */
function freshEntries(): Entries {
  const phrases: Phrase[] = [];
  const exact = new Map<number, readonly string[]>();
  const numbers = new Map<string, number>();
  const seen = new Map<string, number>();
  const added: number[] = [];
  const { stems, enter, stemOf } = stemNumbers([]);
  function numberOf(written: string): number | null {
    const inner = quotedPhrase(written);
    const plain = words(inner ?? written).map((word: Word) => word.text);
    if (plain.length === 0) return null;
    const roots = plain.map(enter);
    const key = `${roots.join(' ')}${inner === null ? '' : `"${plain.join(' ')}`}`;
    const known = numbers.get(key) ?? phrases.length;
    seen.set(written, known);
    if (known < phrases.length) return known;
    numbers.set(key, known);
    if (inner !== null) exact.set(known, plain);
    phrases.push({ stems: roots, written });
    return known;
  }
  return {
    phrases,
    vocabulary: { stemOf, exact },
    add(written) {
      const number = seen.get(written) ?? numberOf(written);
      if (number !== null) added.push(number);
      return number;
    },
    kept: () => ({
      added: Int32Array.from(added),
      phrases: rowsOf(phrases.map((phrase) => phrase.stems)),
      stems: [...stems.keys()],
      exact,
    }),
  };
}

/** Answers as a book did to which the same phrases were added in the same order. */
function keptEntries(kept: KeptBook): Entries {
  const { stemOf } = stemNumbers(kept.stems);
  const { begins, values } = kept.phrases;
  const phrases: Phrase[] = [];
  let next = 0;
  return {
    phrases,
    vocabulary: { stemOf, exact: kept.exact },
    add(written) {
      const number = kept.added[next++] ?? null;
      if (number === phrases.length)
        phrases.push({ stems: [...values.subarray(begins[number], begins[number + 1])], written });
      return number;
    },
    kept: () => kept,
  };
}

/**
 * A book without phrases. With `proven`, patterns are known to be right, and each is compiled when a mail first asks for it;
 * with `kept`, what this book held at the end of an earlier compilation of the same rules.
 */
export function phraseBook(proven = false, kept: KeptBook | null = null): PhraseBook {
  const entries = kept === null ? freshEntries() : keptEntries(kept);
  const { list, listsOf } = wordLists();
  const patterns = new Map<string, PatternResult>();
  return {
    ...entries,
    pattern(written) {
      const known = patterns.get(written) ?? (proven ? provenPattern(written) : compilePattern(written));
      patterns.set(written, known);
      return known;
    },
    list,
    lists: () => rowsOf(entries.phrases.map((_, phrase) => listsOf(phrase))),
  };
}
