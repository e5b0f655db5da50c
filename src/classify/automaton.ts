// Finds every phrase of every rule in one pass over the words (Aho and Corasick 1975, over stem numbers instead of letters),
// so that the cost grows with the text and its hits, not with the number of rules.

/** Compiled phrases: for each state its transitions, its fall-back, the phrases that end there, the next state that ends one. */
export interface Automaton {
  readonly next: readonly ReadonlyMap<number, number>[];
  readonly fallback: readonly number[];
  readonly ends: readonly (readonly number[])[];
  readonly shorter: readonly number[];
}

const ROOT = 0;
const NONE: readonly number[] = [];

/** Builds the automaton; `phrases[i]` is the list of stem numbers (all > 0) of phrase `i`, none of them empty. */
export function automaton(phrases: readonly (readonly number[])[]): Automaton {
  const next: Map<number, number>[] = [new Map()];
  const ends: number[][] = [[]];
  phrases.forEach((stems, phrase) => {
    let state = ROOT;
    for (const stem of stems) {
      const known = next[state]?.get(stem);
      const target = known ?? next.length;
      if (known === undefined) {
        next[state]?.set(stem, target);
        next.push(new Map());
        ends.push([]);
      }
      state = target;
    }
    ends[state]?.push(phrase);
  });
  return { next, ends, ...fallbacks(next, ends) };
}

/** Breadth first: the longest proper suffix of each state that is a state, and the nearest suffix that ends a phrase. */
function fallbacks(next: readonly Map<number, number>[], ends: readonly number[][]) {
  const fallback: number[] = next.map(() => ROOT);
  const shorter: number[] = next.map(() => ROOT);
  const queue = [...(next[ROOT]?.values() ?? [])];
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] ?? ROOT;
    for (const [stem, target] of next[state] ?? []) {
      const suffix = follow({ next, fallback }, fallback[state] ?? ROOT, stem);
      fallback[target] = suffix;
      shorter[target] = (ends[suffix]?.length ?? 0) > 0 ? suffix : (shorter[suffix] ?? ROOT);
      queue.push(target);
    }
  }
  return { fallback, shorter };
}

function follow(machine: Pick<Automaton, 'next' | 'fallback'>, from: number, stem: number): number {
  for (let state = from; ; state = machine.fallback[state] ?? ROOT) {
    const target = machine.next[state]?.get(stem);
    if (target !== undefined) return target;
    if (state === ROOT) return ROOT;
  }
}

/**
 * Walks over `count` words and reports each phrase at the position of its last word. `stemAt` gives a word's stem number
 * (0: in no rule), `opensAt` whether no phrase may run into that word from the one before.
 */
export function findPhrases(
  machine: Automaton,
  count: number,
  stemAt: (position: number) => number,
  opensAt: (position: number) => boolean,
  report: (phrase: number, lastPosition: number) => void,
): void {
  let state = ROOT;
  for (let position = 0; position < count; position++) {
    const stem = stemAt(position);
    if (stem === 0) {
      state = ROOT;
      continue;
    }
    state = follow(machine, opensAt(position) ? ROOT : state, stem);
    for (let at = state; at !== ROOT; at = machine.shorter[at] ?? ROOT) {
      for (const phrase of machine.ends[at] ?? NONE) report(phrase, position);
    }
  }
}
