// Whether several phrases stand close together: the smallest window that holds one hit of each.

/** A phrase found in a field: positions count its words, offsets are UTF-16 units. */
export interface Hit {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/** Judgement: so many windows are looked at for a telling one; a hostile mail may hold a hundred thousand. */
const MAX_WINDOWS = 20;

/**
 * One hit of each list inside a window of `within` words, in any order, or null: the first that is `telling`, else the
 * first. Each list is in order of appearance. Moves the hit that begins first, as in merging sorted lists: linear in the
 * number of hits.
 */
export function nearby(
  lists: readonly (readonly Hit[])[],
  within: number,
  telling: (window: readonly Hit[]) => boolean = () => true,
): readonly Hit[] | null {
  const at = lists.map(() => 0);
  let found: readonly Hit[] | null = null;
  let passed = 0;
  for (;;) {
    const chosen = lists.flatMap((list, index) => list[at[index] ?? 0] ?? []);
    if (chosen.length < lists.length || chosen.length === 0) return found;
    const first = Math.min(...chosen.map((hit) => hit.first));
    const last = Math.max(...chosen.map((hit) => hit.last));
    if (last - first < within) {
      if (telling(chosen)) return chosen;
      found ??= chosen;
      passed += 1;
      if (passed === MAX_WINDOWS) return found;
    }
    const behind = chosen.findIndex((hit) => hit.first === first);
    at[behind] = (at[behind] ?? 0) + 1;
  }
}
