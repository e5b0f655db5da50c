// Finds every phrase of every rule in one pass over the words (Aho and Corasick 1975, over stem numbers instead of letters),
// so that the cost grows with the text and its hits, not with the number of rules.

import { rowsOf } from './rows.ts';

/**
 * Compiled phrases, states numbered from the root (0). The root has a place for every stem. What is known of a state lies side
 * by side in `states` (see `Of`), its transitions as pairs of stem and target in `edges`, in the order of the stems: a word
 * costs a look or two at memory, however many phrases there are.
 */
export interface Automaton {
  readonly root: Int32Array;
  readonly states: Int32Array;
  readonly edges: Int32Array;
  /** Phrases, in the order of the states that they end in. */
  readonly ended: Int32Array;
  /** For each phrase, how many words it has. */
  readonly lengths: Int32Array;
}

const ROOT = 0;
/** Numbers for each state, and which is which. */
const SIZE = 4;
const Of = {
  /** Its first pair in `edges`; the next state's first is behind its last. */
  edges: 0,
  /** Its first phrase in `ended`, likewise. */
  ended: 1,
  /** Where to go on from it when it has no transition for a stem. */
  fallback: 2,
  /** The next shorter state that ends a phrase; 0 when there is none. */
  shorter: 3,
} as const;

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
  const root = new Int32Array(1 + phrases.reduce((most, stems) => Math.max(most, ...stems), 0));
  for (const [stem, target] of next[ROOT] ?? []) root[stem] = target;
  const pairs = next.map((edges, state) => (state === ROOT ? [] : [...edges].sort((a, b) => a[0] - b[0])));
  const edges = rowsOf(pairs.map((each) => each.flat()));
  const ended = rowsOf(ends);
  const states = new Int32Array(SIZE * (next.length + 1));
  for (let state = 0; state <= next.length; state++) {
    states[SIZE * state + Of.edges] = edges.begins[state] ?? 0;
    states[SIZE * state + Of.ended] = ended.begins[state] ?? 0;
  }
  const lengths = Int32Array.from(phrases, (stems) => stems.length);
  const machine = { root, states, edges: edges.values, ended: ended.values, lengths };
  linkSuffixes(machine, next);
  return machine;
}

/** Breadth first: the longest proper suffix of each state that is a state, and the nearest suffix that ends a phrase. */
function linkSuffixes(machine: Automaton, next: readonly ReadonlyMap<number, number>[]): void {
  const { states } = machine;
  const queue = [...(next[ROOT]?.values() ?? [])];
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] ?? ROOT;
    for (const [stem, target] of next[state] ?? []) {
      const suffix = follow(machine, states[SIZE * state + Of.fallback] ?? ROOT, stem);
      const here = SIZE * suffix;
      const isEnd = (states[here + SIZE + Of.ended] ?? 0) > (states[here + Of.ended] ?? 0);
      states[SIZE * target + Of.fallback] = suffix;
      states[SIZE * target + Of.shorter] = isEnd ? suffix : (states[here + Of.shorter] ?? ROOT);
      queue.push(target);
    }
  }
}

function follow({ root, states, edges }: Automaton, from: number, stem: number): number {
  for (let state = from; state !== ROOT; state = states[SIZE * state + Of.fallback] ?? ROOT) {
    const here = SIZE * state + Of.edges;
    const target = find(edges, states[here] ?? 0, states[here + SIZE] ?? 0, stem);
    if (target !== ROOT) return target;
  }
  return root[stem] ?? ROOT;
}

/** Where a stem leads to, by binary search; the root when it is not there. Most states have one or two transitions. */
function find(edges: Int32Array, begin: number, end: number, stem: number): number {
  let low = begin >> 1;
  let high = (end >> 1) - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = edges[2 * middle] ?? 0;
    if (found === stem) return edges[2 * middle + 1] ?? ROOT;
    if (found < stem) low = middle + 1;
    else high = middle - 1;
  }
  return ROOT;
}

/**
 * Walks over `count` words and reports each phrase with the positions of its first and its last word. `stemAt` gives a word's stem number
 * (0: in no rule), `opensAt` whether no phrase may run into that word from the one before.
 */
export function findPhrases(
  machine: Automaton,
  count: number,
  stemAt: (position: number) => number,
  opensAt: (position: number) => boolean,
  report: (phrase: number, first: number, last: number) => void,
): void {
  const { states, ended, lengths } = machine;
  let state = ROOT;
  for (let position = 0; position < count; position++) {
    const stem = stemAt(position);
    if (stem === 0) {
      state = ROOT;
      continue;
    }
    state = follow(machine, state !== ROOT && opensAt(position) ? ROOT : state, stem);
    for (let at = state; at !== ROOT; at = states[SIZE * at + Of.shorter] ?? ROOT) {
      const here = SIZE * at + Of.ended;
      const end = states[here + SIZE] ?? 0;
      for (let index = states[here] ?? 0; index < end; index++) {
        const phrase = ended[index] ?? 0;
        report(phrase, position + 1 - (lengths[phrase] ?? 1), position);
      }
    }
  }
}
