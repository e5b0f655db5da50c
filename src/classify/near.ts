// Whether several phrases stand close together: the smallest window that holds one hit of each.

/** A phrase found in a field: positions count its words, offsets are UTF-16 units. */
export interface Hit {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  /** Sentences of a field are counted; no phrase runs from one into the next. */
  readonly sentence: number;
}

/** How close the hits of a window stand. */
export interface Closeness {
  /** In so many words, from the first of the first hit to the last of the last. */
  readonly within: number;
  readonly oneSentence: boolean;
}

const severalSentences = (window: readonly Hit[]): boolean =>
  window.some(({ sentence }) => sentence !== window[0]?.sentence);

/** Judgement: so many windows are looked at for a telling one; a hostile mail may hold a hundred thousand. */
const MAX_WINDOWS = 20;

/**
 * One hit of each list inside a window of `within` words, in any order, or null: the first that is `telling`, else the
 * first. Each list is in order of appearance. Moves the hit that begins first, as in merging sorted lists: linear in the
 * number of hits.
 */
export function nearby(
  lists: readonly (readonly Hit[])[],
  { within, oneSentence }: Closeness,
  telling: (window: readonly Hit[]) => boolean = () => true,
): readonly Hit[] | null {
  const at = lists.map(() => 0);
  let found: readonly Hit[] | null = null;
  let passed = 0;
  for (;;) {
    let first = Number.POSITIVE_INFINITY;
    let last = -1;
    let behind = 0;
    for (let index = 0; index < lists.length; index++) {
      const hit = lists[index]?.[at[index] ?? 0];
      if (hit === undefined) return found;
      if (hit.first < first) {
        first = hit.first;
        behind = index;
      }
      if (hit.last > last) last = hit.last;
    }
    if (last < 0) return found;
    const window = last - first < within ? lists.flatMap((list, index) => list[at[index] ?? 0] ?? []) : null;
    if (window !== null && !(oneSentence && severalSentences(window))) {
      if (telling(window)) return window;
      found ??= window;
      passed += 1;
      if (passed === MAX_WINDOWS) return found;
    }
    at[behind] = (at[behind] ?? 0) + 1;
  }
}

/** Whether `nearby` would find a window: most conditions are of two phrases, which need no more than this. */
export function areNear(lists: readonly (readonly Hit[])[], closeness: Closeness): boolean {
  const [ones, others, third] = lists;
  if (ones === undefined || others === undefined || third !== undefined) return nearby(lists, closeness) !== null;
  const { within, oneSentence } = closeness;
  let at = 0;
  let other = 0;
  for (;;) {
    const [a, b] = [ones[at], others[other]];
    if (a === undefined || b === undefined) return false;
    const isClose = Math.max(a.last, b.last) - Math.min(a.first, b.first) < within;
    if (isClose && !(oneSentence && a.sentence !== b.sentence)) return true;
    if (a.first <= b.first) at++;
    else other++;
  }
}

/**
 * One hit of each list, in the order of the lists, each behind the one before, within so many words: the first such, or null.
 * A later beginning never needs an earlier continuation: linear in the number of hits.
 */
export function inOrder(lists: readonly (readonly Hit[])[], { within, oneSentence }: Closeness): readonly Hit[] | null {
  const [firsts = [], ...rest] = lists;
  const at = rest.map(() => 0);
  for (const first of firsts) {
    const window = [first];
    for (const [index, list] of rest.entries()) {
      const before = window.at(-1)?.last ?? 0;
      let next = at[index] ?? 0;
      while ((list[next]?.first ?? Number.POSITIVE_INFINITY) <= before) next++;
      at[index] = next;
      const hit = list[next];
      if (hit === undefined) return null;
      window.push(hit);
    }
    const isClose = (window.at(-1)?.last ?? 0) - first.first < within;
    if (isClose && !(oneSentence && severalSentences(window))) return window;
  }
  return null;
}
