// "Did you mean …?" for the ids and keys of rule files.
import { LevenshteinDistance } from 'natural/lib/natural/distance/levenshtein_distance.js';

/** The known word that is closest to what was written, or null when none is close (half of its letters differ). Judgement. */
function nearest(written: string, known: readonly string[]): string | null {
  const small = written.toLowerCase();
  const ranked = known
    .map((word) => ({ word, distance: LevenshteinDistance(small, word.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best !== undefined && best.distance <= Math.max(2, small.length / 2) ? best.word : null;
}

/** A cure that names the closest known word, or all of them when they are few. */
export function didYouMean(written: string, known: readonly string[]): string {
  const close = nearest(written, known);
  if (close !== null) return `did you mean “${close}”?`;
  return known.length <= 16 ? `one of: ${known.join(', ')}` : 'see rules/README.md for the list';
}
