// The words that the sender wrote, as a classifier sees them: each stem once, with the place where it first stands.
import { stem } from '../classify/stem.ts';
import { type Place, stretches, type Text } from '../classify/text.ts';
import { words } from '../classify/words.ts';

/** A request says what it wants in its first pages; the rest only costs time. Judgement. */
const MOST_WORDS = 2000;
/** Numbers, codes and single letters say nothing of the next mail. Judgement. */
const WORD = /^\p{L}{3,40}$/u;
/** So many words keep their stem in memory: a language's, and no hostile mail's. Judgement. */
const MOST_KEPT = 50_000;

const known = new Map<string, string>();

function stemOf(word: string): string {
  const kept = known.get(word);
  if (kept !== undefined) return kept;
  const made = WORD.test(word) ? stem(word) : '';
  if (known.size >= MOST_KEPT) known.clear();
  known.set(word, made);
  return made;
}

/** Subject and own words of the body; quotes, signatures, files and the sender's name are left out. Linear in the length. */
export function stemsOf(text: Text): Map<string, Place> {
  const found = new Map<string, Place>();
  let left = MOST_WORDS;
  for (const { field, start, end, whole } of stretches(text)) {
    if (field !== 'subject' && field !== 'body') continue;
    for (const word of words(whole, start, end)) {
      if (left === 0) return found;
      left -= 1;
      const of = stemOf(word.text);
      if (of !== '' && !found.has(of)) found.set(of, { field, start: word.start, end: word.end });
    }
  }
  return found;
}
