// The words of a mail that officers see for a rule: few, whole and readable, each at its exact place.
import type { Field } from './rule.ts';
import type { Place } from './text.ts';

/** Judgement: so many places of one rule, of so many characters, are enough for an officer to see why. */
const MAX_QUOTES = 5;
export const MAX_QUOTE_CHARACTERS = 160;
/** Judgement: with so many quotes single words add nothing; and shorter ones ("each", "any") say nothing beside a phrase. */
const ENOUGH_WITHOUT_WORDS = 3;
const MIN_TELLING_LETTERS = 6;

/**
 * The places to quote of a rule that fired, in its own order: phrases first, then single words that tell something.
 * Places that overlap become one. Never none where the rule has places.
 */
export function quotable(places: readonly Place[], fields: Readonly<Record<Field, string>>): Place[] {
  const whole = places.reduce<Place[]>(together, []).map((place) => cut(place, fields[place.field]));
  const quotes = whole.map(({ field, start, end }) => fields[field].slice(start, end));
  const isPhrase = quotes.map((quote) => /\S\s+\S/.test(quote));
  const phrases = whole.filter((_, index) => isPhrase[index]);
  if (phrases.length === 0) return whole.slice(0, MAX_QUOTES);
  const room = ENOUGH_WITHOUT_WORDS - phrases.length;
  if (room <= 0) return phrases.slice(0, MAX_QUOTES);
  const words = whole.filter((_, index) => !isPhrase[index] && isTelling(quotes[index] ?? ''));
  return [...phrases, ...words.slice(0, room)];
}

/** A long word, or an acronym. */
const isTelling = (word: string): boolean => word.length >= MIN_TELLING_LETTERS || /^\p{Lu}{2,}$/u.test(word);

const overlap = (a: Place, b: Place): boolean => a.field === b.field && a.start < b.end && b.start < a.end;

/** Joins a place to those that it overlaps, where the first of them stands. */
function together(kept: Place[], place: Place): Place[] {
  const first = kept.findIndex((other) => overlap(other, place));
  if (first < 0) {
    kept.push(place);
    return kept;
  }
  const all = [place, ...kept.filter((other) => overlap(other, place))];
  const start = Math.min(...all.map((each) => each.start));
  const end = Math.max(...all.map((each) => each.end));
  return kept.flatMap((each, index) =>
    index === first ? [{ ...each, start, end }] : overlap(each, place) ? [] : [each],
  );
}

/** A long place ends at the last whole word that fits. */
function cut(place: Place, text: string): Place {
  if (place.end - place.start <= MAX_QUOTE_CHARACTERS) return place;
  const fitting = text.slice(place.start, place.start + MAX_QUOTE_CHARACTERS + 1).replace(/\s+\S*$/, '');
  return { ...place, end: place.start + Math.min(fitting.length, MAX_QUOTE_CHARACTERS) };
}
