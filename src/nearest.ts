// "Did you mean …?" for the ids and keys of rule files.
import { LevenshteinDistance } from 'natural/lib/natural/distance/levenshtein_distance.js';

/** Judgement: shorter beginnings are those of too many words. */
const MIN_BEGINNING = 4;

/**
 * The known word that was probably meant, or null: one that begins with what was written, else the closest. None is close
 * when half of the letters differ, of what follows the beginning that both share. Judgement.
 */
function nearest(written: string, known: readonly string[]): string | null {
  const small = written.toLowerCase();
  const [begins] = known
    .filter((word) => small.length >= MIN_BEGINNING && word.toLowerCase().startsWith(small))
    .sort((a, b) => a.length - b.length);
  if (begins !== undefined) return begins;
  const ranked = known
    .map((word) => ({ word, distance: LevenshteinDistance(small, word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best === undefined) return null;
  const own = small.length - sharedSegments(small, best.word.toLowerCase());
  return best.distance <= Math.max(2, own / 2) ? best.word : null;
}

/** Letters of the dotted beginning that both have: every topic of the police begins with "police.". */
function sharedSegments(one: string, other: string): number {
  const end = one.lastIndexOf('.') + 1;
  return end > 0 && other.startsWith(one.slice(0, end)) ? end : 0;
}

/** A cure that names the closest known word, or all of them when they are few. */
export function didYouMean(written: string, known: readonly string[]): string {
  const close = nearest(written, known);
  if (close !== null) return `did you mean “${close}”?`;
  if (known.length <= 16) return `one of: ${known.join(', ')}`;
  const end = written.lastIndexOf('.') + 1;
  const family = known.filter((word) => end > 0 && word.startsWith(written.slice(0, end)));
  return family.length > 0 ? `one of: ${family.join(', ')}` : 'rules/schema.json has the list';
}
