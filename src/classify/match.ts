// Evaluates the condition of a rule over a reading of a mail, and says with which words it holds, or how nearly.
import type { Fact, Near, Test, Tests } from './condition.ts';
import { areNear, type Hit, inOrder, nearby } from './near.ts';
import { MAX_QUOTE_CHARACTERS } from './quotes.ts';
import type { Reading } from './reading.ts';
import type { Field } from './rule.ts';
import { fieldsOf, type Place } from './text.ts';

/** The places that make a test hold (none for what holds by absence or by a fact), or null when it does not hold. */
export type Held = readonly Place[] | null;

const HOLDS: readonly Place[] = [];
const NO_PHRASES: readonly number[] = [];

/** Evaluates one test. */
export function evaluate(test: Test, reading: Reading): Held {
  switch (test.test) {
    case 'phrase':
      return phraseHeld(test.phrase, test.fields, reading);
    case 'near':
      return nearHeld(test, reading);
    case 'all':
      return atLeast(test, test.distinct, reading);
    case 'any':
      return atLeast(test, 1, reading);
    case 'atLeast':
      return atLeast(test, test.count, reading);
    case 'none':
      return atLeast(test, 1, reading) === null ? HOLDS : null;
    case 'pattern': {
      const places = reading.matches(test.pattern, test.fields);
      return places.length > 0 ? places : null;
    }
    case 'parts':
    case 'years':
      return countHeld(test, reading);
    default:
      return isFact(test, reading) ? HOLDS : null;
  }
}

function countHeld(test: Extract<Test, { test: 'parts' | 'years' }>, reading: Reading): Held {
  if (test.test === 'years') {
    const span = reading.years(test.fields);
    return span !== null && span.years >= test.atLeast ? [span] : null;
  }
  const [first] = reading.parts;
  if (reading.parts.length < test.atLeast || first === undefined) return null;
  return [{ field: 'body', start: first.start, end: first.end }];
}

/** Whether a fact is one of this mail. */
export function isFact(fact: Fact, { text }: Reading): boolean {
  switch (fact.test) {
    case 'platform':
      return text.platform === fact.value;
    case 'domain': {
      const domain = text.from?.address.split('@').at(-1)?.toLowerCase() ?? '';
      return domain === fact.value || domain.endsWith(`.${fact.value}`);
    }
    case 'replyTo':
      return text.threaded;
  }
}

function phraseHeld(phrase: number, fields: readonly Field[], reading: Reading): Held {
  let places: Place[] | null = null;
  for (const field of fields) {
    const [hit] = reading.hits(phrase, field);
    if (hit === undefined) continue;
    const place = { field, start: hit.start, end: hit.end };
    if (places === null) places = [place];
    else places.push(place);
  }
  return places;
}

/** Near words are quoted as one stretch, from the first to the last of them. */
function nearHeld(test: Near, reading: Reading): Held {
  for (const field of test.fields) {
    const lists = hitsOf(test, field, reading);
    if (lists.some((list) => list.length === 0)) continue;
    const text = fieldsOf(reading.text)[field];
    const window = test.inOrder ? inOrder(lists, test) : nearby(lists, test, (hits) => readsAsWritten(hits, text));
    if (window === null) continue;
    const { start, end } = stretch(window);
    if (end - start <= MAX_QUOTE_CHARACTERS) return [{ field, start, end }];
    return window.map((hit) => ({ field, start: hit.start, end: hit.end }));
  }
  return null;
}

const stretch = (window: readonly Hit[]): { start: number; end: number } => ({
  start: Math.min(...window.map((hit) => hit.start)),
  end: Math.max(...window.map((hit) => hit.end)),
});

/** Of several windows officers see one whose words stand in the order of the rule and in one paragraph, if there is one. */
function readsAsWritten(window: readonly Hit[], text: string): boolean {
  const { start, end } = stretch(window);
  const inOrder = window.every((hit, index) => index === 0 || (window[index - 1]?.first ?? 0) < hit.first);
  return inOrder && !/\n[ \t]*\n/.test(text.slice(start, end));
}

/** All places of the tests that hold, when at least `count` do. Patterns are not run when words alone decide. */
function atLeast({ list, fields, others, cheap }: Tests, count: number, reading: Reading): Held {
  const listed = list === null ? NO_PHRASES : reading.listed(list);
  if (listed.length + others.length < count) return null;
  const places: Place[] = [];
  let holding = 0;
  const take = (held: Held): void => {
    if (held === null) return;
    holding += 1;
    places.push(...held);
  };
  for (const phrase of listed) take(phraseHeld(phrase, fields, reading));
  for (const [index, each] of others.entries()) {
    if (holding + others.length - index < count) return null;
    if (index >= cheap && holding >= count) break;
    take(evaluate(each, reading));
  }
  return holding >= count ? places : null;
}

