// One mail as the rules read it: every phrase of the book that occurs in it, and the facts that conditions ask for, worked out once.
import { type Automaton, findPhrases } from './automaton.ts';
import type { Part } from './listed.ts';
import type { Hit } from './near.ts';
import { listedParts } from './parts.ts';
import { MAX_PATTERN_CHARACTERS, type Pattern } from './pattern.ts';
import type { PhraseBook } from './phrases.ts';
import { FIELDS, type Field, MAX_NEAR_WORDS } from './rule.ts';
import { type Place, stretches, type Text } from './text.ts';
import { words } from './words.ts';
import { yearSpan } from './years.ts';

export interface Reading {
  readonly text: Text;
  /** The questions that the sender listed; those in prose are no sign of anything, most mails have one. */
  readonly parts: readonly Part[];
  /** Numbers of the phrases that occur in any field, in order of appearance. */
  readonly phrases: Iterable<number>;
  /** Those of a list of the phrase book that occur in any field. */
  listed(list: number): readonly number[];
  /** The hits of a phrase in a field, in order. */
  hits(phrase: number, field: Field): readonly Hit[];
  /** The longest span of years named in one of the fields, with its place. */
  years(fields: readonly Field[]): (Place & { readonly years: number }) | null;
  /** The first match of a pattern in each of the fields. */
  matches(pattern: Pattern, fields: readonly Field[]): readonly Place[];
  /** Whether there is one in any of the fields: cheaper than where. */
  has(pattern: Pattern, fields: readonly Field[]): boolean;
}

const NO_HITS: readonly Hit[] = [];
const NO_PHRASES: readonly number[] = [];

/** Reads a mail once. Linear in its length, plus its hits. */
export function readText(text: Text, book: PhraseBook, machine: Automaton): Reading {
  const found: Readonly<Record<Field, Map<number, Hit[]>>> = {
    subject: new Map(),
    body: new Map(),
    attachment: new Map(),
    sender: new Map(),
  };
  const position: Record<Field, number> = { subject: 0, body: 0, attachment: 0, sender: 0 };
  for (const { field, start, end, whole } of stretches(text)) {
    if (start === end) continue;
    const tokens = words(whole, start, end);
    const base = position[field];
    // the gap keeps words of two stretches from ever being near
    position[field] = base + tokens.length + MAX_NEAR_WORDS;
    const inField = found[field];
    findPhrases(
      machine,
      tokens.length,
      (at) => book.stemOf(tokens[at]?.text ?? ''),
      (at) => tokens[at]?.opens ?? true,
      (number, at) => {
        const phrase = book.phrases[number];
        const from = at + 1 - (phrase?.stems.length ?? 1);
        const first = tokens[from];
        const last = tokens[at];
        if (phrase === undefined || first === undefined || last === undefined) return;
        if (phrase.exact?.some((word, index) => tokens[from + index]?.text !== word)) return;
        const hit = { first: base + from, last: base + at, start: first.start, end: last.end };
        const known = inField.get(number);
        if (known === undefined) inField.set(number, [hit]);
        else known.push(hit);
      },
    );
  }
  const phrases = new Set(FIELDS.flatMap((field) => [...found[field].keys()]));
  const lists = listsOf(phrases, book);
  return {
    ...facts(text),
    phrases,
    listed: (list) => lists.get(list) ?? NO_PHRASES,
    hits: (phrase, field) => found[field].get(phrase) ?? NO_HITS,
  };
}

/** The phrases of each list of the book, so that a list of hundreds costs a rule no more than those of them that occur. */
function listsOf(phrases: ReadonlySet<number>, book: PhraseBook): Map<number, number[]> {
  const lists = new Map<number, number[]>();
  for (const phrase of phrases)
    for (const list of book.listsOf(phrase)) {
      const known = lists.get(list);
      if (known === undefined) lists.set(list, [phrase]);
      else known.push(phrase);
    }
  return lists;
}

/** What conditions ask beside words. Answers are remembered: many rules ask the same. */
function facts(text: Text): Pick<Reading, 'text' | 'parts' | 'years' | 'matches' | 'has'> {
  const had = new Map<Pattern, Map<Field, boolean>>();
  const spans = new Map<Field, ReturnType<Reading['years']>>();
  const inSmall = new Map<Field, Lowered[]>();
  const inField = (field: Field): Lowered[] => once(inSmall, field, () => lowered(text, field));
  return {
    text,
    parts: listedParts(text.body, text.segments),
    years: (fields) =>
      fields
        .flatMap((field) => once(spans, field, () => longestSpan(text, field)) ?? [])
        .sort((a, b) => b.years - a.years)[0] ?? null,
    matches: (pattern, fields) => fields.flatMap((field) => firstMatch(inField(field), pattern, field) ?? []),
    has: (pattern, fields) =>
      fields.some((field) =>
        once(
          once(had, pattern, () => new Map()),
          field,
          () => inField(field).some(({ read, lower }) => pattern.has(read, lower)),
        ),
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

/** A stretch of a field that patterns read, in small letters too: lowered once, for all patterns. */
interface Lowered {
  readonly start: number;
  readonly read: string;
  readonly lower: string;
}

/** The stretches of a field, of which the first 16 kB in all are read. */
function lowered(text: Text, wanted: Field): Lowered[] {
  let left = MAX_PATTERN_CHARACTERS;
  const found: Lowered[] = [];
  for (const { field, start, end, whole } of stretches(text)) {
    if (field !== wanted || left <= 0) continue;
    const read = whole.slice(start, Math.min(end, start + left));
    left -= read.length;
    found.push({ start, read, lower: read.toLowerCase() });
  }
  return found;
}

function firstMatch(of: readonly Lowered[], pattern: Pattern, field: Field): Place | null {
  for (const { start, read, lower } of of) {
    const match = pattern.find(read, lower);
    if (match !== null && match.end > match.start) return { field, start: start + match.start, end: start + match.end };
  }
  return null;
}
