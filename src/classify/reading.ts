// One mail as the rules read it: every phrase of the book that occurs in it, and the facts that conditions ask for, worked out once.
import { type Automaton, findPhrases } from './automaton.ts';
import type { Hit } from './near.ts';
import { type Part, parts } from './parts.ts';
import { MAX_PATTERN_CHARACTERS, type Pattern } from './pattern.ts';
import type { PhraseBook } from './phrases.ts';
import { FIELDS, type Field, MAX_NEAR_WORDS } from './rule.ts';
import { type Place, stretches, type Text } from './text.ts';
import { words } from './words.ts';
import { yearSpan } from './years.ts';

export interface Reading {
  readonly text: Text;
  readonly parts: readonly Part[];
  /** Numbers of the phrases that occur in any field. */
  readonly phrases: Iterable<number>;
  /** The hits of a phrase in a field, in order. */
  hits(phrase: number, field: Field): readonly Hit[];
  /** The longest span of years named in one of the fields, with its place. */
  years(fields: readonly Field[]): (Place & { readonly years: number }) | null;
  /** The first match of a pattern in each of the fields. */
  matches(pattern: Pattern, fields: readonly Field[]): readonly Place[];
}

const NO_HITS: readonly Hit[] = [];

/** Reads a mail once. Linear in its length, plus its hits. */
export function readText(text: Text, book: PhraseBook, machine: Automaton): Reading {
  const found = new Map<number, Hit[][]>();
  const position: Record<Field, number> = { subject: 0, body: 0, attachment: 0, sender: 0 };
  for (const stretch of stretches(text)) {
    const tokens = words(stretch.whole, stretch.start, stretch.end);
    const base = position[stretch.field];
    // the gap keeps words of two stretches from ever being near
    position[stretch.field] = base + tokens.length + MAX_NEAR_WORDS;
    const report = (number: number, at: number) => {
      const phrase = book.phrases[number];
      const from = at + 1 - (phrase?.stems.length ?? 1);
      const [first, last] = [tokens[from], tokens[at]];
      if (phrase === undefined || first === undefined || last === undefined) return;
      if (phrase.exact?.some((word, index) => tokens[from + index]?.text !== word)) return;
      const hit = { first: base + from, last: base + at, start: first.start, end: last.end };
      listFor(found, number, stretch.field).push(hit);
    };
    const stems = tokens.map((token) => book.stemOf(token.text));
    findPhrases(
      machine,
      tokens.length,
      (at) => stems[at] ?? 0,
      (at) => tokens[at]?.opens ?? true,
      report,
    );
  }
  return {
    ...facts(text),
    phrases: found.keys(),
    hits: (phrase, field) => found.get(phrase)?.[FIELDS.indexOf(field)] ?? NO_HITS,
  };
}

function listFor(found: Map<number, Hit[][]>, phrase: number, field: Field): Hit[] {
  const lists = found.get(phrase) ?? FIELDS.map(() => []);
  found.set(phrase, lists);
  return lists[FIELDS.indexOf(field)] ?? [];
}

/** What conditions ask beside words. Answers are remembered: many rules ask the same. */
function facts(text: Text): Pick<Reading, 'text' | 'parts' | 'years' | 'matches'> {
  const patterns = new Map<string, Place | null>();
  const spans = new Map<Field, ReturnType<Reading['years']>>();
  return {
    text,
    parts: parts(text.body, text.segments),
    years: (fields) =>
      fields
        .flatMap((field) => once(spans, field, () => longestSpan(text, field)) ?? [])
        .sort((a, b) => b.years - a.years)[0] ?? null,
    matches: (pattern, fields) =>
      fields.flatMap(
        (field) => once(patterns, `${field} ${pattern.written}`, () => firstMatch(text, pattern, field)) ?? [],
      ),
  };
}

function once<Key, Value>(known: Map<Key, Value>, key: Key, work: () => Value): Value {
  const remembered = known.get(key);
  if (remembered !== undefined) return remembered;
  const value = work();
  known.set(key, value);
  return value;
}

function longestSpan(text: Text, wanted: Field): ReturnType<Reading['years']> {
  const spans = [...stretches(text)].flatMap(({ field, start, end, whole }) => {
    const span = field === wanted ? yearSpan(whole, text.receivedOn, start, end) : null;
    return span === null ? [] : [{ field, ...span }];
  });
  return spans.sort((a, b) => b.years - a.years)[0] ?? null;
}

/** The first match in the stretches of a field, of which the first 16 kB in all are read. */
function firstMatch(text: Text, pattern: Pattern, wanted: Field): Place | null {
  let left = MAX_PATTERN_CHARACTERS;
  for (const { field, start, end, whole } of stretches(text)) {
    if (field !== wanted || left <= 0) continue;
    const read = whole.slice(start, Math.min(end, start + left));
    left -= read.length;
    const match = pattern.find(read);
    if (match !== null && match.end > match.start) return { field, start: start + match.start, end: start + match.end };
  }
  return null;
}
