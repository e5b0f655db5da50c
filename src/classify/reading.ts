// One mail as the rules read it: every phrase of the book that occurs in it, and the facts that conditions ask for, worked out once.
import { type Automaton, findPhrases } from './automaton.ts';
import type { CompiledRules } from './compiled.ts';
import type { Part } from './listed.ts';
import type { Hit } from './near.ts';
import { listedParts, ownText, requestParts } from './parts.ts';
import { MAX_PATTERN_CHARACTERS, type Pattern } from './pattern.ts';
import type { Vocabulary } from './phrases.ts';
import type { Rows } from './rows.ts';
import { type Field, MAX_NEAR_WORDS } from './rule.ts';
import { type Place, stretches, type Text } from './text.ts';
import { type Word, words } from './words.ts';
import { yearSpan } from './years.ts';

export interface Reading {
  readonly text: Text;
  /** The questions that the sender listed; those in prose are no sign of anything, most mails have one. */
  readonly parts: readonly Part[];
  /** The questions of the mail when it is a request: those listed, or those of its sentences. */
  asked(): readonly Part[];
  /** Numbers of the phrases that occur in any field, in order of appearance. */
  readonly phrases: readonly number[];
  /** Those of a list of the phrase book that occur in any field. */
  listed(list: number): readonly number[];
  /** Whether a phrase occurs in any field. */
  occurs(phrase: number): boolean;
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
export function readText(text: Text, rules: Pick<CompiledRules, 'vocabulary' | 'machine' | 'lists'>): Reading {
  const found = hitsIn(text, rules.vocabulary, rules.machine);
  const phrases = [...found.keys()];
  return {
    ...facts(text),
    phrases,
    listed: listed(phrases, rules.lists),
    occurs: (phrase) => found.has(phrase),
    hits: (phrase, field) => found.get(phrase)?.[field] ?? NO_HITS,
  };
}

type Hits = Map<number, Record<Field, Hit[] | null>>;

/** Every phrase of the book in every field, by its number. */
function hitsIn(text: Text, { stemOf, exact }: Vocabulary, machine: Automaton): Hits {
  const found: Hits = new Map();
  const position: Record<Field, number> = { subject: 0, body: 0, attachment: 0, sender: 0 };
  for (const { field, start, end, whole } of stretches(text)) {
    if (start === end) continue;
    const tokens = words(whole, start, end);
    const sentences = sentencesOf(tokens);
    const base = position[field];
    findPhrases(
      machine,
      tokens.length,
      (at) => stemOf(tokens[at]?.text ?? ''),
      (at) => tokens[at]?.opens ?? true,
      (phrase, from, to) => {
        const [first, last] = [tokens[from], tokens[to]];
        if (first === undefined || last === undefined) return;
        if (exact.get(phrase)?.some((word, index) => tokens[from + index]?.text !== word)) return;
        const sentence = base + (sentences[to] ?? 0);
        note(found, phrase, field, {
          first: base + from,
          last: base + to,
          start: first.start,
          end: last.end,
          sentence,
        });
      },
    );
    // the gap keeps words of two stretches from ever being near
    position[field] = base + tokens.length + MAX_NEAR_WORDS;
  }
  return found;
}

/** For each word the number of its sentence, counted from 1. */
function sentencesOf(tokens: readonly Word[]): Int32Array {
  const numbers = new Int32Array(tokens.length);
  for (let at = 0; at < tokens.length; at++) numbers[at] = (numbers[at - 1] ?? 0) + (tokens[at]?.opens ? 1 : 0);
  return numbers;
}

function note(found: Hits, phrase: number, field: Field, hit: Hit): void {
  let known = found.get(phrase);
  if (known === undefined) {
    known = { subject: null, body: null, attachment: null, sender: null };
    found.set(phrase, known);
  }
  const hits = known[field];
  if (hits === null) known[field] = [hit];
  else hits.push(hit);
}

/** Which of the phrases stand in a list, so that a list of hundreds costs a rule no more than those of them that occur. */
function listed(phrases: readonly number[], { begins, values }: Rows): Reading['listed'] {
  let entries = 0;
  for (const phrase of phrases) entries += (begins[phrase + 1] ?? 0) - (begins[phrase] ?? 0);
  const size = 2 ** Math.ceil(Math.log2(2 * entries + 2));
  // a hash table with room for these alone: pairs of a list, counted from 1, and its latest entry; a Map takes a mail 13 % longer
  const table = new Int32Array(2 * size);
  const slotOf = (list: number): number => {
    let slot = Math.imul(list, HASH) & (size - 1);
    while (table[2 * slot] !== 0 && table[2 * slot] !== list + 1) slot = (slot + 1) & (size - 1);
    return 2 * slot;
  };
  // from each entry, counted from 1, the one before it in its list; 0 ends
  const before = new Int32Array(entries + 1);
  const entered = new Int32Array(entries + 1);
  let latest = 0;
  for (const phrase of phrases) {
    const end = begins[phrase + 1] ?? 0;
    for (let at = begins[phrase] ?? 0; at < end; at++) {
      const list = values[at] ?? 0;
      const slot = slotOf(list);
      table[slot] = list + 1;
      latest += 1;
      before[latest] = table[slot + 1] ?? 0;
      entered[latest] = phrase;
      table[slot + 1] = latest;
    }
  }
  return (list) => {
    let entry = table[slotOf(list) + 1] ?? 0;
    if (entry === 0) return NO_PHRASES;
    const found: number[] = [];
    for (; entry !== 0; entry = before[entry] ?? 0) found.push(entered[entry] ?? 0);
    return found.reverse();
  };
}

/** Spreads numbers over a table (Knuth's multiplicative hash: 2^32 divided by the golden ratio). */
const HASH = 0x9e3779b1;

/** What conditions ask beside words. Answers are remembered: many rules ask the same. */
function facts(text: Text): Pick<Reading, 'text' | 'parts' | 'asked' | 'years' | 'matches' | 'has'> {
  const own = ownText(text.body, text.segments);
  const parts = listedParts(own);
  const had = new Map<Pattern, Map<Field, boolean>>();
  const spans = new Map<Field, ReturnType<Reading['years']>>();
  const inSmall = new Map<Field, Lowered[]>();
  const inField = (field: Field): Lowered[] => once(inSmall, field, () => lowered(text, field));
  return {
    text,
    parts,
    asked: () => requestParts(own, parts),
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
