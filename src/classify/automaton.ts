// Finds every phrase of every rule in one pass over the words (Aho and Corasick 1975, over stem numbers instead of letters),
// so that the cost grows with the text and its hits, not with the number of rules.

/**
 * Compiled phrases, states numbered from the root (0). The root has a place for every stem; the transitions of another state
 * are `stems` and `targets` from `begins[state]` to `begins[state + 1]`, in the order of the stems. Phrases that end in a
 * state lie likewise in `ended`.
 */
export interface Automaton {
  readonly root: Int32Array;
  readonly begins: Int32Array;
  readonly stems: Int32Array;
  readonly targets: Int32Array;
  /** Where to go on from a state that has no transition for a stem. */
  readonly fallback: Int32Array;
  /** The next shorter state that ends a phrase; 0 when there is none. */
  readonly shorter: Int32Array;
  readonly endsBegin: Int32Array;
  readonly ended: Int32Array;
}

const ROOT = 0;

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
  const lists = next.map((edges, state) => (state === ROOT ? [] : [...edges].sort((a, b) => a[0] - b[0])));
  const parts = {
    root,
    begins: beginnings(lists),
    stems: Int32Array.from(lists.flatMap((edges) => edges.map(([stem]) => stem))),
    targets: Int32Array.from(lists.flatMap((edges) => edges.map(([, target]) => target))),
    endsBegin: beginnings(ends),
    ended: Int32Array.from(ends.flat()),
    fallback: new Int32Array(next.length),
    shorter: new Int32Array(next.length),
  };
  linkSuffixes(parts, next);
  return parts;
}

/** Where each list begins when all are laid end to end, and the end of the last. */
function beginnings(lists: readonly (readonly unknown[])[]): Int32Array {
  const begins = new Int32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) begins[index + 1] = (begins[index] ?? 0) + list.length;
  return begins;
}

/** Breadth first: the longest proper suffix of each state that is a state, and the nearest suffix that ends a phrase. */
function linkSuffixes(machine: Automaton, next: readonly ReadonlyMap<number, number>[]): void {
  const queue = [...(next[ROOT]?.values() ?? [])];
  for (let at = 0; at < queue.length; at++) {
    const state = queue[at] ?? ROOT;
    for (const [stem, target] of next[state] ?? []) {
      const suffix = follow(machine, machine.fallback[state] ?? ROOT, stem);
      const isEnd = (machine.endsBegin[suffix + 1] ?? 0) > (machine.endsBegin[suffix] ?? 0);
      machine.fallback[target] = suffix;
      machine.shorter[target] = isEnd ? suffix : (machine.shorter[suffix] ?? ROOT);
      queue.push(target);
    }
  }
}

function follow({ root, begins, stems, targets, fallback }: Automaton, from: number, stem: number): number {
  for (let state = from; state !== ROOT; state = fallback[state] ?? ROOT) {
    const target = find(stems, begins[state] ?? 0, begins[state + 1] ?? 0, stem);
    if (target >= 0) return targets[target] ?? ROOT;
  }
  return root[stem] ?? ROOT;
}

/** Binary search; -1 when the stem is not there. Most states have one or two transitions. */
function find(stems: Int32Array, begin: number, end: number, stem: number): number {
  let low = begin;
  let high = end - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = stems[middle] ?? 0;
    if (found === stem) return middle;
    if (found < stem) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
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
  const { shorter, endsBegin, ended } = machine;
  let state = ROOT;
  for (let position = 0; position < count; position++) {
    const stem = stemAt(position);
    if (stem === 0) {
      state = ROOT;
      continue;
    }
    state = follow(machine, state !== ROOT && opensAt(position) ? ROOT : state, stem);
    for (let at = state; at !== ROOT; at = shorter[at] ?? ROOT) {
      const end = endsBegin[at + 1] ?? 0;
      for (let index = endsBegin[at] ?? 0; index < end; index++) report(ended[index] ?? 0, position);
    }
  }
}
