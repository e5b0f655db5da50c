// What a mail must hold before a rule can: by this alone, and not by asking each rule, is it known which rules to ask.
import { COMMON_WORD, commonness } from './commonness.ts';
import type { Fact, Test } from './condition.ts';
import type { PhraseBook } from './phrases.ts';

/** Sets of signs, which are phrases and facts by their numbers: one of each must be there. */
export type Way = readonly (readonly number[])[];

/** A set of a way is numbered in so many bits, so that the sets of a way are bits of a byte. */
export const SET_BITS = 3;
export const MAX_SETS = 2 ** SET_BITS;

/** The ways in which a test can hold, of which one must be open; null when it can hold without any sign. */
export function waysOf(test: Test, book: PhraseBook, signOf: (fact: Fact) => number): readonly Way[] | null {
  const found = ways(test, book, signOf);
  return found === null ? null : joined(found.map((way) => telling(way, book)));
}

function ways(test: Test, book: PhraseBook, signOf: (fact: Fact) => number): readonly Way[] | null {
  const inner = (of: readonly Test[]) => of.map((each) => ways(each, book, signOf));
  switch (test.test) {
    case 'phrase':
      return [[[test.phrase]]];
    case 'near':
      return [test.groups];
    case 'any':
      return anyOf(inner(test.of), 0);
    case 'atLeast':
      return anyOf(inner(test.of), test.count - 1);
    case 'all':
      return allOf(
        inner(test.of).filter((each) => each !== null),
        book,
      );
    case 'platform':
    case 'domain':
    case 'replyTo':
      return [[[signOf(test)]]];
    default:
      return null;
  }
}

/** Each of the ways of each, when more must hold than can hold without a phrase. */
function anyOf(each: readonly (readonly Way[] | null)[], spare: number): readonly Way[] | null {
  const free = each.filter((one) => one === null).length;
  return free > spare ? null : joined(each.flatMap((one) => one ?? []));
}

/** The ways of the one with the most of them, each with what the others cannot do without. */
function allOf(each: readonly (readonly Way[])[], book: PhraseBook): readonly Way[] | null {
  const [most, ...others] = [...each].sort((a, b) => b.length - a.length);
  if (most === undefined) return null;
  const needed = others.flatMap((one) =>
    one.length === 1 ? (one[0] ?? []) : [one.flatMap((way) => rarest(way, book))],
  );
  return most.map((way) => [...way, ...needed]);
}

const rarest = (way: Way, book: PhraseBook): readonly number[] =>
  way.map((set) => ({ set, cost: commonness(set, book) })).sort((a, b) => a.cost - b.cost)[0]?.set ?? [];

/** Ways of a single set are one way. */
function joined(all: readonly Way[]): readonly Way[] {
  const alone = [...new Set(all.flatMap((way) => (way.length === 1 ? (way[0] ?? []) : [])))];
  const others = all.filter((way) => way.length > 1);
  return alone.length === 0 ? others : [[alone], ...others];
}

/** Without the sets that most mails have: they tell little, and stand in the way of many rules. */
function telling(way: Way, book: PhraseBook): Way {
  const [first = { set: [], cost: 0 }, ...others] = way
    .map((set) => ({ set: [...new Set(set)], cost: commonness(set, book) }))
    .sort((a, b) => a.cost - b.cost);
  const kept = others.slice(0, MAX_SETS - 1).filter(({ cost }) => cost <= TELLING);
  return [first, ...kept].map(({ set }) => set);
}

/** Judgement: a set with a common word in it, or with forty others, is in most mails that are long. */
const TELLING = COMMON_WORD;