/** Whether a test holds, without its places: most rules that are visited do not hold, and most places are never shown. */
export function holds(test: Test, reading: Reading): boolean {
  switch (test.test) {
    case 'phrase':
      return occurs(test.phrase, test.fields, reading);
    case 'all':
      return enoughHold(test, test.distinct, reading);
    case 'any':
      return enoughHold(test, 1, reading);
    case 'atLeast':
      return enoughHold(test, test.count, reading);
    case 'none':
      return !enoughHold(test, 1, reading);
    case 'near':
      return isNear(test, reading);
    case 'pattern':
      return reading.has(test.pattern, test.fields);
    default:
      return evaluate(test, reading) !== null;
  }
}

// The loops below count by index: thousands run for every mail, and each iterator would be garbage.

function isNear(test: Near, reading: Reading): boolean {
  if (!eachOccurs(test.rarestFirst, reading)) return false;
  for (let at = 0; at < test.fields.length; at++) {
    const field = test.fields[at];
    if (field === undefined) continue;
    const lists = hitsOf(test, field, reading);
    if (lists.some((list) => list.length === 0)) continue;
    if (test.inOrder ? inOrder(lists, test) !== null : areNear(lists, test)) return true;
  }
  return false;
}

/** Whether each group has a phrase that occurs, in whatever field: most have none, and this finds out fastest. */
function eachOccurs(groups: Near['groups'], reading: Reading): boolean {
  for (let at = 0; at < groups.length; at++) {
    const phrases = groups[at] ?? NO_PHRASES;
    let each = 0;
    while (each < phrases.length && !reading.occurs(phrases[each] ?? -1)) each++;
    if (each === phrases.length) return false;
  }
  return true;
}

/** The hits of each group, in the order of the text. */
const hitsOf = ({ groups }: Near, field: Field, reading: Reading): (readonly Hit[])[] =>
  groups.map((phrases) => {
    const [only, ...others] = phrases.map((phrase) => reading.hits(phrase, field)).filter((hits) => hits.length > 0);
    return others.length === 0 ? (only ?? []) : [only ?? [], ...others].flat().sort((a, b) => a.first - b.first);
  });

function occurs(phrase: number, fields: readonly Field[], reading: Reading): boolean {
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at];
    if (field !== undefined && reading.hits(phrase, field).length > 0) return true;
  }
  return false;
}

function enoughHold({ list, fields, others }: Tests, count: number, reading: Reading): boolean {
  const listed = list === null ? NO_PHRASES : reading.listed(list);
  let missing = count;
  if (listed.length + others.length < missing) return false;
  for (let at = 0; at < listed.length; at++)
    if (occurs(listed[at] ?? -1, fields, reading) && --missing === 0) return true;
  for (let at = 0; at < others.length; at++) {
    if (others.length - at < missing) return false;
    const each = others[at];
    if (each !== undefined && holds(each, reading) && --missing === 0) return true;
  }
  return missing <= 0;
}

/** What a rule that does not hold lacks, when it lacks one thing only and has words already; null otherwise. */
export function missingOne(test: Test, reading: Reading): Test | null {
  if (test.test !== 'all' && test.test !== 'atLeast') return null;
  const needed = test.test === 'atLeast' ? test.count : test.of.length;
  const held = test.of.map((each) => evaluate(each, reading));
  const holding = held.filter((each) => each !== null).length;
  if (holding !== needed - 1 || !held.some((each) => each !== null && each.length > 0)) return null;
  return test.of.find((_, index) => held[index] === null) ?? null;
}

/** A test in an officer's words, for `rules try`. */
export function describe(test: Test): string {
  switch (test.test) {
    case 'phrase':
      return test.written.startsWith('"') ? test.written : `“${test.written}”`;
    case 'near':
      return `${test.written.join(test.inOrder ? ', then ' : ' + ')} within ${test.within} words${test.oneSentence ? ' of a sentence' : ''}`;
    case 'all':
      return several(test.of, ' and ');
    case 'any':
      return `any of ${several(test.of)}`;
    case 'atLeast':
      return `at least ${test.count} of ${several(test.of)}`;
    case 'none':
      return `none of ${several(test.of)}`;
    case 'parts':
      return `${test.atLeast} questions or more`;
    case 'years':
      return `a span of ${test.atLeast} years or more`;
    case 'pattern':
      return `the pattern ${test.pattern.written}`;
    case 'platform':
      return `the platform ${test.value}`;
    case 'domain':
      return `a sender at ${test.value}`;
    case 'replyTo':
      return 'an answer to one of our mails';
  }
}

/** Judgement: the first of a long list say what it is about; all of them stand in the rule file. */
const DESCRIBED = 6;

function several(tests: readonly Test[], between = ', '): string {
  const more = tests.length - DESCRIBED;
  const first = more > 1 ? tests.slice(0, DESCRIBED) : tests;
  return `${first.map(describe).join(between)}${more > 1 ? ` or ${more} more` : ''}`;
}
